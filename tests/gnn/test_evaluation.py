"""Held-out attributes, leak checks and the evaluation as a whole, on bundles of a known truth."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gnn.bundle import ALL, GraphBundle
from gnn.evaluation.affinity import affinities
from gnn.evaluation.attribute import attributes
from gnn.evaluation.embedding import Embeddings
from gnn.evaluation.evaluate import Evaluation, evaluate
from gnn.evaluation.fastrp import fastrp
from gnn.evaluation.leak import leaks
from gnn.evaluation.link import reciprocal_ranks, split
from gnn.evaluation.macro import chosen, counts, macro_f1
from gnn.evaluation.measures import Plan
from gnn.evaluation.missing import fused
from gnn.evaluation.neighbours import neighbours, themes_of
from gnn.evaluation.nested import f1, nested
from gnn.evaluation.part import parts
from gnn.evaluation.predictor import Problem, predictors
from gnn.evaluation.reseed import seed_distance
from gnn.evaluation.triplet import agreement, right, triplets
from gnn.facet import edges
from gnn.shape import Shape
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

PLAN = Plan(2, 1, TrainConfig(shape=Shape(8), steps=0, inner=2, form="network"))
WHO = np.arange(40)


@cache
def world(signal: float = 1.0) -> GraphBundle:
    return synthetic(40, 1, families=10, signal=signal, absent=0.0, modalities=("text", "traits"))


def problem(bundle: GraphBundle) -> Problem:
    return Problem(affinities(bundle), attributes(bundle))


@pytest.mark.parametrize("apart", [False, True])
def test_a_part_never_learns_from_kin_or_from_the_region(apart: bool) -> None:
    cultures = replace(world().cultures, region=tuple(f"region {i % 5}" for i in range(40)))
    found = parts(cultures, WHO, 3, apart=apart, seed=0)
    assert sorted(np.concatenate([part.test for part in found])) == list(range(40))
    for part in found:
        assert not {cultures.family[c] for c in part.test} & {cultures.family[c] for c in part.fold}
        assert set(part.train) <= set(part.fold)
        if apart:
            near = {cultures.region[c] for c in part.test}
            assert not near & {cultures.region[c] for c in part.train}


def test_predictions_do_not_see_what_they_predict() -> None:
    """Codes of the held-out fold are changed: what is predicted of it stays, to the bit."""
    own = problem(world())
    parts_of = parts(world().cultures, WHO, 2, apart=False, seed=0)
    fold = parts_of[0].test
    hot = own.attributes.hot.copy()
    hot[fold] = np.roll(hot[fold], 1, axis=0)
    spoiled = replace(own, attributes=replace(own.attributes, hot=hot))
    for method in predictors(own.affinities):
        one, other = (
            nested(method, each, WHO, number=2, apart=False, seed=0).scores
            for each in (own, spoiled)
        )
        assert np.array_equal(one[fold], other[fold]), method.name


@pytest.mark.parametrize("form", ["ridge", "network"])
def test_an_embedding_does_not_see_traits_of_the_held_out(form: str) -> None:
    bundle = synthetic(12, 1, families=6, modalities=("text", "traits"), absent=0.0)
    spoiled = replace(bundle, traits=replace(bundle.traits, values=bundle.traits.values.copy()))
    rows = bundle.facets.culture >= 8
    spoiled.traits.values[rows] = 1 - spoiled.traits.values[rows]
    config = replace(PLAN.train, form=form)
    one, other = (Embeddings(each, config).of(np.arange(8)) for each in (bundle, spoiled))
    assert np.array_equal(one, other)
    assert np.allclose(np.linalg.norm(one, axis=1), 1)


def test_what_items_know_is_found_and_what_they_do_not_know_is_not() -> None:
    for signal, least, most in ((1.0, 0.55, 1.0), (0.0, 0.2, 0.45)):
        own = problem(world(signal))
        for method in predictors(own.affinities)[3:]:
            score = f1(own, nested(method, own, WHO, number=2, apart=False, seed=0).scores, WHO)
            assert least <= score <= most, (method.name, score)


def test_macro_f1_is_the_mean_of_the_codes() -> None:
    own = attributes(world())
    score = macro_f1(own)
    perfect = counts(own, own.hot).sum(0)[None]
    assert score(perfect)[0] == pytest.approx(1)
    first = counts(own, chosen(own, np.zeros_like(own.hot)))
    expected = []
    for number in range(len(own.name)):
        columns = np.flatnonzero(own.variable == number)
        share = own.hot[:, columns[0]].sum() / own.known[:, number].sum()
        expected.append(2 * share / (1 + share) / len(columns))
    assert score(first.sum(0)[None])[0] == pytest.approx(np.mean(expected))


def test_an_absent_modality_has_no_influence_on_late_fusion() -> None:
    rng = np.random.default_rng(0)
    scores = {name: rng.normal(size=(6, 3)) for name in ("text", "image")}
    mask = {"text": np.ones(6, bool), "image": np.arange(6) < 3}
    spoiled = scores | {"image": np.where(mask["image"][:, None], scores["image"], np.nan)}
    assert np.array_equal(fused(scores, mask), fused(spoiled, mask))
    alone = fused(scores, mask)[3:]
    assert np.allclose(alone.sum(1), 1)
    assert np.array_equal(alone.argmax(1), scores["text"][3:].argmax(1))


def test_leaks_are_named() -> None:
    bundle = world()
    assert leaks(bundle) == []
    items = bundle.items["text"]
    vectors = items.vectors.copy()
    whole = np.flatnonzero((bundle.facets.theme == ALL) & (bundle.facets.culture < 2))
    one, other = (items.facets[0][items.facets[1] == facet] for facet in whole)
    vectors[other] = vectors[one]
    copied = replace(bundle, items={"text": replace(items, vectors=vectors)})
    found = " ".join(leaks(copied))
    assert "C0000, C0001" in found
    assert "3 vectors of text" in found
    leaking = vectors.copy()
    leaking[items.facets[0], 5] = bundle.traits.values[items.facets[1], 2]
    computed = replace(bundle, items={"text": replace(items, vectors=leaking)})
    assert any("computed from text (column 5)" in each for each in leaks(computed))


def test_fastrp_puts_together_who_is_named_with_the_same() -> None:
    bundle = synthetic(6, 0)
    facet = np.repeat(np.arange(6), 3)
    entity = np.where(facet < 3, 0, 3) + np.tile(np.arange(3), 6)  # two groups
    linked = replace(bundle, mentions=edges(entity, facet, np.ones(18, np.float32)))
    x = fastrp(linked, seed=0)
    assert x is not None
    apart = np.arange(6) // 3
    assert np.allclose(x @ x.T, apart[:, None] == apart, atol=0.4)
    none = replace(bundle, mentions=edges(entity[:0], facet[:0], np.ones(0, np.float32)))
    assert fastrp(none, seed=0) is None


def test_later_links_hide_what_came_later() -> None:
    bundle = synthetic(12, 1, families=6, periods=2, spans=((1500, 1600), (1600, 1700)))
    rows = bundle.facets.theme == 0
    bundle = replace(bundle, facets=replace(bundle.facets, theme=np.where(rows, ALL, 0)))
    found = split(bundle)
    assert found is not None
    assert found.year == 1650
    assert not (found.had & found.new).any()
    entity, culture = found.before.mentions.index
    assert found.had[culture, entity].all()
    assert len(entity) == found.had.sum()
    ranks = reciprocal_ranks(found, {"oracle": np.eye(12)})
    assert set(ranks) == {"popularity", "oracle"}
    assert all(len(each) == found.new.sum() for each in ranks.values())
    assert split(world()) is None


def test_triplets_are_in_the_order_of_agreement() -> None:
    agree = agreement(attributes(world()))
    asked = triplets(agree, WHO, seed=0)
    assert right(np.nan_to_num(agree), asked).mean() == 1
    assert right(np.zeros_like(agree), asked).mean() == 0.5


def test_the_drift_null_ignores_rotation() -> None:
    rng = np.random.default_rng(0)
    one = rng.normal(size=(40, 6)).astype(np.float32)
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    assert seed_distance([one, one @ turn.astype(np.float32)]).max() < 1e-5
    other = rng.normal(size=(40, 6)).astype(np.float32)
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    assert seed_distance([one, other]).mean() > 0.3


def test_neighbours_are_of_other_families_and_a_hidden_theme_is_not_seen() -> None:
    own = problem(synthetic(40, 1, families=10, absent=0.4, modalities=("text", "traits")))
    theme = np.arange(len(own.attributes.name)) % 2
    found = neighbours(own, theme, WHO)
    assert found is not None
    assert {len(part) for part in found.parts.values()} == {len(found.culture)}
    scores = {name: part[:, 0].mean() for name, part in found.parts.items()}
    assert scores["items"] > scores["geography only"] + 0.05
    assert (themes_of(world(), own.attributes) == 0).all()


def test_an_evaluation_on_little_says_what_it_cannot_say() -> None:
    bundle = synthetic(14, 1, families=7, modalities=("text", "traits"), absent=0.0)
    bundle.cultures.latitude[:] = np.nan
    found = evaluate(bundle, PLAN)
    told = " ".join([found.verdict, *found.notes])
    assert "14 cultures, and it takes 20" in told
    assert "No culture has coordinates" in told
    assert "14 of 14 cultures rest on one source" in told
    assert found.verdict.startswith("Too few cultures to tell whether the model beats")
    assert all(score.low is None for each in found.scored for score in each.scores.values())
    assert {each.measure for each in found.scored} >= {"retrieval, MRR", "attributes, macro-F1"}
    assert "[" not in found.verdict


def test_one_family_holds_nothing_out() -> None:
    found = evaluate(synthetic(24, 1, families=1), PLAN)
    assert isinstance(found, Evaluation)
    assert not found.scored
    assert any("none can be held out" in note for note in found.notes)
