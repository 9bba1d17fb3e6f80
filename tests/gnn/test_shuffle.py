"""p against shuffles within regions, and false discoveries among them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calibration import Ground, found_pairs, p_values
from gnn.discovery import false_discovery
from gnn.shuffle import region_null


@pytest.mark.parametrize("kind", ["even", "turned"])
def test_p_is_uniform_where_regions_explain_all(kind: str) -> None:
    p = p_values(Ground(24, 3, kind), 3, np.random.default_rng(2))
    assert abs(p.mean() - 0.5) < 0.05
    for level in (0.05, 0.2, 0.5):
        assert 0.6 * level <= (p <= level).mean() <= 1.4 * level


def test_pairs_that_are_alike_beyond_their_regions_are_found() -> None:
    false, power = found_pairs(Ground(40, 4, "flat"), 1, np.random.default_rng(3))
    assert power >= 0.5
    assert false <= 0.25


def test_neighbours_are_not_near_because_they_are_neighbours() -> None:
    rng = np.random.default_rng(1)
    region = np.arange(24) % 3
    vectors = 5 * rng.normal(size=(3, 8))[region] + rng.normal(size=(24, 8))
    p = region_null(vectors, tuple(f"r{r}" for r in region), seed=0)
    assert np.nanmedian(p[region[:, None] == region]) > 0.3


def test_where_there_is_no_null_there_is_no_p() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(22, 6))
    assert np.isnan(region_null(vectors[:19], ("r",) * 19, seed=0)).all()
    assert np.isnan(region_null(vectors, ("",) * 22, seed=0)).all()
    found = region_null(vectors, ("", "a", "b", *("c",) * 19), seed=0)
    assert np.isnan(found[0]).all()
    assert np.isnan(found[1, 2])
    assert np.isfinite(found[1, 3:]).all()
    assert np.isnan(found.diagonal()).all()
    np.testing.assert_array_equal(found, found.T)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_the_least_level_at_which_a_pair_is_called(values: list[float]) -> None:
    p = np.array(values)
    q = false_discovery(p)
    for level in (0.05, 0.2, 0.5):
        ranked = np.sort(p)
        passed = np.flatnonzero(ranked <= level * np.arange(1, len(p) + 1) / len(p))
        limit = ranked[passed[-1]] if len(passed) else -1.0
        clear = np.abs(q - level) > 1e-9
        assert ((p <= limit) == (q <= level))[clear].all()
    assert np.isnan(false_discovery(np.array([np.nan, 0.5]))[0])
