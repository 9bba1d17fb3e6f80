"""Law 6: runs do not mix."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gnn.bundle import GraphBundle
from gnn.export import export
from gnn.runs import current, finished, list_runs, remove, restore, run_uid, write_back
from gnn.shape import Shape
from gnn.similar import distances
from gnn.training import TrainConfig, Training
from kg.errors import NotFound, StoreError
from kg.similar import similar
from kg.store import Store
from kg.transaction import Transaction
from tests.gnn.graph import CULTURES, fill
from tests.graph import dump


def trained(bundle: GraphBundle, seed: int = 0) -> Training:
    """Any training will do: what is written does not depend on how it was learned."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(bundle.size, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Training(
        config=TrainConfig(seed=seed, shape=Shape(8), neighbours=3),
        embeddings=vectors.astype(np.float32),
        known=np.ones(bundle.size, bool),
        step=0,
        curve={0: 0.5},
        metrics={"auc": 0.5},
        baselines={"PCA": {"auc": 0.5}},
        verdict="Too few.",
    )


@pytest.fixture
def bundle(store: Store) -> GraphBundle:
    fill(store)
    return export(store)


def orphans(store: Store) -> tuple[int, int]:
    """Facets and SIMILAR_TO without a Run."""
    runs = [row["uid"] for row in store.read("MATCH (r:Run) RETURN r.uid AS uid")]
    facets = store.read("MATCH (f:Facet) RETURN f.run AS run")
    edges = store.read("MATCH ()-[r:SIMILAR_TO]->() RETURN r.run AS run")
    lost = [sum(row["run"] not in runs for row in rows) for rows in (facets, edges)]
    return lost[0], lost[1]


def test_a_run_is_written_once(store: Store, bundle: GraphBundle) -> None:
    training = trained(bundle)
    run = write_back(store, bundle, training)
    before = dump(store)
    assert write_back(store, bundle, training) == run == run_uid(bundle, training.config)
    assert dump(store) == before
    info = current(store)
    assert info is not None
    assert (info.uid, info.seed, info.snapshot) == (run, 0, bundle.snapshot)
    assert info.metrics["verdict"] == "Too few."
    assert store.counts()["Facet"] == bundle.size


def test_a_new_run_replaces_the_old_one_which_can_be_restored(
    store: Store, bundle: GraphBundle
) -> None:
    first = write_back(store, bundle, trained(bundle, 0))
    old = similar(store, "Ojibwa")
    second = write_back(store, bundle, trained(bundle, 1))
    assert first != second
    assert similar(store, "Ojibwa") != old
    assert [run.current for run in list_runs(store)].count(True) == 1
    restore(store, first)
    assert similar(store, "Ojibwa") == old
    assert write_back(store, bundle, trained(bundle, 1)) == second  # there already: made current
    info = current(store)
    assert info is not None
    assert info.uid == second


def test_a_removed_run_leaves_nothing(store: Store, bundle: GraphBundle) -> None:
    before = dump(store)
    first = write_back(store, bundle, trained(bundle, 0))
    one = dump(store)
    second = write_back(store, bundle, trained(bundle, 1))
    remove(store, second)
    assert current(store) is None
    restore(store, first)
    assert dump(store) == one
    remove(store, first)
    assert dump(store) == before
    for call in (restore, remove):
        with pytest.raises(NotFound, match="no run"):
            call(store, first)


class Killed(Exception):
    """The process is gone."""


class Mortal(Store):
    """A store whose process dies before its nth write."""

    def __init__(self, store: Store, lives: int) -> None:
        self.__dict__.update(store.__dict__)
        self.lives = lives

    def write(self, work: Callable[[Transaction], Any]) -> Any:
        if not self.lives:
            raise Killed
        self.lives -= 1
        return super().write(work)


