"""Texts larger than what is read at once: nothing lost, memory that does not grow with them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import SourceFile
from ingest.parts import documents
from ingest.pipeline import ingest
from ingest.read import stream
from ingest.read.grid import Remarks
from ingest.read.stream import portions_of
from kg.errors import Unreadable
from kg.store import Store
from tests.graph import empty

Put = Callable[..., SourceFile]
LINE = "Osmanlı'da camiler çoğaldı ve çeşmeler yapıldı.\n"
HEAD = "---\ntitle: Uzun\nculture: Ottoman\n---\n"
READ = """
import resource, sys
from pathlib import Path
from ingest.document import Metadata, SourceFile
from ingest.read.stream import portions_of
file = SourceFile("s", "a.txt", Path(sys.argv[1]), "", "", Metadata())
next(portions_of(file, longest=200_000))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
letters = sum(len(portion.text) for portion in portions_of(file, longest=200_000))
print(letters, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LIMIT", 1_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_all_words_come_in_order_under_the_head(put: Put, encoding: str) -> None:
    lines = [f"{i}. {LINE}" + "\n" * (i % 7 == 0) for i in range(99)]
    file = put("a.txt", (HEAD + "".join(lines).replace("\n", "\r\n")).encode(encoding))
    found = list(portions_of(file, longest=400))
    assert len(found) > 9
    assert all(0 < len(each.text) <= 400 for each in found)
    assert "".join("".join(each.text for each in found).split()) == "".join("".join(lines).split())
    assert [each.metadata.title for each in found[:2]] == ["Uzun (1)", "Uzun (2)"]
    assert {each.metadata.cultures for each in found} == {("Ottoman",)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((LINE * 99).encode() + b"\xff", "not UTF-8"),
        ((LINE * 99).encode("iso8859-9"), "not UTF-8"),
        (b"%PDF" + LINE.encode() * 99, "PDF"),
        (bytes(9_999), "NUL"),
        (b"\n" * 9_999, "no text"),
    ],
)
def test_what_is_no_text_is_refused(put: Put, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(documents(put("a.txt", content), Remarks()))


def test_what_breaks_in_the_middle_leaves_nothing(embedded_store: Store, tmp_path: Path) -> None:
    empty(embedded_store)
    (tmp_path / "a.txt").write_bytes((LINE * 99).encode() + b"\xff")
    outcome = ingest(embedded_store, tmp_path)
    assert [each.path for each in outcome.set_aside] == ["a.txt"]
    assert embedded_store.counts()["Document"] == embedded_store.counts()["Passage"] == 0
    (tmp_path / "a.txt").write_text(LINE * 99)
    assert ingest(embedded_store, tmp_path).changed == ("a.txt",)
    assert len(set(embedded_store.nodes("Document", ["work"])["work"])) == 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((LINE * 100 + "\n").encode() * 2_500)
    size = path.stat().st_size >> 20
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    letters, grown = map(int, done.stdout.split())
    assert letters > 10_000_000
    assert grown < size / 2
