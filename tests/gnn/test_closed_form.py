import numpy as np
import pytest

from gnn.closed_form import fit_closed_form, principal_axes, rotation
from gnn.pooling import Pooled, pool
from tests.gnn.synthetic import synthetic


def _rotated(seed: int, size: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    turn = np.linalg.qr(rng.normal(size=(size, size)))[0]
    points = rng.normal(size=(200, size)).astype(np.float32)
    return points, turn


def test_axes_are_those_of_a_singular_value_decomposition() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 8))
    rows -= rows.mean(0)
    axes = principal_axes(rows, 3)
    expected = np.linalg.svd(rows, full_matrices=False)[2][:3].T
    assert np.allclose(np.abs(axes), np.abs(expected))
    assert (axes[np.abs(axes).argmax(0), range(3)] > 0).all()


def test_axes_without_variance_are_zero() -> None:
    rows = np.zeros((5, 4))
    rows[:, 1] = [1, -1, 2, -2, 0]
    axes = principal_axes(rows, 3)
    assert np.allclose(axes[:, 0], [0, 1, 0, 0])
    assert not axes[:, 1:].any()


def test_a_rotation_is_found_and_keeps_lengths() -> None:
    points, turn = _rotated(1)
    found = rotation(points, (points @ turn).astype(np.float32))
    assert np.allclose(found @ found.T, np.eye(6))
    assert np.abs(found - turn).max() < 0.25  # the ridge draws it to the identity
    assert np.linalg.norm(points @ found - points @ turn) < 0.2 * np.linalg.norm(points)


def test_without_pairs_nothing_is_turned() -> None:
    assert np.allclose(
        rotation(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32)), np.eye(3)
    )


def test_each_theme_is_centred_and_sizes_are_equal() -> None:
    bundle = synthetic(40, absent=0.0)
    pooled, strata = pool(bundle), bundle.facets.theme + 1
    closed = fit_closed_form(pooled, strata, width=16, rows=np.ones(bundle.size, bool))
    for name, projection in closed.items():
        view = projection(pooled[name].x, strata)
        assert np.linalg.norm(view, axis=1).mean() == pytest.approx(1, abs=0.2)
        for stratum in np.unique(strata):
            assert np.linalg.norm(view[strata == stratum].mean(0)) < 0.2


def test_what_is_held_out_has_no_say() -> None:
    bundle = synthetic(20)
    strata, rows = bundle.facets.theme + 1, bundle.facets.culture < 12
    before = pool(bundle)
    after = {name: _spoiled(each, ~rows) for name, each in before.items()}
    one, other = (fit_closed_form(p, strata, width=8, rows=rows) for p in (before, after))
    for name in one:
        for field in ("mean", "scale", "basis"):
            assert np.array_equal(getattr(one[name], field), getattr(other[name], field))


def _spoiled(pooled: Pooled, rows: np.ndarray) -> Pooled:
    x = pooled.x.copy()
    x[rows] = 1e6
    return Pooled(x, pooled.mask, pooled.count, pooled.variables)
