from dataclasses import replace

import numpy as np
import pytest

from gnn.bundle import GraphBundle
from gnn.evaluation.leak import leaks
from gnn.pooling import pool
from gnn.shape import Shape
from gnn.train import learn, train
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

BUNDLE = synthetic(16, 0, modalities=("audio", "traits"), absent=0.0, families=8)


def _without(bundle: GraphBundle, value: float) -> GraphBundle:
    """Column 0 is not known of the first facet, column 1 not of its first item."""
    items = bundle.items["audio"]
    vectors, own = items.vectors.copy(), items.facets[0, items.facets[1] == 0]
    vectors[own, 0] = value
    vectors[own[0], 1] = value
    return replace(bundle, items={"audio": replace(items, vectors=vectors)})


def test_a_facet_is_the_mean_of_what_is_known_of_its_items() -> None:
    whole, lost = (pool(each)["audio"].x for each in (BUNDLE, _without(BUNDLE, np.nan)))
    items = BUNDLE.items["audio"]
    own = items.facets[0, items.facets[1] == 0]
    assert np.isnan(lost[0, 0])
    assert np.isclose(lost[0, 1], items.vectors[own[1:], 1].mean(), atol=1e-6)
    assert np.array_equal(np.delete(lost, (0, 1), 1), np.delete(whole, (0, 1), 1))
    assert np.array_equal(lost[1:], whole[1:])


@pytest.mark.parametrize("kind", ["mean", "attention"])
def test_what_is_not_known_of_an_item_teaches_nothing(kind: str) -> None:
    config = TrainConfig(shape=Shape(8, pool=kind), steps=2, every=2, folds=0, form="network")
    one, other = (train(_without(BUNDLE, value), config) for value in (np.nan, np.inf))
    assert np.isfinite(one.embeddings).all()
    assert one.embeddings.tobytes() == other.embeddings.tobytes()


def test_learning_alone_keeps_what_training_keeps() -> None:
    config = TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2)
    kept, trained = learn(BUNDLE, config), train(BUNDLE, config).kept
    assert trained is not None
    assert (kept.config, kept.columns, len(kept.states)) == (
        trained.config, trained.columns, len(trained.states),
    )  # fmt: skip
    for one, other in zip(kept.states, trained.states, strict=True):
        assert all(np.array_equal(one[name].numpy(), other[name].numpy()) for name in one)


def test_a_trait_computed_from_items_is_seen_through_what_is_missing() -> None:
    bundle = synthetic(40, 0, modalities=("audio", "traits"), absent=0.0, families=8)
    items = bundle.items["audio"]
    vectors = items.vectors.copy()
    vectors[items.facets[0], 3] = bundle.traits.values[items.facets[1], 0]
    made = replace(bundle, items={"audio": replace(items, vectors=vectors)})
    assert any(
        "seems computed from audio (column 3)" in each for each in leaks(_without(made, np.nan))
    )
