"""Plain text and Markdown: encodings, heads, sections, and what is no text."""

import gzip
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read import read
from ingest.read.encoding import decode
from ingest.read.prose import Part, clean, compose
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
TURKISH = (
    "Köylüler düğünlerde davul çalar ve şarkı söyler.\n"
    "İlkbaharda ağaçların altında büyük bir şenlik yapılırdı; çocuklar ışıklar yakardı.\n"
)


def text_of(file: object) -> str:
    document = read(file)  # type: ignore[arg-type]
    assert isinstance(document, TextDocument)
    return document.text


def test_lines_stay_as_they_are_wrapped(put: Put) -> None:
    file = put("my-field_notes.txt", "\ufeff\r\n\r\nfirst line\r\nsecond  \r\n\r\n\r\n\r\nnext\r\n")
    document = read(file)
    assert document.text == "first line\nsecond\n\nnext"
    assert document.metadata.title == "my field notes"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1254", "iso8859_9"]
)
def test_turkish_is_read_in_every_encoding_that_it_is_kept_in(put: Put, encoding: str) -> None:
    assert text_of(put("a.txt", TURKISH.encode(encoding))) == TURKISH.strip()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Les élèves français étaient à l'école près de la forêt où le garçon vécut."),
        ("cp1252", "Die Häuser der Bürger waren größer als früher, und sie waren schöner gebaut."),
        ("cp1252", "The so-called “leisure class” kept to its cafés, as the author has said."),
        ("cp1251", "Культура народов Севера очень богата, и обычаи предков сохраняются."),
        ("cp1253", "Ο πολιτισμός των λαών της Μεσογείου είναι πολύ πλούσιος και παλιός."),
        ("cp1255", "התרבות היהודית עתיקה מאוד ואנשים בונים בתי כנסת"),
        ("cp1256", "الثقافة العربية قديمة جدا والناس يزرعون القمح ويبنون المساجد"),
        ("shift_jis", "日本の文化はとても古い。縄文時代から人々は土器を作り、米を育てた。"),
        ("euc_kr", "한국의 문화는 매우 오래되었다. 사람들은 쌀을 재배하고 도자기를 만들었다."),
        ("gb18030", "中国文化历史悠久。人们种植水稻，制作陶器，建造寺庙。"),
    ],
)
def test_other_encodings_are_guessed_by_the_language_they_give(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n ", "holds no text"),
        (b"*** --- ***", "holds no text"),
        (gzip.compress(TURKISH.encode()), "gzip"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"text\x00with NUL", "NUL"),
        (bytes(range(1, 32)) * 40, "control characters"),
        (bytes(range(128, 256)) * 40, "encoding|no text"),
        (TURKISH.encode()[:-40] + b"\xff" + TURKISH.encode(), "Damaged UTF-8 text at byte"),
        (b"\xff\xfea", "Damaged utf-16"),
    ],
)
def test_what_is_no_text_is_unreadable_with_a_reason(put: Put, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(put("a.txt", content))


def test_the_licence_of_project_gutenberg_is_cut_off(put: Put) -> None:
    content = (
        "The Project Gutenberg EBook\n\nTitle: House Life\n\nlicence\n"
        "*** START OF THIS PROJECT GUTENBERG EBOOK HOUSE LIFE ***\n\nthe book\n\n"
        "*** END OF THIS PROJECT GUTENBERG EBOOK HOUSE LIFE ***\nmore licence\n"
    )
    document = read(put("a.txt", content))
    assert (document.text, document.metadata.title) == ("the book", "House Life")


def test_the_head_of_a_text_overrides_the_manifest(put: Put) -> None:
    head = (
        "---\ntitle: Düğün\nculture: [Türk, Kürt]\nyear: 1450-1500\nlanguage: tr\ntags: [x]\n---\n"
    )
    known = Metadata(title="file", licence="CC0", themes=("law",), language="en")
    document = read(put("a.md", head + "# Heading\n\nText.", metadata=known))
    assert document.metadata == Metadata(
        "Düğün", ("Türk", "Kürt"), ("law",), 1450, 1500, "tr", "CC0"
    )
    assert document.text == "Heading\n\nText."


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("title: a: b", "not valid YAML"),
        ("year: soon", "1450-1500"),
        ("title: *x", "anchors"),
        ("theme: [law, worshp]", "'worshp'"),
        ('title: "\\ud83d"', "half a letter"),
        ("cultur: Inca", "did you mean culture"),
    ],
)
def test_a_head_that_is_wrong_is_told(put: Put, head: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(put("a.md", f"---\n{head}\n---\nText."))


def test_keys_of_a_head_may_be_in_the_plural_and_in_capitals(put: Put) -> None:
    head = "---\nCultures: [Inca]\nlang: en\nlicense: CC0\ntags: [x]\n---\nText."
    found = read(put("a.md", head)).metadata
    assert (found.cultures, found.language, found.licence) == (("Inca",), "en", "CC0")


def test_rules_of_dashes_are_no_head(put: Put) -> None:
    assert "not a head" in text_of(put("a.md", "---\nnot a head\n---\ntext"))


MARKDOWN = """# The *Mosque*

A [dome](http://x) over `four` piers
and a <b>court</b>.

## Parts

- minaret
- **fountain**

> quoted

| part | count |
|------|-------|
| dome | 1 |

```python
code = 1
```

```
a poem
```

<div>raw <script>x()</script>words</div>

![a plan](plan.png)

Empty
-----
"""


def test_markdown_keeps_its_prose_in_order_under_its_headings(put: Put) -> None:
    document = read(put("a.md", MARKDOWN))
    assert document.metadata.title == "The Mosque"
    assert document.text.split("\n\n") == [
        "The Mosque", "A dome over four piers\nand a court.", "Parts", "minaret", "fountain",
        "quoted", "part\tcount", "dome\t1", "a poem", "raw words", "a plan", "Empty",
    ]  # fmt: skip
    assert [section.title for section in document.sections] == ["The Mosque", "Parts", "Empty"]
    assert document.text[document.sections[1].start :].startswith("Parts\n\nminaret")
    assert document.sections[-1].end == len(document.text)


@given(st.text())
def test_clean_text_is_nfc_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\r" not in cleaned
    assert "\n\n\n" not in cleaned


def test_deep_nesting_is_kept_or_told(put: Put) -> None:
    assert text_of(put("a.md", ">" * 40 + " deep inside")) == "deep inside"
    with pytest.raises(Unreadable, match="nested too deeply"):
        read(put("b.md", ">" * 20_000 + " deep inside"))


titles = st.text(max_size=20)


@given(st.lists(st.builds(Part, titles, st.text()), max_size=6))
def test_sections_follow_one_another_and_begin_with_their_headings(parts: list[Part]) -> None:
    try:
        document = compose(Metadata(), parts)
    except Unreadable:
        return
    end = 0
    for section in document.sections:
        assert end <= section.start < section.end <= len(document.text)
        assert document.text[section.start :].startswith(section.title)
        end = section.end
    assert clean(document.text) == document.text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    try:
        text = decode(data)
    except Unreadable:
        return
    assert "\x00" not in text
