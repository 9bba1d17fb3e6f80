"""Laws 3 and 4 from the store to the vectors, on both stores: what is absent has no influence, and
the same graph gives the same bits, in whatever order it was written."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gnn.closed_form import fit_closed_form
from gnn.export import export
from gnn.inputs import Inputs, inputs_of
from gnn.model import CultureEncoder, Shape
from gnn.train import train
from gnn.training import TrainConfig, Training
from kg.store import Store
from tests.gnn.graph import fill
from tests.graph import empty

WIDTH = 8
TINY = TrainConfig(width=WIDTH, steps=2, every=2, folds=2, inner=2, grouping="culture", pairs=16)
few = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 1_000)
orders = st.permutations(range(6))


def trained(store: Store, seed: int, order: Sequence[int]) -> Training:
    empty(store)
    fill(store, seed=seed, order=order)
    return train(export(store), TINY)


def encoder(inputs: Inputs, seed: int) -> CultureEncoder:
    """An encoder whose branches say something, as after training."""
    rows = np.ones(len(inputs.strata), bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=WIDTH, rows=rows)
    torch.manual_seed(seed)
    model = CultureEncoder(closed, Shape(WIDTH, labels=11, residual=1.0))
    for branch in model.branches.values():
        torch.nn.init.normal_(branch.out.weight)
    return model.eval()


def fused(model: CultureEncoder, inputs: Inputs) -> torch.Tensor:
    with torch.no_grad():
        strata = torch.from_numpy(inputs.strata)
        return model(inputs.x, inputs.mask, strata, inputs.graph).fused


@few
@given(seed=seeds, order=orders)
def test_the_same_graph_gives_the_same_bits(store: Store, seed: int, order: list[int]) -> None:
    one, other = trained(store, seed, range(6)), trained(store, seed, order)
    assert one.embeddings.tobytes() == other.embeddings.tobytes()
    assert one.report() == other.report()


@few
@given(seed=seeds)
def test_both_stores_give_the_same_bits(
    embedded_store: Store, neo4j_store: Store, seed: int
) -> None:
    one, other = (trained(store, seed, range(6)) for store in (embedded_store, neo4j_store))
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
    model = encoder(whole, seed)
    masked = replace(whole, mask=nowhere)
    assert torch.equal(fused(model, masked), fused(model, without))


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
