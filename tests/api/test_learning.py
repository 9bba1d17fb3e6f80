"""What was learned, while the documents change under it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from api.learning import learn
from api.report import report
from gnn.runs import current, list_runs
from gnn.shape import Shape
from gnn.similar import distances
from gnn.training import TrainConfig
from ingest.pipeline import ingest
from kg.errors import NotFound
from kg.similar import similar
from kg.store import Store
from tests.gnn.graph import fill
from tests.graph import empty

EXAMPLES = Path(__file__).parents[2] / "examples"
CULTURES = ("inca", "mongol", "ojibwa", "ottoman", "persian", "yoruba")
TINY = TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2, pairs=32)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Some of the English texts of the examples."""
    for name in CULTURES:
        shutil.copy(EXAMPLES / "texts" / f"{name}-en.md", tmp_path)
    return tmp_path


def test_a_corrected_text_keeps_what_was_learned(store: Store, texts: Path) -> None:
    ingest(store, texts)
    learn(store, TINY)
    before = similar(store, "Inca"), distances(store).matrix.tobytes(), store.counts()
    path = texts / "inca-en.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nOne more sentence.\n", encoding="utf-8")
    ingest(store, texts)
    after = similar(store, "Inca"), distances(store).matrix.tobytes(), store.counts()
    assert after[:2] == before[:2]
    for name in ("Facet", "OF", "SIMILAR_TO"):
        assert after[2][name] == before[2][name]
    shown = report(store)
    assert {"report.html", "distances.png", "network.png", "tree.png"} <= shown.files.keys()
    page = shown.files["report.html"].decode()
    assert "Only 6 cultures" in page
    assert page.count("<tr><td><strong>") == 6


def test_a_run_whose_culture_left_and_came_back_is_learned_again(store: Store, texts: Path) -> None:
    ingest(store, texts)
    first = learn(store, TINY)
    before = similar(store, "Inca"), store.counts()
    path = texts / "inca-en.md"
    kept = path.read_text(encoding="utf-8")
    path.unlink()
    ingest(store, texts, prune=True)
    with pytest.raises(NotFound, match="Inca"):
        similar(store, "Inca")
    assert len(distances(store).names) == 5
    hanging = "MATCH (f:Facet) WHERE NOT (f)-[:OF]->() RETURN count(f) AS n"
    assert store.read(hanging) == [{"n": 0}]
    path.write_text(kept, encoding="utf-8")
    ingest(store, texts)
    again = learn(store, TINY)
    assert (again.run, again.new) == (first.run, True)
    assert (similar(store, "Inca"), store.counts()) == before
    assert [run.current for run in list_runs(store)] == [True]
    assert learn(store, TINY).new is False
    with pytest.raises(NotFound, match="smell"):
        learn(store, replace(TINY, themes=("worship", "smell")))
    info = current(store)
    assert info is not None
    assert info.uid == first.run


def test_themes_are_learned_in_turn_by_any_of_their_names(embedded_store: Store) -> None:
    empty(embedded_store)
    fill(embedded_store)
    turkish = learn(embedded_store, replace(TINY, themes=("mimari", "ibadet")))
    english = learn(embedded_store, replace(TINY, themes=("architecture", "worship")))
    assert (english.run, turkish.new, english.new) == (turkish.run, True, False)
