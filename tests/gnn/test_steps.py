"""Every option of a training step does what it says, on a small bundle."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from api.asked import asked
from gnn.bundle import GraphBundle
from gnn.closed_form import fit_closed_form
from gnn.curriculum import Curriculum
from gnn.fit import Task, fit
from gnn.inputs import inputs_of
from gnn.objective.balance import balance
from gnn.objective.target import Target
from gnn.objective.weights import Weights
from gnn.shape import Shape
from gnn.stage import stage_at
from gnn.step import Fitting
from gnn.training import PRESETS, STAGES, TrainConfig
from kg.errors import CheckpointRefused, SettingsError
from tests.gnn.synthetic import synthetic

ALL_ON = Weights(
    across=1, views=1, links=1, reconstruction=1, targets=1, themes=1, place=1, kin=0.5, hard=1,
    balance=True,
)  # fmt: skip
SMALL = TrainConfig(shape=Shape(8), steps=10, warm=0)


@pytest.fixture(scope="module")
def bundle() -> GraphBundle:
    return synthetic(8, 2, size=8, families=3)


def task(bundle: GraphBundle, config: TrainConfig) -> Task:
    inputs, rows = inputs_of(bundle), np.ones(bundle.size, bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=8, rows=rows)
    pairs = np.array([[0, 1], [2, 3], [1, 4]], np.int64)
    target = Target("t", "drawn by hand", "0", pairs, np.array([0.9, -0.5, 0.1], np.float32))
    return Task(bundle, inputs, closed, rows, config, target)


def built(bundle: GraphBundle, config: TrainConfig) -> Fitting:
    torch.set_num_threads(1)
    fitting = Fitting(task(bundle, config), 0)
    with torch.random.fork_rng(devices=[]):
        fitting.build()
    return fitting


def test_all_objectives_together_go_down(bundle: GraphBundle) -> None:
    fitting = built(bundle, replace(SMALL, weights=ALL_ON, steps=14, lr=1e-2))
    losses = [fitting.learn(step) for step in range(14)]
    names = {"across", "views", "links", "reconstruction", "targets", "themes", "place"}
    assert set(losses[0]) == names
    assert np.isfinite([list(each.values()) for each in losses]).all()
    for name in ("reconstruction", "themes", "place"):  # contrasts may lose to seven others
        first, last = (np.mean([each[name] for each in part]) for part in (losses[:3], losses[-3:]))
        assert last < first, name


@pytest.mark.parametrize("name", ["across", "views"])
def test_a_contrast_alone_goes_down(bundle: GraphBundle, name: str) -> None:
    alone = replace(Weights(across=0, reconstruction=0), **{name: 1.0})
    config = replace(SMALL, weights=alone, shape=Shape(8, residual=1.0, dropout=0.0), lr=1e-2)
    fitting = built(bundle, replace(config, steps=15, noise=0.0, variable_dropout=0.0))
    losses = [fitting.learn(step)[name] for step in range(15)]
    assert np.mean(losses[-3:]) < np.mean(losses[:3])


@pytest.mark.parametrize("kind", ["mse", "huber", "cosine"])
def test_declared_similarities_are_approached(bundle: GraphBundle, kind: str) -> None:
    weights = Weights(across=0, reconstruction=0, targets=1, target_loss=kind)
    config = replace(SMALL, weights=weights, shape=Shape(8, residual=1.0, dropout=0.0), lr=1e-2)
    fitting = built(bundle, replace(config, steps=15, noise=0.0, variable_dropout=0.0))
    losses = [fitting.learn(step)["targets"] for step in range(15)]
    assert losses[-1] < 0.8 * losses[0]


def test_what_is_switched_off_is_not_computed(bundle: GraphBundle) -> None:
    off = Weights(across=0, reconstruction=0, place=1)
    assert set(built(bundle, replace(SMALL, weights=off)).learn(0)) == {"place"}
    nothing = built(bundle, replace(SMALL, weights=replace(off, place=0)))
    assert nothing.learn(0) == {}


def test_frozen_groups_do_not_move_by_a_bit(bundle: GraphBundle) -> None:
    fitting = built(bundle, replace(SMALL, stages=STAGES, weight_decay=0.5))

    def branches() -> dict[str, dict[str, torch.Tensor]]:
        parts = fitting.model.branches.items()
        return {n: {k: v.clone() for k, v in b.state_dict().items()} for n, b in parts}

    def moved(before: dict[str, dict[str, torch.Tensor]]) -> set[str]:
        now = branches()
        return {n for n in now if any(not torch.equal(v, before[n][k]) for k, v in now[n].items())}

    seen = []
    for step in range(10):
        before = branches()
        fitting.learn(step)
        seen.append((stage_at(fitting.config, step).name, moved(before)))
    others = {"image", "audio", "traits"}
    assert seen[:3] == [("align", others)] * 3
    assert seen[3:5] == [("warm", set())] * 2
    assert seen[5:] == [("all", others | {"text"})] * 5
    wrong = replace(STAGES[0], share=1.0, frozen=("txt",))
    fitting = built(bundle, replace(SMALL, stages=(wrong,)))
    with pytest.raises(SettingsError, match="no group 'txt'"):
        fitting.learn(0)


def test_a_running_average_follows_slowly_and_is_what_speaks(bundle: GraphBundle) -> None:
    plain, slow = (built(bundle, replace(SMALL, lr=0.05, ema=ema)) for ema in (0.0, 0.99))
    start = plain.speak()["fused"]
    for step in range(5):
        plain.learn(step)
        slow.learn(step)
    assert torch.equal(plain.model.state_dict()["branches.text.out.weight"],
                       slow.model.state_dict()["branches.text.out.weight"])  # fmt: skip
    distances = [float((each.speak()["fused"] - start).norm()) for each in (plain, slow)]
    assert 0 < distances[1] < distances[0]


def test_gradients_of_branches_become_alike() -> None:
    branches = {name: torch.nn.Linear(2, 2, bias=False) for name in ("a", "b", "c")}
    for size, name in ((1.0, "a"), (4.0, "b")):
        branches[name].weight.grad = torch.full((2, 2), size)
    factors = balance(branches)
    assert factors == {"a": pytest.approx(2.0), "b": pytest.approx(0.5)}
    assert torch.allclose(branches["a"].weight.grad, branches["b"].weight.grad)
    assert branches["c"].weight.grad is None


def test_a_step_is_never_longer_than_the_clip(bundle: GraphBundle) -> None:
    fitting = built(bundle, replace(SMALL, clip=1e-3))
    fitting.learn(0)
    squares = [p.grad.square().sum() for p in fitting.learned if p.grad is not None]
    assert float(torch.stack(squares).sum().sqrt()) <= 1.001e-3


def test_a_curriculum_goes_theme_by_theme_with_replay(bundle: GraphBundle) -> None:
    config = replace(SMALL, themes=("T0001", "t0000"), replay=0.5)
    strata = torch.from_numpy(bundle.facets.theme + 1)
    course = Curriculum(config, bundle.themes, strata)
    torch.manual_seed(0)
    assert torch.equal(course.rows(0), strata == 2)
    later = course.rows(9)
    assert later[strata == 1].all()
    assert 0 < int(later[strata == 2].sum()) < int((strata == 2).sum())
    assert not later[strata == 0].any()


def test_a_configuration_is_read_back_exactly() -> None:
    odd = replace(PRESETS["osmanli"], weights=ALL_ON, themes=("worship",), ema=0.9, target="x")
    for config in (TrainConfig(), odd, *PRESETS.values()):
        assert TrainConfig.of(json.loads(json.dumps(config.as_dict()))) == config
    with pytest.raises(CheckpointRefused, match="no option 'sail'"):
        TrainConfig.of(TrainConfig().as_dict() | {"sail": 1})
    with pytest.raises(SettingsError, match="shares"):
        TrainConfig(stages=STAGES[:1])
    with pytest.raises(SettingsError, match="weight views"):
        Weights(views=-1)


def test_a_fusion_with_weights_has_something_to_learn_from() -> None:
    joint = TrainConfig(Shape(fusion="joint"))
    assert joint.taught().weights.views > 0
    placed = replace(joint, weights=Weights(place=1))
    assert placed.taught() == placed
    assert TrainConfig().taught() == TrainConfig()
    assert asked("", {}, "", ["shape.fusion=joint"]) == joint.taught()
    assert asked("", {}, "", ["weights.views=0", "shape.fusion=joint"]) == joint


@pytest.mark.parametrize("skip", ["sum", "concat"])
def test_branches_may_be_wider_inside(bundle: GraphBundle, skip: str) -> None:
    shape = Shape(8, inner=("16", "text=12"), skip=skip, conv="gatv2")
    assert (shape.inside("text"), shape.inside("audio"), Shape(8).inside("text")) == (12, 16, 8)
    inputs, rows = inputs_of(bundle), np.ones(bundle.size, bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=8, rows=rows)
    task = Task(bundle, inputs, closed, rows, TrainConfig(shape, steps=2, every=1, warm=0))
    found = fit(task, [0, 2], members=1)
    assert found.states[0]["branches.text.norm.weight"].shape == (12,)
    for name, token in found.spoken[2].tokens.items():
        assert token.shape == (bundle.size, 8)
        assert not np.array_equal(token, found.spoken[0].tokens[name])
    for wrong in ("wide", "text=0", "10"):
        with pytest.raises(SettingsError):
            Shape(8, inner=(wrong,))


@pytest.mark.parametrize("name", list(PRESETS))
def test_presets_run(bundle: GraphBundle, name: str) -> None:
    preset = replace(PRESETS[name], steps=1, every=1)
    inputs, rows = inputs_of(bundle), np.ones(bundle.size, bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=preset.shape.width, rows=rows)
    found = fit(Task(bundle, inputs, closed, rows, preset), [0, 1], members=1)
    assert found.spoken[1].fused.shape == (bundle.size, preset.shape.width)
    assert np.isfinite(found.spoken[1].fused).all()
    assert set(found.losses[0]) == {"across", "reconstruction", "views"}
