"""The cosine that two cultures would have if there were endless sources, with a 95 % interval.

The cosine of two noisy means is too small: noise makes them longer. With the pseudo-values p of
the n sources (`replicate.py`) of a vector v, tau = sum |p - mean p|^2 / (n (n - 1)) is what noise
adds to |v|^2, and

    cosine = v.w / R,    R = sqrt((|v|^2 - tau_v) (|w|^2 - tau_w))

The interval holds all x for which |v.w - x R| is at most t standard errors of it (Fieller 1954);
variances and covariances of v.w and R come from the p, t from Student's distribution with the
degrees of freedom of Welch and Satterthwaite (1947).
"""

from dataclasses import dataclass

import numpy as np

from gnn.replicate import Reals, Sample

_LEVEL = 0.975


@dataclass(frozen=True, slots=True)
class Interval:
    """`cosine` corrected for noise, -1 to 1, and the 95 % interval `low` to `high`."""

    cosine: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Side:
    """One facet against the vector of the other."""

    own: Reals
    size: float
    spread: Reals

    @property
    def sources(self) -> int:
        return len(self.spread)

    def covariance(self, one: Reals, other: Reals) -> float:
        """Of two means over the sources, from n values each that have the mean 0."""
        return float(one @ other) / (self.sources * (self.sources - 1))


def interval(one: Sample, other: Sample) -> Interval | None:
    """From the sources of two facets.

    None where one of them has fewer than two sources, or sources that have no more in common than
    noise: then nothing can be said.
    """
    if min(len(one.pseudo), len(other.pseudo)) < 2:
        return None
    a, b = _side(one), _side(other)
    if a.size <= 0 or b.size <= 0:
        return None
    reach, dot = float(np.sqrt(a.size * b.size)), float(a.own @ b.own)
    parts = [_moments(x, y.own, reach) for x, y in ((a, b), (b, a))]
    cosine = dot / reach
    low, high = _fieller(dot, reach, np.sum(parts, 0), _student(parts, (a, b), cosine))
    return Interval(float(np.clip(cosine, -1, 1)), low, high)


def _side(sample: Sample) -> _Side:
    n, own = len(sample.pseudo), sample.vector
    spread = sample.pseudo - sample.pseudo.mean(0)
    noise = float((spread**2).sum()) / (n * (n - 1))
    return _Side(own, float(own @ own) - noise, spread)


def _moments(side: _Side, other: Reals, reach: float) -> Reals:
    """Variance of the product, covariance of product and R, variance of R, as far as one side's
    sources go."""
    product, length = side.spread @ other, side.spread @ side.own * (reach / side.size)
    cov = side.covariance
    return np.array([cov(product, product), cov(product, length), cov(length, length)])


def _student(parts: list[Reals], sides: tuple[_Side, _Side], cosine: float) -> float:
    """The quantile of Student's distribution."""
    from scipy.stats import t

    own = [float(p[0] - 2 * cosine * p[1] + cosine**2 * p[2]) for p in parts]
    below = sum(v**2 / (side.sources - 1) for v, side in zip(own, sides, strict=True))
    freedom = sum(own) ** 2 / below if below > 0 else np.inf
    return float(t.ppf(_LEVEL, freedom))


def _fieller(dot: float, reach: float, moments: Reals, t: float) -> tuple[float, float]:
    """The x with (dot - x reach)^2 <= t^2 var(dot - x reach); all from -1 to 1 if unbounded."""
    a = reach**2 - t**2 * moments[2]
    b = dot * reach - t**2 * moments[1]
    c = dot**2 - t**2 * moments[0]
    inside = b * b - a * c
    if a <= 0 or inside < 0:
        return -1.0, 1.0
    low, high = (b - np.sqrt(inside)) / a, (b + np.sqrt(inside)) / a
    return float(np.clip(low, -1, 1)), float(np.clip(high, -1, 1))
