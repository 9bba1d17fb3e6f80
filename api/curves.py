"""Loss curves of a run, and the scores that its number of steps was chosen by, as a picture."""

import io
from collections.abc import Mapping
from typing import Any

_NAMES = {
    "across": "telling apart by the other modality",
    "reconstruction": "filling in a hidden modality",
    "views": "two views of a facet",
    "links": "entities that are mentioned",
    "targets": "declared similarities",
    "themes": "theme",
    "place": "place",
}


def curves(report: Mapping[str, Any]) -> bytes:
    """A PNG from the report of a training: losses by step, scores by checkpoint."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    _losses(left, report.get("losses") or {})
    _scores(right, report)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel("step")
        axes.xaxis.get_major_locator().set_params(integer=True)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()


def _losses(axes: Any, losses: Mapping[str, list[float]]) -> None:
    axes.set_title("What training lowered", loc="left")
    axes.set_ylabel("loss")
    for name, values in losses.items():
        axes.plot(range(1, len(values) + 1), values, label=_NAMES.get(name, name))
    if losses:
        axes.legend(frameon=False, fontsize=8)
    else:
        _say(axes, "nothing was learned by steps")


def _scores(axes: Any, report: Mapping[str, Any]) -> None:
    axes.set_title("Cultures that were held out", loc="left")
    axes.set_ylabel("AUC, .5 by chance")
    curve = {int(step): score for step, score in (report.get("curve") or {}).items()}
    if not curve:
        _say(axes, "too few cultures to hold some out")
        return
    axes.plot(list(curve), list(curve.values()), marker="o", color="#0b5c74")
    chosen = int(report.get("step", 0))
    if chosen in curve:
        axes.plot(chosen, curve[chosen], "o", ms=11, mfc="none", color="#b03a2e", label="chosen")
        axes.legend(frameon=False, fontsize=8)


def _say(axes: Any, text: str) -> None:
    axes.text(0.5, 0.5, text, ha="center", va="center", transform=axes.transAxes, color="#5b6475")
