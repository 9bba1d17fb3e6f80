"""Regularised CCA against its definition, and as a start of learning."""

import numpy as np
import pytest

from gnn.canonical import canonical
from gnn.closed_form import fit_closed_form
from gnn.pooling import pool
from kg.errors import SettingsError
from tests.gnn.synthetic import synthetic


def _views(seed: int, size: int = 400) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=(size, 2))
    found = [hidden @ rng.normal(size=(2, d)) + rng.normal(size=(size, d)) for d in (5, 7)]
    return tuple(view - view.mean(0) for view in found)  # type: ignore[return-value]


def test_two_views_have_the_correlations_of_hotelling() -> None:
    one, other = _views(0)
    everywhere = np.ones(len(one), bool)
    found = canonical({"a": one, "b": other}, {"a": everywhere, "b": everywhere}, 4, ridge=0.0)
    left, right = one @ found["a"], other @ found["b"]
    basis = [np.linalg.qr(view)[0] for view in (one, other)]
    expected = np.linalg.svd(basis[0].T @ basis[1])[1][:4]
    got = [np.corrcoef(left[:, i], right[:, i])[0, 1] for i in range(4)]
    assert np.allclose(got, expected, atol=1e-6)
    across = np.corrcoef(left.T, right.T)[:4, 4:]
    assert np.allclose(across - np.diag(np.diag(across)), 0, atol=1e-6)


def test_rows_without_a_partner_say_only_how_a_view_varies() -> None:
    one, other = _views(1)
    some = np.arange(len(one)) < 200
    masks = {"a": np.ones(len(one), bool), "b": some}
    spoiled = np.where(some[:, None], other, 1e9)
    before = canonical({"a": one, "b": other}, masks, 2, ridge=0.1)
    after = canonical({"a": one, "b": spoiled}, masks, 2, ridge=0.1)
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_a_view_that_meets_no_other_keeps_its_own_axes() -> None:
    bundle = synthetic(12, modalities=("text",), absent=0.0)
    pooled, strata = pool(bundle), bundle.facets.theme + 1
    rows = np.ones(bundle.size, bool)
    one, other = (
        fit_closed_form(pooled, strata, width=6, rows=rows, kind=kind) for kind in ("pca", "cca")
    )
    assert np.array_equal(one["text"].basis, other["text"].basis)


def test_what_modalities_share_is_nearer_than_by_their_own_axes() -> None:
    bundle = synthetic(60, 1, absent=0.0, size=40)
    pooled, strata = pool(bundle), bundle.facets.theme + 1
    held = bundle.facets.culture >= 40
    near = {}
    for kind in ("pca", "cca"):
        closed = fit_closed_form(pooled, strata, width=8, rows=~held, kind=kind)
        views = [closed[name](pooled[name].x, strata)[held] for name in ("text", "image")]
        near[kind] = _rank(*views)
    assert near["cca"] > near["pca"]
    assert near["cca"] > 0.8


def _rank(one: np.ndarray, other: np.ndarray) -> float:
    units = [each / np.linalg.norm(each, axis=1, keepdims=True) for each in (one, other)]
    scores = units[0] @ units[1].T
    return float((scores < np.diag(scores)[:, None]).mean())


@pytest.mark.parametrize("kind", ["pca", "cca"])
def test_constant_and_empty_features_give_finite_projections(kind: str) -> None:
    bundle = synthetic(4, 1)
    pooled = pool(bundle)
    pooled["image"].x[:] = 3.0
    pooled["text"].x[:, 0] = np.nan
    strata, rows = bundle.facets.theme + 1, np.ones(bundle.size, bool)
    rows[: bundle.size // 2] = False
    for each in fit_closed_form(pooled, strata, width=8, rows=rows, kind=kind).values():
        assert all(np.isfinite(part).all() for part in (each.scale, each.basis, each.mean))


def test_another_kind_is_refused() -> None:
    with pytest.raises(SettingsError, match="pls"):
        fit_closed_form({}, np.zeros(0, np.int64), width=2, rows=np.ones(0, bool), kind="pls")
