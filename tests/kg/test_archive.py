"""Archives that are damaged or hostile are refused before anything is written."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.archive import Writer
from kg.errors import ArchiveBroken
from kg.restore import restore
from kg.store import Store
from tests.graph import empty
from tests.kg.test_backup import saved_graph

Members = dict[str, bytes]


def _remade(file: Path, change: Callable[[Members], None], *, sealed: bool = True) -> None:
    """The archive with changed members, its manifest made to fit by who knows how."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(members.pop("manifest.json"))
    change(members)
    with file.open("wb") as out, Writer(out) as writer:
        for name, text in members.items():
            writer.write(name, map(json.loads, text.splitlines()))
        if sealed:
            writer.seal(**{name: about[name] for name in ("made", "umran", "store")})


def _line(part: str, row: Any) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        members[part] = members.get(part, b"") + json.dumps(row).encode() + b"\n"

    return change


CULTURES, LINKS = "nodes/Culture.jsonl", "edges/SIMILAR_TO.jsonl"
END = ["Culture", "c0"]
DAMAGES = {
    "label": _line("nodes/Nothing.jsonl", {"uid": "x"}),
    "mark": _line("nodes/Restoration.jsonl", {"uid": "x", "rows": 5}),
    "traversal": _line("../../nodes/Culture.jsonl", {"uid": "x"}),
    "absolute": _line("/etc/passwd", {"uid": "x"}),
    "no uid": _line(CULTURES, {"name": "x"}),
    "no object": _line(CULTURES, [1]),
    "huge number": _line(CULTURES, {"uid": "x", "n": 2**63}),
    "not finite": _line(CULTURES, {"uid": "x", "n": float("inf")}),
    "unknown kind": _line(CULTURES, {"uid": "x", "n": {"apoc.run": "x"}}),
    "injection": _line(CULTURES, {"uid": "x", "n` = 1 DELETE n //": {"date": "2026-01-01"}}),
    "no vector": _line(CULTURES, {"uid": "x", "n": {"f32": "AAA"}}),
    "deep list": _line(CULTURES, {"uid": "x", "n": [[1]]}),
    "no ends": _line(LINKS, {"from": END, "properties": {}}),
    "wrong end": _line(LINKS, {"from": END, "to": ["Theme", "x"], "properties": {}}),
    "more": _line(LINKS, {"from": END, "to": END, "properties": {}, "more": 1}),
}


@pytest.fixture(scope="module")
def archive(embedded_store: Store, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    saved_graph(embedded_store, file := tmp_path_factory.mktemp("whole") / "graph.umran")
    empty(embedded_store)
    return file.read_bytes()


@pytest.fixture
def file(archive: bytes, tmp_path: Path) -> Path:
    (tmp_path / "graph.umran").write_bytes(archive)
    return tmp_path / "graph.umran"


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_archive_with_strange_contents_is_refused_whole(
    embedded_store: Store, file: Path, damage: str
) -> None:
    _remade(file, DAMAGES[damage])
    with pytest.raises(ArchiveBroken):
        restore(embedded_store, file)
    assert not embedded_store.read("MATCH (n) RETURN n LIMIT 1")


def _bomb(file: Path) -> None:
    bomb = b'{"uid": "' + b"a" * 100_000_000 + b'"}\n'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        part = {"name": CULTURES, "rows": 1, "bytes": len(bomb), "sha256": "0"}
        about = {"format": "umran-backup", "version": 1, "parts": [part], "nodes": 1, "edges": 0}
        about |= dict.fromkeys(("made", "umran", "store", "digest"), "")
        out.writestr(CULTURES, bomb)
        out.writestr("manifest.json", json.dumps(about))


def _manifest(file: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members["manifest.json"]
    members["manifest.json"] = members["manifest.json"].replace(old, new, 1)
    with zipfile.ZipFile(file, "w") as out:
        for name, text in members.items():
            out.writestr(name, text)


BREAKS: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "missing": Path.unlink,
    "no zip": lambda file: file.write_bytes(b"PK\x03\x04" + b"x" * 99),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "a bit": lambda file: file.write_bytes(_flipped(file.read_bytes(), 200)),
    "not sealed": lambda file: _remade(file, lambda members: None, sealed=False),
    "bomb": _bomb,
    "version": lambda file: _manifest(file, b'"version": 1', b'"version": 2'),
    "format": lambda file: _manifest(file, b"umran-backup", b"other-backup"),
    "longer": lambda file: _manifest(file, b'"bytes": ', b'"bytes": 1'),
    "negative": lambda file: _manifest(file, b'"bytes": ', b'"bytes": -'),
    "hash": lambda file: _manifest(file, b'"sha256": "', b'"sha256": "0'),
    "part": lambda file: _manifest(file, b"nodes/Culture", b"nodes/Belief"),
    "deep": lambda file: _manifest(file, b'"made": ', b'"more": ' + b"[" * 99_999 + b'"made": '),
}


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("kind", BREAKS)
def test_a_damaged_file_is_told_of(embedded_store: Store, file: Path, kind: str) -> None:
    BREAKS[kind](file)
    with pytest.raises(ArchiveBroken):
        restore(embedded_store, file)
    assert not embedded_store.read("MATCH (n) RETURN n LIMIT 1")
