import numpy as np
import pytest

from gnn.answered import MODEL, Answered
from gnn.baseline import Held, baselines, kinship, nearness
from gnn.closed_form import fit_closed_form
from gnn.fold import folds
from gnn.inputs import inputs_of
from gnn.retrieval import Question, mean_without, questions, ranks, token_scorer
from gnn.verdict import verdict
from kg.errors import SettingsError
from tests.gnn.synthetic import synthetic


def test_ranks_of_a_perfect_and_of_an_empty_answer() -> None:
    assert ranks(np.eye(4)).tolist() == [1, 1, 1, 1]
    assert ranks(np.zeros((4, 4))).tolist() == [2.5] * 4
    assert ranks(-np.eye(3)).tolist() == [3, 3, 3]


def test_a_query_never_holds_its_target() -> None:
    bundle = synthetic(12)
    mask = inputs_of(bundle).mask
    masks = {name: each.numpy() for name, each in mask.items()}
    rng = np.random.default_rng(0)
    tokens = {name: rng.normal(size=(bundle.size, 4)).astype(np.float32) for name in masks}
    for target in masks:
        spoiled = tokens | {target: np.full((bundle.size, 4), np.nan, np.float32)}
        before = mean_without(tokens, masks, target)
        assert np.array_equal(before, mean_without(spoiled, masks, target))


def test_questions_hold_only_facets_that_are_held_out_on_one_theme() -> None:
    bundle = synthetic(12)
    inputs = inputs_of(bundle)
    masks = {name: each.mask for name, each in inputs.pooled.items()}
    held_out = bundle.facets.culture < 5
    asked = list(questions(masks, inputs.strata, inputs.wide, held_out))
    assert {each.target for each in asked} == set(masks)
    for each in asked:
        assert (bundle.facets.culture[each.rows] < 5).all()
        assert (bundle.facets.theme[each.rows] == each.stratum - 1).all()
        assert (bundle.facets.period[each.rows] == -1).all()
        assert masks[each.target][each.rows].all()


def test_baselines_do_not_see_the_answer() -> None:
    """Scores of a query do not change with the target's vector of another held-out culture."""
    bundle = synthetic(20)
    inputs = inputs_of(bundle)
    train = bundle.facets.culture < 14
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=8, rows=train)
    masks = {name: each.mask for name, each in inputs.pooled.items()}
    held = Held(bundle, inputs, closed, masks, train)
    rows = np.flatnonzero(masks["image"] & masks["text"] & ~train & (inputs.strata == 0))
    question = Question("image", 0, rows)
    before = {name: scorer(question) for name, scorer in baselines(held).items()}
    inputs.pooled["image"].x[rows[0]] += 3
    for name, scorer in baselines(held).items():
        assert np.allclose(before[name][:, 1:], scorer(question)[:, 1:])


def test_distances_on_the_globe() -> None:
    bundle = synthetic(3)
    bundle.cultures.latitude[:] = [0, 0, np.nan]
    bundle.cultures.longitude[:] = [0, 90, 0]
    near = nearness(bundle)
    assert near[0, 1] == pytest.approx(np.exp(-6371 * np.pi / 2 / 4000))
    assert near[2].tolist() == [0, 0, 0]


def test_kin_are_of_one_known_family() -> None:
    assert not kinship(synthetic(4)).any()
    assert kinship(synthetic(4, families=2))[0].tolist() == [1, 0, 1, 0]


def test_folds_hold_each_culture_once_and_keep_families_together() -> None:
    cultures = synthetic(20, families=6).cultures
    parts = folds(cultures, np.arange(20), 3, grouping="family", seed=0)
    assert sorted(np.concatenate(parts)) == list(range(20))
    for part in parts:
        outside = {cultures.family[i] for i in range(20) if i not in part}
        assert not outside & {cultures.family[i] for i in part}
    assert folds(cultures, np.arange(1), 3, grouping="culture", seed=0) == []
    with pytest.raises(SettingsError, match="grouping"):
        folds(cultures, np.arange(5), 3, grouping="region", seed=0)


def test_a_verdict_on_few_cultures_claims_nothing() -> None:
    from gnn.retrieval import Ranks

    def made(n: int, rank: float) -> Ranks:
        return Ranks(np.arange(n), np.full(n, rank), np.full(n, 5))

    def said(n: int, one: float, other: float, families: int = 10) -> str:
        block = [f"family {i % families}" for i in range(n)]
        found = Answered(made(n, one), {"PCA": made(n, other)}, ())
        return verdict("AUC", found.auc, MODEL, found.margins(block, seed=0))

    assert said(6, 1.0, 3.0).startswith("Too few")
    assert "[" not in said(6, 1.0, 3.0)
    assert said(60, 1.0, 3.0).startswith("The model beats")
    assert "worse" in said(60, 4.0, 3.0)
    assert "does not beat" in said(60, 3.0, 3.0)
    assert "one language family" in said(60, 1.0, 3.0, families=1)
    assert verdict("AUC", {}, MODEL, {}).startswith("Nothing to compare")


def test_tokens_of_a_shared_structure_find_each_other() -> None:
    same = np.random.default_rng(0).normal(size=(8, 5)).astype(np.float32)
    everywhere = {"text": np.ones(8, bool), "image": np.ones(8, bool)}
    scorer = token_scorer({"text": same, "image": same}, everywhere)
    assert ranks(scorer(Question("image", 0, np.arange(8)))).tolist() == [1] * 8
