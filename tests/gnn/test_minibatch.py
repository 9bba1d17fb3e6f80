from dataclasses import replace

import numpy as np
import pytest
import torch

from gnn.bundle import GraphBundle
from gnn.closed_form import fit_closed_form
from gnn.fit import Task, fit
from gnn.inputs import inputs_of
from gnn.memory import seeds_of
from gnn.minibatch import Parts
from gnn.objective.weights import Weights
from gnn.shape import GRAPHS, Shape
from gnn.step import encoder_of
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

SHAPE = Shape(8, graphs=GRAPHS, fusion="joint", temporal="both", pool="attention")
WEIGHTS = Weights(views=0.5, links=0.5, themes=0.5, place=0.5)


@pytest.fixture(scope="module")
def bundle() -> GraphBundle:
    return synthetic(12, 2, size=6, periods=2, families=3, spans=((1500, 1600), (1600, 1700)))


def _task(bundle: GraphBundle, shape: Shape, seeds: int) -> Task:
    inputs, rows = inputs_of(bundle, graphs=shape.graphs), np.ones(bundle.size, bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=shape.width, rows=rows)
    config = TrainConfig(shape, WEIGHTS, steps=2, every=1, warm=1)
    return Task(bundle, inputs, closed, rows, config, seeds=seeds)


@pytest.mark.parametrize("conv", ["sage", "gatv2", "none"])
def test_with_all_neighbours_a_part_says_of_its_seeds_what_the_whole_says(
    bundle: GraphBundle, conv: str
) -> None:
    task = _task(bundle, replace(SHAPE, conv=conv), 0)
    model, inputs = encoder_of(task).eval(), task.inputs
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    standard = model.standardise(inputs.x, inputs.mask, torch.from_numpy(inputs.strata))
    projected = model.project(standard)
    whole = model.encode(projected, inputs.mask, inputs.graph).fused
    parts = Parts(inputs.graph, task.config.shape, seeds=7, fan=-1)
    met = []
    for part in parts.cut(torch.ones(bundle.size, dtype=torch.bool), 3):
        own = {name: each[part.facets] for name, each in projected.items()}
        found = model.encode(own, part.masked(inputs.mask), part.graph).fused
        seeds = part.facets[: part.seeds]
        assert torch.allclose(found[: part.seeds], whole[seeds], atol=1e-5)
        met += seeds.tolist()
    assert sorted(met) == list(range(bundle.size))


def test_mini_batches_learn_every_objective_and_repeat_to_the_bit(bundle: GraphBundle) -> None:
    task = _task(bundle, SHAPE, 16)
    one, other = (fit(task, [0, 2], members=1) for _ in "ab")
    assert np.array_equal(one.spoken[2].fused, other.spoken[2].fused)
    assert not np.array_equal(one.spoken[2].fused, one.spoken[0].fused)
    assert set(one.losses[0]) == {"across", "reconstruction", "views", "links", "themes", "place"}
    assert all(np.isfinite(value) for value in one.losses[1].values())


def test_what_fits_is_learned_whole(bundle: GraphBundle, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, config = inputs_of(bundle), TrainConfig()
    assert seeds_of(inputs, config) == 0
    assert seeds_of(inputs, replace(config, seeds=5)) == 5
    monkeypatch.setattr("os.sysconf", lambda name: 100)  # a machine of 10,000 bytes
    assert seeds_of(inputs, config) == 1_024
