from dataclasses import replace

import numpy as np
import pytest

from gnn.curve import best_step
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import NotFound
from tests.gnn.synthetic import synthetic

FAST = TrainConfig(shape=Shape(16), steps=6, every=3, members=1, folds=2)


def test_same_seed_same_bits() -> None:
    bundle = synthetic(10, 2)
    one, other = train(bundle, FAST), train(bundle, FAST)
    assert np.array_equal(one.embeddings, other.embeddings)
    assert one.report() == other.report()


def test_embeddings_are_finite_and_of_unit_length() -> None:
    bundle = synthetic(10, 2, absent=0.6)
    training = train(bundle, FAST)
    assert training.embeddings.shape == (bundle.size, 16)
    assert training.embeddings.dtype == np.float32
    length = np.linalg.norm(training.embeddings, axis=1)
    assert np.allclose(length[training.known], 1, atol=1e-5)
    assert not length[~training.known].any()


def test_modalities_with_a_common_structure_find_each_other() -> None:
    training = train(synthetic(24, 2), FAST)
    assert training.metrics["auc"] > 0.8
    assert set(training.baselines) == {
        "raw", "PCA", "masked mean", "geography only", "CCA", "ridge",
    }  # fmt: skip
    assert training.baselines["geography only"]["auc"] < 0.65


def test_modalities_without_one_do_not() -> None:
    training = train(synthetic(40, 2, signal=0.0), FAST)
    assert 0.4 < training.metrics["auc"] < 0.6
    assert not training.verdict.startswith("The model beats")


def test_training_that_hurts_is_not_used() -> None:
    harmful = replace(FAST, form="network", lr=3.0, shape=Shape(16, residual=5.0), temperature=5.0)
    training = train(synthetic(20, 2), harmful)
    assert training.step == 0
    closed = train(synthetic(20, 2), replace(FAST, steps=0, form="network"))
    assert np.array_equal(training.embeddings, closed.embeddings)
    assert any("step 0" in note for note in training.notes)


def test_the_earliest_of_the_best_steps_is_chosen() -> None:
    assert best_step({0: 0.5, 10: 0.7, 20: 0.7}) == 10
    assert best_step({0: 0.5, 10: 0.5}) == 0
    assert best_step({}) == 0


def test_one_modality_gives_the_closed_form_and_says_so() -> None:
    training = train(synthetic(8, 2, modalities=("text",)), FAST)
    assert training.step == 0
    assert training.embeddings.any(axis=1).all()
    assert "only one modality (text)" in training.notes[0]
    assert training.verdict.startswith("Nothing to compare")


def test_traits_alone_are_enough() -> None:
    training = train(synthetic(8, 2, modalities=("traits",)), FAST)
    assert training.known.mean() > 0.9


def test_progress_ends_at_its_total() -> None:
    seen: list[tuple[int, int]] = []
    train(synthetic(10, 1), FAST, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]


def test_nothing_to_learn_from() -> None:
    with pytest.raises(NotFound, match="nothing to embed"):
        train(synthetic(4, 1, modalities=()), FAST)
