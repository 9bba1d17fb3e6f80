"""A zip file is a folder: its texts, pictures and tables, its manifest, and its limits."""

import io
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ingest.document import Metadata, SourceFile
from ingest.parts import documents
from ingest.pipeline import ingest
from ingest.read import archive
from ingest.read.grid import Remarks
from kg.errors import Unreadable
from kg.store import Store
from tests.graph import dump
from tests.ingest.folders import picture, table

Put = Callable[..., SourceFile]


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return stream.getvalue()


TEXT = "Osmanlı'da camiler çoğaldı. The Ojibwa build a wigwam.".encode()
MANIFEST = b"""
files:
  - {match: "*.png", culture: Ottoman}
  - match: a.csv
    table: {kind: cultures, name: name, key: name}
  - match: t.csv
    table: {kind: traits, culture: name, keys: a.csv}
"""
FILES = {
    "umran.yaml": MANIFEST,
    "deep/a.txt": TEXT,
    "p.png": picture(99),
    "a.csv": table("name", [("Wakandan",)]),
    "t.csv": table("name,descent", [("Wakandan", "b")]),
    "c.jsonl": b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}',
    "bad.png": picture(99)[:60],
}


def test_what_is_inside_comes_in_by_its_own_manifest(store: Store, tmp_path: Path) -> None:
    whole = zipped(FILES)
    (tmp_path / "all.zip").write_bytes(whole)
    ingest(store, tmp_path, source="test")
    first = dump(store)
    parts = set(store.nodes("Document", ["part"])["part"])
    assert parts == {"deep/a.txt", "p.png", "a.csv", "t.csv", "c.jsonl#1", "c.jsonl#2"}
    [remarks] = store.nodes("Collection", ["remarks"])["remarks"]
    assert [remark.partition(":")[0] for remark in remarks] == ["bad.png"]
    assert store.counts()["HAS_TRAIT"] == 1
    assert store.nodes("Media", ["uri"])["uri"] == ["test/all.zip/p.png"]
    (tmp_path / "all.zip").write_bytes(zipped({"deep/a.txt": TEXT}))
    ingest(store, tmp_path, source="test")
    assert store.nodes("Document", ["part"])["part"] == ["deep/a.txt"]
    (tmp_path / "all.zip").write_bytes(whole)
    ingest(store, tmp_path, source="test")
    assert dump(store) == first


def test_what_is_said_of_the_archive_holds_for_all_in_it(put: Put) -> None:
    known = Metadata(title="All", cultures=("Inca",), year_from=1500, licence="CC0")
    inside = {"a.txt": TEXT, "b.md": b"---\nculture: Ojibwa\nyear: 1900\n---\nText."}
    found = list(documents(put("all.zip", zipped(inside), metadata=known), Remarks()))
    said = {part.part: document.metadata for part, document in found}
    assert said["a.txt"].cultures == ("Inca",)
    assert (said["a.txt"].span, said["a.txt"].title) == ((1500, 1500), "a")
    assert said["b.md"].cultures == ("Ojibwa",)
    assert (said["b.md"].span, said["b.md"].licence) == ((1900, 1900), "CC0")


def test_names_and_links_that_lead_out_are_left_out(put: Put, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO(zipped({"../out.txt": TEXT, "/root.txt": TEXT, "in.txt": TEXT}))
    with zipfile.ZipFile(stream, "a") as out:
        out.writestr(link, "/etc/passwd")
    remarks = Remarks()
    found = list(documents(put("x/all.zip", stream.getvalue()), remarks))
    assert [part.part for part, _ in found] == ["in.txt"]
    assert [remark.split("'")[1] for remark in remarks.said] == [
        "../out.txt",
        "/root.txt",
        "link.txt",
    ]
    assert not (tmp_path / "out.txt").exists()


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 no zip", "damaged"),
        (zipped({"a.txt": TEXT})[:-30], "damaged"),
        (zipped({"a.exe": b"x"}), "nothing that can be read"),
        (zipped({"b.zip": zipped({"a.txt": TEXT})}), "archive within an archive"),
        (zipped({"umran.yaml": b"colour: red", "a.txt": TEXT}), "manifest"),
        (zipped({"a.txt": bytes(2_000_000)}), "unpacks to more"),
        (locked(), "password"),
    ],
)
def test_what_cannot_be_opened_says_why(put: Put, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(documents(put("all.zip", content), Remarks()))


def test_all_together_have_a_limit(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ALL", 100)
    with pytest.raises(Unreadable, match="more than"):
        list(documents(put("all.zip", zipped({f"{i}.txt": TEXT for i in range(9)})), Remarks()))
    monkeypatch.setattr(archive, "MEMBERS", 3)
    with pytest.raises(Unreadable, match="9 files"):
        list(documents(put("all.zip", zipped({f"{i}.txt": TEXT for i in range(9)})), Remarks()))


def test_the_reason_does_not_say_where_it_was_unpacked(put: Put) -> None:
    """It is kept in the graph, which is to be the same after each build."""
    file = put("a.zip", zipped({"umran.yaml": b"a: &a [x]", "a.txt": TEXT}))
    with pytest.raises(Unreadable, match=r"Its manifest: umran\.yaml, line 1"):
        list(documents(file, Remarks()))
