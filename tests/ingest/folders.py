"""Small folders of texts, tables, vectors and pictures that Hypothesis makes up.

A folder is {path: bytes}. Its manifest is always the same, so that adding or editing a file never
changes what is said of another.
"""

import io
import json
from pathlib import Path

import numpy as np
import spacy
from hypothesis import strategies as st
from PIL import Image

from ingest.manifest import FILE_NAME

Folder = dict[str, bytes]

SPELLINGS = ("Kâbeli", "KABELI", "kabeli", "Zor Van", "ZOR-VAN")
"""Two peoples that the lexicon does not know, in several spellings."""
CULTURES = ("Ottoman", "Osmanlı", "Ojibwa", "Yoruba", *SPELLINGS)
MANIFEST = """
source: test
files:
  - match: a.csv
    table: {kind: cultures, name: name, key: key, latitude: lat, longitude: lon, region: region}
  - match: b.csv
    table: {kind: cultures, name: name, latitude: lat, longitude: lon, family: family}
  - match: t.csv
    table: {kind: traits, culture: key, keys: a.csv, year: year, theme: kinship}
  - {match: u.csv, theme: law, table: {kind: traits, culture: name}}
  - {match: v.npy, vectors: {ids: v.txt, modality: image, encoder: made-elsewhere}}
"""
SENTENCES = (
    "Osmanlı'da camiler 16. yüzyılda çoğaldı.",
    "İznik çinileri caminin duvarını kaplar, Mimar Sinan kubbeyi kurdu.",
    "Yörükler yazın yaylaya çıkar.",
    "Kâbeli çobanlar Kâbeli pazarına iner.",
    "The Ojibwa build a wigwam of birchbark.",
    "KABELI weavers trade with the Ottoman court in Istanbul.",
    "The kabeli keep no harem; ZOR-VAN elders do.",
    "Zor Van ile Osmanlı 1453'te barıştı.",
    "In 1638 the guilds marched before the mosque.",
    "Nothing is named here.",
)


def lay(root: Path, files: Folder) -> Path:
    """Write files over what is in the folder."""
    root.mkdir(parents=True, exist_ok=True)
    (root / FILE_NAME).write_text(MANIFEST, encoding="utf-8")
    for path, content in files.items():
        (root / path).write_bytes(content)
    return root


def pipeline(folder: Path) -> str:
    """A spaCy pipeline of rules that knows the peoples of `SPELLINGS`; its extractor spec."""
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "CULTURE", "pattern": name} for name in SPELLINGS])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return f"lexicon,spacy:{folder}"


def picture(red: int) -> bytes:
    pixels = np.zeros((24, 24, 3), np.uint8)
    pixels[:, ::2, 0] = red
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def table(header: str, rows: list[tuple[str, ...]]) -> bytes:
    return "\n".join([header, *map(",".join, rows)]).encode()


def matrix(rows: int, width: int = 4, start: float = 1.0) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.arange(start, start + rows * width, dtype=np.float32).reshape(rows, width))
    return stream.getvalue()


_names = st.sampled_from(CULTURES)
_degrees = st.sampled_from(("", "41.5", "-3", "12,5", "north"))
_letters = st.text(
    st.sampled_from("aeıiİIğüşöçÇâ'’ \n\t.!?;e\u0301\u0327😀🏽\u200dקع-–0123456789"), max_size=60
)
_sentence = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), _letters)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A text with a head, or what no text is: nothing, noise."""
    cultures = draw(st.lists(_names, max_size=2))
    head = draw(st.sampled_from(("", "language: tr\n", "language: en\n", "theme: law\n")))
    year = draw(st.sampled_from(("", "year: 1557\n", 'year: "1450-1500"\n')))
    body = draw(st.lists(_sentence, max_size=5))
    joint = draw(st.sampled_from((" ", "\n", "\r\n\r\n")))
    whole = f"---\nculture: [{', '.join(cultures)}]\n{head}{year}---\n{joint.join(body)}"
    return draw(st.sampled_from((whole.encode(),) * 8 + (b"", b"\x00\x01\x02")))


@st.composite
def cultures_a(draw: st.DrawFn) -> bytes:
    region = st.sampled_from(("", "Anatolia", "Balkans"))
    row = st.tuples(_names, st.sampled_from("123"), _degrees, _degrees, region)
    return table("name,key,lat,lon,region", draw(st.lists(row, max_size=3)))


@st.composite
def cultures_b(draw: st.DrawFn) -> bytes:
    row = st.tuples(_names, _degrees, _degrees, st.sampled_from(("", "Turkic", "Algic")))
    return table("name,lat,lon,family", draw(st.lists(row, max_size=3)))


@st.composite
def traits_t(draw: st.DrawFn) -> bytes:
    code = st.sampled_from(("", "1", "2"))
    row = st.tuples(st.sampled_from("1234"), code, code, st.sampled_from(("", "1850", "x")))
    return table("key,descent,dowry,year", draw(st.lists(row, max_size=4)))


@st.composite
def traits_u(draw: st.DrawFn) -> bytes:
    row = st.tuples(_names, st.sampled_from(("", "a", "b")))
    return table("name,descent", draw(st.lists(row, max_size=4)))


@st.composite
def corpora(draw: st.DrawFn) -> bytes:
    """Records with and without ids, some of them twice or unusable."""
    record = st.fixed_dictionaries(
        {"text": st.one_of(st.sampled_from(SENTENCES), st.just(""))},
        optional={"id": st.integers(1, 3), "culture": _names, "year": st.sampled_from((1557, "x"))},
    )
    records = draw(st.lists(record, max_size=5))
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()


_FILES = {
    **{f"t{i}.txt": texts() for i in range(3)},
    "s.md": texts(),
    "c.jsonl": corpora(),
    "a.csv": cultures_a(),
    "b.csv": cultures_b(),
    "t.csv": traits_t(),
    "u.csv": traits_u(),
    "v.npy": st.integers(1, 3).map(matrix),
    "v.txt": st.lists(_names, min_size=1, max_size=3).map(lambda names: "\n".join(names).encode()),
    "p.png": st.sampled_from((picture(90), picture(250), picture(250)[:60])),
}
FILE_NAMES = tuple(_FILES)


def folders(least: int = 1) -> st.SearchStrategy[Folder]:
    """Some of the files, at least `least`."""
    chosen = st.lists(st.sampled_from(sorted(_FILES)), min_size=least, max_size=8, unique=True)
    return chosen.flatmap(lambda paths: st.fixed_dictionaries({p: _FILES[p] for p in paths}))
