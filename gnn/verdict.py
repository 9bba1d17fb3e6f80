"""Does the model beat the baselines? A sentence that says so, or that it cannot be said."""

from collections.abc import Mapping

import numpy as np

from gnn.bundle import Ints
from gnn.retrieval import Ranks, Reals

ENOUGH = 20  # held-out cultures below which nothing is claimed
_DRAWS = 2_000


def verdict(model: Ranks, baselines: Mapping[str, Ranks], *, seed: int) -> str:
    """Compare the model with the best baseline by AUC, with a 95 % interval over cultures.

    All `Ranks` answer the same questions in the same order.
    """
    if not len(model.rank) or not baselines:
        return (
            "Nothing to compare: too few cultures have two kinds of evidence on one theme, so no "
            "culture can be found by one from the other."
        )
    best = max(baselines, key=lambda name: float(baselines[name].auc.mean()))
    gain = model.auc - baselines[best].auc
    low, high = interval(gain, model.culture, seed=seed)
    n = len(np.unique(model.culture))
    figures = (
        f"AUC {model.auc.mean():.3f} against {baselines[best].auc.mean():.3f} of the best "
        f"baseline ({best}), difference {gain.mean():+.3f} [{low:+.3f}, {high:+.3f}], "
        f"n = {n} cultures held out."
    )
    return f"{_claim(low, high, n)}: {figures}"


def _claim(low: float, high: float, n: int) -> str:
    if n < ENOUGH:
        return "Too few cultures to tell whether the model beats the baselines"
    if low > 0:
        return "The model beats all baselines"
    if high < 0:
        return "The model is worse than a baseline"
    return "The model does not beat the baselines"


def interval(gain: Reals, culture: Ints, *, seed: int) -> tuple[float, float]:
    """95 % interval of the mean of `gain` (n,), drawing whole cultures with replacement."""
    _, where = np.unique(culture, return_inverse=True)
    total, count = np.bincount(where, gain), np.bincount(where)
    draws = np.random.default_rng(seed).integers(len(total), size=(_DRAWS, len(total)))
    means = total[draws].sum(1) / count[draws].sum(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