@pytest.mark.parametrize("again", [0, 1])
def test_a_kill_at_any_write_is_invisible_and_healed(
    store: Store, bundle: GraphBundle, again: int
) -> None:
    first = write_back(store, bundle, trained(bundle, 7))
    answer, died = similar(store, "Ojibwa"), 0
    for lives in range(20):
        try:
            write_back(Mortal(store, lives), bundle, trained(bundle, 0))
        except Killed:
            died += 1
            assert [run.uid for run in list_runs(store)] == [first]
            assert similar(store, "Ojibwa") == answer
            assert orphans(store) == (0, 0)
        else:
            break
        if again:  # another training comes instead
            other = write_back(store, bundle, trained(bundle, 1))
            assert {run.uid for run in list_runs(store)} == {first, other}
            assert orphans(store) == (0, 0)
            remove(store, other)
            restore(store, first)
    assert died >= 5
    facets = store.read("MATCH (f:Facet) RETURN count(f) AS n")[0]["n"]
    assert facets == 2 * bundle.size


def test_a_graph_that_changed_meanwhile_is_noticed(store: Store, bundle: GraphBundle) -> None:
    first = write_back(store, bundle, trained(bundle, 0))
    query = "MATCH (c:Culture {name: 'Inca'}) DETACH DELETE c"
    store.write(lambda tx: tx.run(query))
    with pytest.raises(StoreError, match="train again"):
        write_back(store, bundle, trained(bundle, 1))
    info = current(store)
    assert info is not None
    assert info.uid == first
    assert finished(store, run_uid(bundle, trained(bundle, 1).config)) is None


def test_neighbours_are_the_nearest_by_cosine(store: Store, bundle: GraphBundle) -> None:
    training = trained(bundle)
    write_back(store, bundle, training)
    for theme in ("all", "worship"):
        table = distances(store, theme)
        own = table.names.index("Sámi")
        order = np.argsort(table.matrix[own], kind="stable")
        expected = [table.names[i] for i in order if i != own][:3]
        found = similar(store, "sami", theme=theme)
        assert [each.name for each in found] == expected
        assert [each.rank for each in found] == [1, 2, 3]
        for each in found:
            distance = table.matrix[own, table.names.index(each.name)]
            assert each.score == pytest.approx(1 - distance, abs=1e-6)
            assert each.sources >= 2
    assert len(similar(store, "Sámi", k=2)) == 2


def test_names_in_any_spelling(store: Store, bundle: GraphBundle) -> None:
    write_back(store, bundle, trained(bundle))
    assert similar(store, "OSMANLI") == similar(store, "ottoman")
    assert similar(store, "ottoman", theme="Mimari") == similar(
        store, "Ottoman", theme="architecture"
    )
    with pytest.raises(NotFound, match="Did you mean Ojibwa"):
        similar(store, "Ojibwe")
    with pytest.raises(NotFound, match="Did you mean worship"):
        similar(store, "Ojibwa", theme="warship")
    with pytest.raises(NotFound, match="no theme"):
        distances(store, "x")


def test_distances_are_a_metric_table(store: Store, bundle: GraphBundle) -> None:
    write_back(store, bundle, trained(bundle))
    table = distances(store)
    assert table.names == tuple(sorted(CULTURES))
    assert np.array_equal(table.matrix, table.matrix.T)
    assert not np.diagonal(table.matrix).any()


def test_before_the_first_run(store: Store, bundle: GraphBundle) -> None:
    assert current(store) is None
    assert list_runs(store) == []
    with pytest.raises(NotFound, match="umran train"):
        similar(store, "Ottoman")


def test_a_facet_of_which_nothing_is_known_is_near_nobody(
    store: Store, bundle: GraphBundle
) -> None:
    training = trained(bundle)
    own = bundle.facets.culture == bundle.cultures.name.index("Inca")
    known = training.known & ~own
    vectors = np.where(known[:, None], training.embeddings, 0).astype(np.float32)
    write_back(store, bundle, replace(training, known=known, embeddings=vectors))
    with pytest.raises(NotFound, match="too little of Inca"):
        similar(store, "Inca")
    assert "Inca" not in distances(store).names
