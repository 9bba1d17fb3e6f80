"""Intervals of cosines over sources."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calibration import World, coverage
from gnn.interval import interval
from gnn.replicate import Sample


def test_intervals_cover_the_cosine_of_endless_sources() -> None:
    rng = np.random.default_rng(5)
    worlds = [
        World((3, 3), 0.5, 4.0),
        World((5, 5), 0.9, 4.0, "heavy"),
        World((10, 10), 0.0, 1.0, "skew", uneven=True),
        World((3, 20), 0.9, 1.0),
    ]
    shares = [coverage(world, 150, rng)[0] for world in worlds]
    assert min(shares) > 0.88  # 150 pairs: a standard error is .02
    assert 0.93 <= np.mean(shares) <= 0.985


def test_sources_that_have_nothing_in_common_give_no_interval() -> None:
    rng = np.random.default_rng(0)
    noise = Sample(*_centred(rng))
    clear = _sample(np.ones(16), 4, rng)
    assert interval(noise, clear) is None
    assert interval(_sample(np.ones(16), 1, rng), clear) is None
    assert interval(clear, clear) is not None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000), st.floats(0.1, 10), st.integers(2, 6), st.integers(2, 6))
def test_order_length_and_axes_do_not_matter(seed: int, length: float, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = _sample(np.ones(6), n, rng), _sample(np.arange(6.0), m, rng)
    found = interval(one, other)
    turn = np.linalg.qr(rng.normal(size=(6, 6)))[0] * length
    turned = [Sample(each.vector @ turn, each.pseudo @ turn) for each in (other, one)]
    again = interval(turned[0], turned[1])
    assert (found is None) == (again is None)
    if found is not None and again is not None:
        assert found.low <= found.cosine <= found.high
        values = [(e.cosine, e.low, e.high) for e in (found, again)]
        np.testing.assert_allclose(values[0], values[1], atol=1e-7)


def _sample(centre: np.ndarray, n: int, rng: np.random.Generator) -> Sample:
    pseudo = centre + 0.5 * rng.normal(size=(n, len(centre)))
    return Sample(pseudo.mean(0), pseudo)


def _centred(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Sources whose mean is much nearer to 0 than noise would put it."""
    pseudo = rng.normal(size=(4, 16))
    pseudo += 0.01 - pseudo.mean(0)
    return pseudo.mean(0), pseudo
