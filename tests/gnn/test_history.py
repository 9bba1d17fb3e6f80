"""Law 6 under any sequence of writes, restores and removals; runs beside each other; newcomers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gnn.align import towards_current
from gnn.comparison import compare
from gnn.export import export
from gnn.kept import encode, load_kept, save_kept
from gnn.neighbour import cosines
from gnn.newcomer import embed
from gnn.runs import current, find_run, finished, list_runs, remove, restore, run_uid, write_back
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import CheckpointRefused, NotFound
from kg.similar import similar
from kg.store import Store
from tests.gnn.graph import CULTURES, fill
from tests.gnn.test_runs import orphans, trained
from tests.graph import empty

TINY = TrainConfig(
    shape=Shape(8), steps=2, every=2, folds=2, inner=2, grouping="culture", adapters=2, members=2
)
acts = st.lists(
    st.tuples(st.sampled_from(["write", "restore", "remove"]), st.integers(0, 2)), max_size=7
)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=acts)
def test_one_run_is_current_whatever_is_done(
    store: Store, sequence: Sequence[tuple[str, int]]
) -> None:
    empty(store)
    fill(store, order=range(3))
    bundle = export(store)
    known: set[str] = set()
    expected = ""
    for act, seed in sequence:
        training = trained(bundle, seed)
        run = run_uid(bundle, training.config)
        if act == "write":
            assert write_back(store, bundle, training) == run
            known, expected = known | {run}, run
        elif run in known and act == "restore":
            restore(store, run)
            expected = run
        elif run in known:
            remove(store, run)
            known, expected = known - {run}, "" if expected == run else expected
        assert {each.uid for each in list_runs(store)} == known
        assert [each.uid for each in list_runs(store) if each.current] == [expected] * bool(
            expected
        )
        assert orphans(store) == (0, 0)


def test_a_later_run_is_turned_to_the_current_one(store: Store) -> None:
    fill(store)
    bundle = export(store)
    first = trained(bundle, 0)
    run = write_back(store, bundle, first)
    rng = np.random.default_rng(5)
    turn = np.linalg.qr(rng.normal(size=(8, 8)))[0]
    moved = (first.embeddings @ turn).astype(np.float32)
    later = replace(first, embeddings=moved, config=replace(first.config, seed=1))
    found = towards_current(store, bundle, later, run=run_uid(bundle, later.config))
    assert found is not None
    aligned = later.turned(*found)
    assert np.allclose(aligned.embeddings, first.embeddings, atol=1e-5)
    assert np.allclose(cosines(aligned.embeddings), cosines(moved), atol=1e-6)
    second = write_back(store, bundle, aligned)
    rows = store.read("MATCH (r:Run {uid: $run}) RETURN r.aligned AS aligned", run=second)
    assert rows == [{"aligned": run}]
    report = compare(store, find_run(store, run), find_run(store, "current"))
    assert report["config"] == {"train.seed": [0, 1]}
    assert report["cultures"] == len(CULTURES)
    assert report["correlation"] == pytest.approx(1, abs=1e-3)
    assert report["nearest"] == 1.0
    with pytest.raises(NotFound, match="no run"):
        find_run(store, "zzz")


def test_a_culture_that_came_later_is_placed_without_training(store: Store, tmp_path: Path) -> None:
    fill(store, order=range(5))
    bundle = export(store)
    training = train(bundle, TINY)
    assert training.kept is not None
    run = write_back(store, bundle, training)
    path = tmp_path / "run.ckpt"
    save_kept(training.kept, path)
    kept = load_kept(path)
    assert np.allclose(encode(kept, bundle), training.embeddings, atol=1e-6)
    assert encode(kept, bundle).tobytes() == encode(training.kept, bundle).tobytes()
    before = similar(store, "Ottoman")
    with pytest.raises(NotFound, match="too little of Mongol"):
        similar(store, "Mongol")
    fill(store, order=[5])
    info = current(store)
    assert info is not None
    found = embed(store, export(store), info, kept)
    assert found.cultures == ("Mongol",)
    assert len(similar(store, "Mongol")) == 5
    assert similar(store, "Ottoman") == before
    assert finished(store, run) is not None
    assert embed(store, export(store), info, kept).cultures == ()
    other = replace(kept, encoders=dict(kept.encoders) | {"text": "other 3"})
    with pytest.raises(CheckpointRefused, match="other 3"):
        encode(other, bundle)
    with pytest.raises(NotFound, match="not kept on this machine"):
        load_kept(tmp_path / "none.ckpt")
