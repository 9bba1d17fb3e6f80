from dataclasses import replace

import numpy as np
import pytest

from gnn.bundle import GraphBundle
from gnn.kept import encode, load_kept, save_kept
from gnn.ladder.form import Form, fit_form
from gnn.ladder.recipe import Recipe, bag
from gnn.ladder.rung import BAG, CCA, LEARNED, RIDGE, RUNGS, SINGLE, START, asked, climb
from gnn.ladder.stored import form_of, plain_form
from gnn.ladder.view import View, Views, views_of
from gnn.pooling import pool
from gnn.retrieval import Ranks, ask, questions, unit
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import SettingsError
from tests.gnn.synthetic import synthetic

ALONE = [rung.recipes for rung in (CCA[1], RIDGE, *SINGLE)]
FAST = TrainConfig(shape=Shape(12), steps=2, every=2, folds=2)


def _views(bundle: GraphBundle) -> Views:
    return views_of(bundle, pool(bundle), bundle.facets.theme + 1)


def _auc(form: Form, views: Views, bundle: GraphBundle, held: np.ndarray) -> float:
    tokens = form(views)
    mask = {name: view.mask for name, view in views.items()}
    wide = np.ones(bundle.size, bool)
    one, other = tokens
    asked_of = [q for q in questions(mask, bundle.facets.theme + 1, wide, held) if q.target == one]
    found = ask(lambda q: tokens[other][q.rows] @ tokens[one][q.rows].T, asked_of,
                bundle.facets.culture)  # fmt: skip
    return float(found.auc.mean())


@pytest.mark.parametrize("recipes", [*ALONE, bag()], ids=lambda each: each[0].name)
def test_every_form_finds_cultures_that_it_has_not_seen(recipes: tuple[Recipe, ...]) -> None:
    bundle = synthetic(60, 1, modalities=("audio", "traits"), absent=0.1)
    views, held = _views(bundle), bundle.facets.culture >= 40
    form = fit_form(views, recipes, rows=~held, width=32)
    assert _auc(form, views, bundle, held) > 0.75


@pytest.mark.parametrize("recipes", [*ALONE, bag()], ids=lambda each: each[0].name)
def test_what_is_absent_or_held_out_has_no_influence(recipes: tuple[Recipe, ...]) -> None:
    bundle = synthetic(20, 1, modalities=("audio", "traits"), absent=0.4)
    views, held = _views(bundle), bundle.facets.culture >= 14
    plain = fit_form(views, recipes, rows=~held, width=8)(views)
    spoiled = {
        name: replace(view, x=np.where((view.mask & ~held)[:, None], view.x, np.nan))
        for name, view in views.items()
    }
    sets = spoiled["audio"].sets
    assert sets is not None
    vectors = sets.vectors.copy()
    vectors[sets.item[held[sets.unit]]] = np.inf
    spoiled["audio"] = replace(spoiled["audio"], sets=replace(sets, vectors=vectors))
    found = fit_form(spoiled, recipes, rows=~held, width=8)(spoiled)
    for name, tokens in plain.items():
        there = views[name].mask
        assert np.isfinite(found[name]).all()
        assert not tokens[~there].any()
        assert np.array_equal(found[name][there & ~held], tokens[there & ~held])


def test_cosines_of_a_bag_are_its_averaged_similarities() -> None:
    bundle = synthetic(40, 1, modalities=("audio", "traits"), absent=0.0)
    views, rows = _views(bundle), np.ones(bundle.size, bool)
    singles = [fit_form(views, [recipe], rows=rows)(views) for recipe in bag()]
    mean = np.mean([each["audio"] @ each["traits"].T for each in singles], 0)
    short = fit_form(views, bag(), rows=rows, width=64)(views)
    cosines = unit(short["audio"]) @ unit(short["traits"]).T
    assert np.corrcoef(mean.ravel(), cosines.ravel())[0, 1] > 0.98


def test_a_modality_that_nobody_has_yet_gives_nothing() -> None:
    bundle = synthetic(12, 1, modalities=("audio", "traits"), absent=0.0)
    views = dict(_views(bundle))
    nobody = View(np.zeros((bundle.size, 4), np.float32), np.zeros(bundle.size, bool),
                  bundle.facets.theme + 1)  # fmt: skip
    views["image"] = nobody
    form = fit_form(views, bag(), rows=np.ones(bundle.size, bool), width=8)
    tokens = form(views)
    assert tokens["image"].shape == tokens["audio"].shape
    assert not tokens["image"].any()


def test_a_form_that_was_stored_gives_the_same_bits() -> None:
    views = _views(bundle := synthetic(12, 1))
    form = fit_form(views, bag(), rows=np.ones(bundle.size, bool), width=8)
    one, other = form(views), form_of(plain_form(form))(views)
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


def _ranks(auc: list[float]) -> Ranks:
    size = np.full(len(auc), 11)
    return Ranks(np.arange(len(auc)), 1 + 10 * (1 - np.array(auc)), size)


def test_the_best_closed_form_is_used_and_the_simplest_of_equals() -> None:
    block = [str(i) for i in range(8)]
    even, better = [0.5, 0.6] * 4, [0.8, 0.9] * 4
    found = {"closed form": _ranks(even), "bag": _ranks(better)}
    assert climb(found, (START, BAG), block).rung is BAG
    found["bag"] = _ranks(even)
    assert climb(found, (START, BAG), block).rung is START


def test_a_network_has_to_beat_what_stands() -> None:
    block = [str(i) for i in range(8)]
    even, better, wild = [0.5, 0.6] * 4, [0.8, 0.9] * 4, [0.1, 1.0, 0.1, 1.0, 0.9, 0.7, 0.4, 0.5]
    found = {"closed form": _ranks(even), "network": _ranks(better)}
    won = climb(found, (START, LEARNED), block)
    assert won.rung is LEARNED
    assert "beats closed form by +0.300" in won.why
    # all in one family: nothing can be told
    assert climb(found, (START, LEARNED), ["one"] * 8).rung is START
    found["network"] = _ranks(wild)  # better on average, by luck
    lost = climb(found, (START, LEARNED), block)
    assert lost.rung is START
    assert "no network beats it" in lost.why


def test_what_is_asked_for() -> None:
    assert asked("auto", learned=True) == RUNGS
    assert LEARNED not in asked("auto", learned=False)
    assert asked("CCA 0.3", learned=True) == (CCA[1],)
    with pytest.raises(SettingsError, match="form is 'mast'"):
        TrainConfig(form="mast")


@pytest.mark.parametrize("form", ["bag", "bag and network 0.5"])
def test_a_training_keeps_its_form(tmp_path_factory: pytest.TempPathFactory, form: str) -> None:
    bundle = synthetic(24, 1, modalities=("audio", "traits"), families=8)
    training = train(bundle, replace(FAST, form=form, folds=0, inner=0))
    assert training.report()["ladder"]["used"] == form
    assert training.kept is not None
    path = tmp_path_factory.mktemp("kept") / "run.ckpt"
    save_kept(training.kept, path)
    assert encode(load_kept(path), bundle).tobytes() == training.embeddings.tobytes()


def test_training_says_what_it_uses_and_why() -> None:
    bundle = synthetic(24, 1, modalities=("audio", "traits"), families=8)
    training = train(bundle, FAST)
    ladder = training.report()["ladder"]
    assert training.metrics["auc"] > 0.6
    assert set(ladder["auc"]) == {rung.name for rung in RUNGS}
    assert ladder["sentence"].startswith(f"{ladder['used']} is used (AUC ")
