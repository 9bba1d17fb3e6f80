"""Attention over periods: no look into the future, and no trouble with unknown dates."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from gnn.inputs import Inputs, inputs_of
from gnn.model.temporal import Temporal
from gnn.shape import GRAPHS, Shape
from tests.gnn.synthetic import synthetic
from tests.gnn.untrained import encode, encoder

WIDTH = 8
NAN = float("nan")
SPANS = ((1300, 1399), (1400, 1499), (NAN, NAN), (1600, NAN))


def moments(years: list[float]) -> tuple[Tensor, Tensor]:
    size = len(years)
    return torch.tensor(years), torch.cartesian_prod(torch.arange(size), torch.arange(size)).T


def spoken(kind: str) -> Temporal:
    torch.manual_seed(0)
    found = Temporal(Shape(WIDTH, temporal=kind)).eval()
    torch.nn.init.normal_(found.scale)
    return found


def test_years_that_are_nearer_are_heard_more() -> None:
    temporal = spoken("both")
    year, index = moments([1500.0, 1510.0, 1900.0])
    same = torch.ones(3, WIDTH)
    edges, weight = temporal.attention(same, year, index)
    to_first = weight[edges[1] == 0]
    assert to_first[0] > to_first[1] > to_first[2]
    assert float(to_first.sum().detach()) == pytest.approx(1)


@pytest.mark.parametrize("kind", ["both", "causal"])
@pytest.mark.parametrize("years", [[1500.0], [torch.nan] * 3, [1500.0, torch.nan, 1600.0]])
def test_unknown_dates_are_no_trouble(kind: str, years: list[float]) -> None:
    temporal = spoken(kind)
    year, index = moments(years)
    x = torch.randn(len(years), WIDTH, requires_grad=True)
    found = temporal(x, year, index)
    found.square().sum().backward()
    assert found.isfinite().all()
    assert x.grad is not None
    assert x.grad.isfinite().all()
    assert all(p.grad is None or p.grad.isfinite().all() for p in temporal.parameters())


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 50), fusion=st.sampled_from(["mean", "joint"]))
def test_the_past_does_not_know_the_future(seed: int, fusion: str) -> None:
    """Whatever changes in 1600 and later, and in what has no date, changes nothing before."""
    inputs = inputs_of(synthetic(5, 2, periods=4, spans=SPANS, seed=seed), graphs=GRAPHS)
    shape = {"temporal": "causal", "fusion": fusion, "graphs": GRAPHS, "conv": "gatv2"}
    model = encoder(inputs, seed, width=WIDTH, labels=2, **shape)
    torch.nn.init.normal_(model.temporal.scale)
    year = inputs.graph.year
    later = ~(year < 1500)
    assert later.any()
    assert (~later).any()
    x = {name: torch.where(later[:, None], each + 3, each) for name, each in inputs.x.items()}
    before, after = encode(model, inputs), encode(model, _renewed(inputs, x))
    assert torch.allclose(before.fused[~later], after.fused[~later], atol=1e-6)
    assert not torch.allclose(before.fused[later], after.fused[later], atol=1e-3)


def _renewed(inputs: Inputs, x: dict[str, Tensor]) -> Inputs:
    """As if exported again: the edges between facets are made anew."""
    return replace(inputs, x=x).only(np.ones(len(inputs.strata), bool))


def test_without_years_the_encoder_gives_finite_vectors() -> None:
    inputs = inputs_of(synthetic(4, 1, periods=2))
    assert inputs.graph.year.isnan().all()
    for kind in ("both", "causal"):
        model = encoder(inputs, 0, width=WIDTH, labels=2, temporal=kind)
        torch.nn.init.normal_(model.temporal.scale)
        assert encode(model, inputs).fused.isfinite().all()
