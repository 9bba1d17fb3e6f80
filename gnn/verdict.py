"""Does the model beat the baselines? A sentence that says so, or that it cannot be said."""

from collections.abc import Mapping

from gnn.bootstrap import Interval

Margins = Mapping[str, Interval]
NOTHING = "Nothing to compare"


def verdict(measure: str, scores: Mapping[str, float], model: str, found: Margins) -> str:
    """The model against the best of the baselines in `found`; scores: of each method by name."""
    if not found:
        return (
            f"{NOTHING}: too few cultures have two kinds of evidence on one theme, so no culture "
            "can be found by one from the other."
        )
    best = max(found, key=lambda name: scores[name])
    gain = found[best]
    figures = (
        f"{measure} {scores[model]:.3f} against {scores[best]:.3f} of the best baseline ({best}), "
        f"difference {gain.line(sign=True)}, n = {gain.cultures} cultures of {gain.blocks} "
        f"families or regions, held out. {gain.why}"
    )
    return f"{_claim(gain)}: {figures.strip()}"


def _claim(gain: Interval) -> str:
    if gain.why:
        return "Too few cultures to tell whether the model beats the baselines"
    if gain.above:
        return "The model beats all baselines"
    if gain.below:
        return "The model is worse than a baseline"
    return "The model does not beat the baselines"
