"""Law 1 while the folder is being worked on: files change and go in the middle of an ingest."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import Outcome, ingest
from kg.store import Store
from tests.graph import dump, empty

OLD, NEW = "The Ojibwa build wigwams.", "The Yoruba carve doors."


def archive(words: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in ("1.txt", "2.txt", "3.txt"):
            made.writestr(name, words)
    return stream.getvalue()


def lay(root: Path, words: str) -> Path:
    """A corpus, texts and an archive that all say these words."""
    root.mkdir(exist_ok=True)
    record = json.dumps({"id": "1", "text": words})
    (root / "0.txt").write_text("The Ottoman mosque has a dome.")
    (root / "c.jsonl").write_text(record + "\n" + record.replace('"1"', '"2"'))
    (root / "t.txt").write_text(words)
    (root / "z.zip").write_bytes(archive(words))
    return root


def during(store: Store, root: Path, path: str, change: Callable[[], object]) -> Outcome:
    """Ingest, and change something when the file at `path` has been written, or begun to be."""
    due = [change]

    def progress(done: int, total: int, at: str) -> None:
        if at.startswith(path) and due:
            due.pop()()

    return ingest(store, root, source="test", batch=1, prune=True, progress=progress)


def fresh(store: Store, root: Path) -> object:
    empty(store)
    ingest(store, root, source="test")
    return dump(store)


def test_what_changes_before_it_is_read_and_is_changed_back(store: Store, tmp_path: Path) -> None:
    root = lay(tmp_path / "texts", OLD)
    done = during(store, root, "0.txt", lambda: lay(root, NEW))
    assert done.set_aside == ()
    lay(root, OLD)
    ingest(store, root, source="test")
    assert dump(store) == fresh(store, root)


def test_what_changes_while_it_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members of an archive and records are what they are; the rest of a text may be another's."""
    monkeypatch.setattr("ingest.parts.LONGEST", 40)
    root = lay(tmp_path / "texts", OLD)
    long, other = root / "l.txt", f"{NEW}\n\n" * 3
    long.write_text(f"{OLD}\n\n" * 3)
    done = during(store, root, "l.txt", lambda: long.write_text(other))
    assert [each.path for each in done.set_aside] == ["l.txt"]
    assert "changed while it was read" in done.set_aside[0].reason
    done = during(store, root, "l.txt", lambda: (root / "z.zip").write_bytes(archive(NEW)))
    assert (done.changed, done.set_aside) == (("l.txt",), ())
    during(store, lay(root, NEW), "z.zip", lambda: (root / "z.zip").write_bytes(archive(OLD)))
    during(store, lay(root, OLD), "c.jsonl", lambda: lay(root, NEW))
    lay(root, OLD)
    assert ingest(store, root, source="test").set_aside == ()
    assert dump(store) == fresh(store, root)


def test_what_is_gone_for_a_moment_comes_back(store: Store, tmp_path: Path) -> None:
    root = lay(tmp_path / "texts", OLD)
    done = during(store, root, "0.txt", (root / "t.txt").unlink)
    assert [each.path for each in done.set_aside] == ["t.txt"]
    lay(root, OLD)
    ingest(store, root, source="test")
    assert dump(store) == fresh(store, root)
