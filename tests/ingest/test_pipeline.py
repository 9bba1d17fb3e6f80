"""What `ingest` does with a folder: progress, outcome, nothing written twice, no silent loss."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import describe, ingest, preview
from kg.errors import ManifestError, Unreadable
from kg.lookup import look_up
from kg.store import Store
from kg.theme import themes
from kg.transaction import Transaction
from tests.graph import dump
from tests.ingest.folders import SENTENCES, lay, matrix, picture, table

FILES = {
    **{f"{i}.txt": sentence.encode() for i, sentence in enumerate(SENTENCES)},
    "a.csv": table("name,key,lat,lon,region", [("Ottoman", "1", "40", "29", "Anatolia")]),
    "t.csv": table("key,descent,year", [("1", "patrilineal", "1850")]),
    "v.npy": matrix(1),
    "v.txt": b"Ottoman",
    "p.png": picture(200),
    "empty.txt": b"",
}


class Counting(Store):
    """A store that counts its write transactions."""

    writes = 0

    def write(self, work: Callable[[Transaction], Any]) -> Any:
        self.writes += 1
        return super().write(work)


@pytest.fixture
def counting(store: Store) -> Counting:
    return Counting(store._driver, store._database, store._dialect)


def test_the_outcome_says_what_became_of_each_file(store: Store, tmp_path: Path) -> None:
    outcome = ingest(store, lay(tmp_path, FILES))
    assert set(outcome.added) == FILES.keys() - {"empty.txt", "v.txt"}
    assert (outcome.changed, outcome.unchanged) == ((), 0)
    assert describe(outcome)["set_aside"] == {"empty.txt": "The file is empty."}
    (tmp_path / "0.txt").write_text("Ojibwa.")
    outcome = ingest(store, tmp_path)
    assert (outcome.added, outcome.changed) == ((), ("0.txt",))
    assert outcome.unchanged == len(FILES) - 3
    assert [notice.path for notice in outcome.still_aside] == ["empty.txt"]


def test_a_renamed_file_is_told_as_such_and_a_copy_is_not(store: Store, tmp_path: Path) -> None:
    ingest(store, lay(tmp_path, FILES))
    (tmp_path / "0.txt").rename(tmp_path / "new.txt")
    shutil.copy(tmp_path / "1.txt", tmp_path / "copy.txt")
    (tmp_path / "empty.txt").rename(tmp_path / "void.txt")
    would = preview(store, tmp_path, prune=True)
    assert dict(would.renamed)["0.txt"] == "new.txt"
    outcome = ingest(store, tmp_path, prune=True)
    assert outcome.renamed == (("0.txt", "new.txt"),)
    assert (outcome.added, outcome.removed) == (("copy.txt",), ("empty.txt",))
    assert [notice.path for notice in outcome.set_aside] == ["void.txt"]
    assert describe(outcome)["renamed"] == {"0.txt": "new.txt"}


def test_a_second_run_writes_nothing(counting: Counting, tmp_path: Path) -> None:
    ingest(counting, lay(tmp_path, FILES))
    before, counting.writes = dump(counting), 0
    outcome = ingest(counting, tmp_path)
    assert counting.writes == 0
    assert (outcome.added, outcome.changed, outcome.set_aside) == ((), (), ())
    assert outcome.unchanged == len(FILES) - 2  # one is set aside, one is named by another
    assert dump(counting) == before


def test_a_changed_file_costs_its_own_batch_only(counting: Counting, tmp_path: Path) -> None:
    ingest(counting, lay(tmp_path, FILES))
    counting.writes = 0
    (tmp_path / "0.txt").write_text("Ojibwa.")
    ingest(counting, tmp_path, batch=1)
    assert counting.writes <= 2


def test_progress_reaches_the_end(store: Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    ingest(store, lay(tmp_path, FILES), batch=4, progress=lambda *step: seen.append(step))
    total = len(FILES) - 1
    assert [done for done, _, _ in seen] == [*range(4, total, 4), total]
    assert {step[1] for step in seen} == {total}


def test_two_sources_with_the_same_paths_are_two(store: Store, tmp_path: Path) -> None:
    files = {"0.txt": SENTENCES[0].encode()}
    for source in ("one", "two"):
        ingest(store, lay(tmp_path / source, files), source=source)
    assert sorted(store.nodes("Document", ["source"])["source"]) == ["one", "two"]


def test_a_table_that_refers_to_another_is_read_again_with_it(store: Store, tmp_path: Path) -> None:
    ingest(store, lay(tmp_path, {"t.csv": FILES["t.csv"]}))
    assert store.counts()["Unreadable"] == 1
    outcome = ingest(store, lay(tmp_path, {"a.csv": FILES["a.csv"]}))
    assert outcome.changed == ("t.csv",)
    assert (store.counts()["Unreadable"], store.counts()["HAS_TRAIT"]) == (0, 1)


def test_the_themes_of_a_trait_are_those_of_its_table(store: Store, tmp_path: Path) -> None:
    ingest(store, lay(tmp_path, {path: FILES[path] for path in ("a.csv", "t.csv")}))
    found = store.read("MATCH (:Trait)-[:ABOUT]->(t:Theme) RETURN t.name AS name")
    assert found == [{"name": "Kinship"}]
    called = [look_up(name, themes(store), what="theme")["name"] for name in ("belief", "müzik")]
    assert called == ["Worship", "Music"]


def test_a_culture_that_a_table_codes_twice_keeps_the_first_and_it_is_said(
    store: Store, tmp_path: Path
) -> None:
    rows = [("Ottoman", "a"), ("Osmanlı", "b"), ("Ojibwa", "c")]
    ingest(store, lay(tmp_path, {"u.csv": table("name,descent", rows)}))
    assert sorted(store.edges("HAS_TRAIT", "Culture", "Trait", ["code"])["code"]) == ["a", "c"]
    [remarks] = store.nodes("Document", ["remarks"])["remarks"]
    assert len(remarks) == 1
    assert "1 values of 'Osmanlı' left out" in remarks[0]


def test_a_broken_manifest_stops_before_anything_is_written(
    counting: Counting, tmp_path: Path
) -> None:
    lay(tmp_path, FILES)
    (tmp_path / "umran.yaml").write_text("files: [{match: '*', colour: red}]")
    with pytest.raises(ManifestError, match="colour"):
        ingest(counting, tmp_path)
    shutil.rmtree(tmp_path)
    with pytest.raises(Unreadable, match="not a folder"):
        ingest(counting, tmp_path)
    assert counting.writes == 0
