"""Laws 3 and 4 from the store to the vectors, on both stores: what is absent has no influence, and
the same graph gives the same bits, in whatever order it was written."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gnn.export import export
from gnn.inputs import inputs_of
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig, Training
from kg.store import Store
from tests.gnn.graph import fill
from tests.gnn.untrained import encode, encoder
from tests.graph import empty

WIDTH = 8
TINY = TrainConfig(
    shape=Shape(WIDTH), steps=2, every=2, folds=2, inner=2, grouping="culture", pairs=16
)
few = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 1_000)
orders = st.permutations(range(6))


def trained(store: Store, seed: int, order: Sequence[int]) -> Training:
    empty(store)
    fill(store, seed=seed, order=order)
    return train(export(store), TINY)


@few
@given(seed=seeds, order=orders)
def test_the_same_graph_gives_the_same_bits(
    embedded_store: Store, seed: int, order: list[int]
) -> None:
    _are_the_same(*(trained(embedded_store, seed, each) for each in (range(6), order)))


@few
@given(seed=seeds, one=orders, other=orders)
def test_both_stores_give_the_same_bits(
    embedded_store: Store, neo4j_store: Store, seed: int, one: list[int], other: list[int]
) -> None:
    _are_the_same(trained(embedded_store, seed, one), trained(neo4j_store, seed, other))


def _are_the_same(one: Training, other: Training) -> None:
    assert one.embeddings.tobytes() == other.embeddings.tobytes()
    assert one.report() == other.report()


@pytest.mark.parametrize("modality", ["image", "audio"])
@few
@given(seed=seeds)
def test_pictures_that_are_masked_are_as_if_the_graph_had_none(
    store: Store, modality: str, seed: int
) -> None:
    empty(store)
    fill(store, seed=seed)
    whole = inputs_of(export(store))
    nowhere = whole.mask | {modality: torch.zeros_like(whole.mask[modality])}
    store.write(
        lambda tx: tx.run("MATCH (m:Media {modality: $name}) DETACH DELETE m", name=modality)
    )
    without = inputs_of(export(store))
    assert modality not in without.x
    model = encoder(whole, seed, width=WIDTH, labels=11)
    masked = replace(whole, mask=nowhere)
    assert torch.equal(encode(model, masked).fused, encode(model, without).fused)


@few
@given(seed=seeds)
def test_a_culture_without_pictures_sounds_and_traits_has_a_finite_vector(
    store: Store, seed: int
) -> None:
    empty(store)
    fill(store, seed=seed)
    store.write(lambda tx: tx.run("MATCH (m:Media) DETACH DELETE m"))
    store.write(lambda tx: tx.run("MATCH (:Culture)-[r:HAS_TRAIT]->(:Trait) DELETE r"))
    found = train(export(store), TINY)
    assert found.known.all()
    assert np.isfinite(found.embeddings).all()
    assert np.allclose(np.linalg.norm(found.embeddings, axis=1), 1, atol=1e-5)
