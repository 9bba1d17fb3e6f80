"""A source owns its documents: by its name, wherever its folder lies."""

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kg.errors import SourceTaken
from kg.store import Store


def folder(root: Path, text: str) -> Path:
    root.mkdir(parents=True)
    (root / "a.txt").write_text(text, encoding="utf-8")
    return root


def test_two_folders_of_one_name_do_not_replace_each_other(store: Store, tmp_path: Path) -> None:
    one = folder(tmp_path / "one" / "texts", "The Ojibwa build a wigwam.")
    other = folder(tmp_path / "other" / "texts", "The Yoruba carve doors.")
    ingest(store, one)
    with pytest.raises(SourceTaken, match="--source"):
        ingest(store, other)
    assert store.nodes("Document", ["text"])["text"] == ["The Ojibwa build a wigwam."]
    ingest(store, other, source="carvings")
    assert store.counts()["Document"] == 2
    assert sorted(store.nodes("Source", ["name"])["name"]) == ["carvings", "texts"]


def test_a_source_moves_with_its_folder_when_it_is_named(store: Store, tmp_path: Path) -> None:
    text = "The Ojibwa build a wigwam."
    ingest(store, folder(tmp_path / "here" / "texts", text))
    there = folder(tmp_path / "there" / "texts", text)
    outcome = ingest(store, there, source="texts")
    assert (outcome.added, outcome.changed, outcome.unchanged) == ((), (), 1)
    assert ingest(store, there).unchanged == 1
    assert store.nodes("Source", ["folder"])["folder"] == [str(there)]


def test_a_source_that_was_renamed_is_not_in_the_graph_twice_unsaid(
    store: Store, tmp_path: Path
) -> None:
    here = folder(tmp_path / "here", "The Ojibwa build a wigwam.")
    ingest(store, folder(tmp_path / "other", "The Yoruba carve doors."))
    assert ingest(store, here).notices == ()
    moved = here.rename(tmp_path / "there")
    for source in (None, "named"):
        [notice] = ingest(store, moved, source=source).notices[:1]
        assert notice.path == "here"
        assert "--source here --allow-empty" in notice.reason
    assert ingest(store, moved).notices == ()
    (tmp_path / "empty").mkdir()
    for name in ("here", "there"):
        ingest(store, tmp_path / "empty", source=name, prune=True, allow_empty=True)
    assert sorted(store.nodes("Document", ["source"])["source"]) == ["named", "other"]
