"""Law 7: what cannot be read is set aside with its reason, the rest goes in, on both stores."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from ingest.pipeline import ingest
from kg.store import Store
from tests.graph import dump, empty
from tests.ingest.folders import SENTENCES, lay, matrix, picture, table
from tests.ingest.test_read_docx import as_docx, word
from tests.ingest.test_read_epub import MEMBERS, packed
from tests.ingest.test_read_tei import TEI
from tests.ingest.test_read_transcript import SRT
from tests.ingest.test_read_worker import pdf


def sound(seconds: float) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        steps = np.arange(int(8_000 * seconds))
        out.writeframes((12_000 * np.sin(steps / 4)).astype("<i2").tobytes())
    return stream.getvalue()


def saved(values: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=True)
    return stream.getvalue()


def letter() -> bytes:
    file = word()
    file.add_paragraph(SENTENCES[0])
    return as_docx(file)


GOOD = {
    "good.txt": SENTENCES[0].encode(),
    "a.csv": table("name,key,lat,lon,region", [("Ottoman", "1", "40", "29", "Anatolia")]),
    "v.txt": b"Ottoman\nOjibwa",
}
TEXT = "Osmanlı çarşısında şerbet içilir; güneşli günlerde çocuklar çeşmeye koşar. ".encode()
BAD: dict[str, tuple[str, bytes, bytes, str]] = {
    "empty": ("x.txt", b"", TEXT, "empty"),
    "blank": ("x.md", b" \n\n ", TEXT, "no text"),
    "binary": ("x.txt", bytes(range(256)) * 20, TEXT, "not text"),
    "a picture called a text": ("x.txt", picture(9), TEXT, "PNG"),
    "cut UTF-8": ("x.txt", TEXT * 3 + "ş".encode()[:1], TEXT, "Damaged UTF-8"),
    "a head that is not valid": ("x.txt", b"---\nyear: soon\n---\n" + TEXT, TEXT, "year"),
    "truncated picture": ("p.png", picture(99)[:80], picture(99), "picture"),
    "sound of no seconds": ("s.wav", sound(0), sound(0.5), "shorter"),
    "half a sound file": ("s.wav", sound(1)[:20], sound(0.5), "recording"),
    "a PDF that is none": ("b.pdf", b"%PDF-1.7 and no more", pdf(1), "no PDF"),
    "half a Word file": ("w.docx", letter()[:900], letter(), "no whole zip"),
    "a book without its book": ("e.epub", packed({"a.txt": "x"}), packed(MEMBERS), "no EPUB"),
    "XML that is no TEI": ("x.xml", b"<rss/>", TEI.encode(), "TEI"),
    "subtitles without times": ("f.srt", TEXT, SRT.encode(), "no cue"),
    "vectors of a wrong shape": ("v.npy", matrix(5), matrix(2), "5 rows"),
    "vectors in three dimensions": ("v.npy", saved(np.ones((2, 2, 2))), matrix(2), "matrix"),
    "vectors with NaN": ("v.npy", saved(np.array([[1.0], [np.nan]])), matrix(2), "NaN"),
    "pickled vectors": ("v.npy", saved(np.array([{}, []], object)), matrix(2), "plain .npy"),
    "a table without its column": ("u.csv", b"who,x\nOttoman,1", b"name,x\nOttoman,1", "name"),
    "a table of strangers": ("t.csv", b"key,x,year\n9,1,", b"key,x,year\n1,1,", "No row"),
}


def reasons(store: Store) -> dict[str, str]:
    columns = store.nodes("Unreadable", ["path", "reason"])
    return dict(zip(columns["path"], columns["reason"], strict=True))


@pytest.mark.parametrize("case", BAD)
def test_it_is_set_aside_and_comes_in_when_it_is_mended(
    embedded_store: Store, tmp_path: Path, case: str
) -> None:
    path, bad, mended, reason = BAD[case]
    round_trip(embedded_store, tmp_path, {path: bad}, {path: mended}, {path: reason})


def test_all_at_once_on_both_stores(store: Store, tmp_path: Path) -> None:
    chosen = {path: (bad, mended, why) for path, bad, mended, why in BAD.values()}
    round_trip(
        store,
        tmp_path,
        {path: bad for path, (bad, _, _) in chosen.items()},
        {path: mended for path, (_, mended, _) in chosen.items()},
        {path: why for path, (_, _, why) in chosen.items()},
    )


def round_trip(
    store: Store,
    root: Path,
    bad: dict[str, bytes],
    mended: dict[str, bytes],
    why: dict[str, str],
) -> None:
    """Good, then bad, then good again: each state is that of a fresh build."""
    ending = Path(next(iter(bad))).suffix
    expected = {}
    for state in (bad, mended):
        empty(store)
        ingest(store, lay(root, GOOD | state), source="test")
        expected[id(state)] = dump(store)
    for state in (bad, mended):
        outcome = ingest(store, lay(root, state), source="test")
        assert {notice.path for notice in outcome.set_aside} == (
            bad.keys() if state is bad else set()
        )
        assert set(outcome.changed) == (mended.keys() if state is mended else set()), ending
        found = reasons(store)
        assert found.keys() == (bad.keys() if state is bad else set())
        assert all(why[path] in reason for path, reason in found.items()), found
        assert dump(store) == expected[id(state)]
        assert "good.txt" in store.nodes("Document", ["path"])["path"]


def test_rows_about_unknown_cultures_are_left_out_and_named(store: Store, tmp_path: Path) -> None:
    rows = [("Ottoman", "a"), ("Nobodians", "b"), ("Nobodians", "c")]
    outcome = ingest(store, lay(tmp_path, {"u.csv": table("name,descent", rows)}))
    assert outcome.added == ("u.csv",)
    assert store.nodes("Culture", ["name"])["name"] == ["Ottoman"]
    [remarks] = store.nodes("Document", ["remarks"])["remarks"]
    assert len(remarks) == 1
    assert "2 values of 'Nobodians' left out" in remarks[0]


def test_one_bad_file_in_a_batch_takes_no_other_with_it(store: Store, tmp_path: Path) -> None:
    files = {f"{i}.txt": SENTENCES[i].encode() for i in range(4)} | {"2b.txt": b"\x00"}
    for batch in (1, 100):
        empty(store)
        outcome = ingest(store, lay(tmp_path, files), batch=batch)
        assert len(outcome.added) == 4
        assert store.counts()["Document"] == 4
