"""L = a X^-alpha + c: how a loss falls with what is put in (Hestness et al. 2017).

For each alpha of a grid a and c, neither below 0, are those of least squares; the best alpha wins.
Intervals come from the same fit on resampled losses, which the caller draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gnn.replicate import Reals

_ALPHAS = np.linspace(0.05, 2, 40)
LEAST = 3
"""Sizes that a fit takes."""


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """`a`, `alpha`, `c`: the loss of an endless X."""

    a: float
    alpha: float
    c: float

    def at(self, x: float) -> float:
        """The loss at a size X > 0."""
        return float(self.a * x**-self.alpha + self.c)


def fit_power_law(sizes: Sequence[float], losses: Sequence[float] | Reals) -> PowerLaw | None:
    """The best fit; a is 0 where the loss does not fall. None with fewer than three sizes."""
    x, y = np.asarray(sizes, np.float64), np.asarray(losses, np.float64)
    if len(np.unique(x)) < LEAST:
        return None
    fits = [_linear(x**-alpha, y) for alpha in _ALPHAS]
    best = int(np.argmin([error for *_, error in fits]))
    a, c, _ = fits[best]
    return PowerLaw(a, float(_ALPHAS[best]), c)


def _linear(z: Reals, y: Reals) -> tuple[float, float, float]:
    """a, c >= 0 and the squared error of y = a z + c."""
    spread = z - z.mean()
    a = max(float(spread @ y) / float(spread @ spread), 0.0)
    c = float(y.mean() - a * z.mean())
    if c < 0:
        a, c = max(float(z @ y) / float(z @ z), 0.0), 0.0
    return a, c, float(((y - a * z - c) ** 2).sum())
