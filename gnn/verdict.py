"""Does the model beat the baselines? A sentence that says so, or that it cannot be said."""

from collections.abc import Mapping, Sequence

from gnn.bootstrap import Interval, averaged, difference
from gnn.retrieval import Ranks


def verdict(
    model: Ranks, baselines: Mapping[str, Ranks], *, block: Sequence[str], seed: int
) -> str:
    """Compare the model with the best baseline by AUC, with a 95 % interval over blocks.

    All `Ranks` answer the same questions in the same order. block: (C,), of `gnn.block`.
    """
    if not len(model.rank) or not baselines:
        return (
            "Nothing to compare: too few cultures have two kinds of evidence on one theme, so no "
            "culture can be found by one from the other."
        )
    best = max(baselines, key=lambda name: float(baselines[name].auc.mean()))
    one, other = averaged(model.auc), averaged(baselines[best].auc)
    gain = difference(one, other, model.culture, block, seed=seed)
    figures = (
        f"AUC {model.auc.mean():.3f} against {baselines[best].auc.mean():.3f} of the best "
        f"baseline ({best}), difference {gain.line(sign=True)}, "
        f"n = {gain.cultures} cultures held out. {gain.why}"
    )
    return f"{claim(gain)}: {figures.strip()}"


def claim(gain: Interval) -> str:
    """What a difference to the best baseline says of the model, in words."""
    if gain.why:
        return "Too few cultures to tell whether the model beats the baselines"
    if gain.above:
        return "The model beats all baselines"
    if gain.below:
        return "The model is worse than a baseline"
    return "The model does not beat the baselines"
