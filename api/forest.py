"""A forest plot: what the model gains on each baseline, with intervals, measure by measure."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gnn.bootstrap import Interval

_BETTER, _WORSE, _SAME = "#0b5c74", "#b3402f", "#777777"


@dataclass(frozen=True, slots=True)
class Stand:
    """One measure: its `title`, and of each baseline its score and what the model gains on it."""

    title: str
    scores: Mapping[str, float]
    gains: Mapping[str, "Interval"]


def forest(stands: Sequence[Stand], *, title: str = "") -> bytes:
    """A PNG: one line a baseline, the model better to the right of 0; the best baseline is bold."""
    from matplotlib.figure import Figure

    lines = sum(len(each.gains) + 1.4 for each in stands)
    figure = Figure(figsize=(9, 1.0 + 0.4 * bool(title) + 0.28 * lines), layout="constrained")
    axes = figure.subplots()
    places, names = [], []
    y = 0.0
    for each in stands:
        y += 1.0
        axes.annotate(
            each.title,
            (0, y),
            xycoords=("axes fraction", "data"),
            fontsize=9,
            weight="bold",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
        order = sorted(each.gains, key=lambda name: -each.scores[name])
        for name in order:
            y += 1.0
            _line(axes, each.gains[name], y, best=name == order[0])
            places.append(y)
            names.append(f"{name} ({each.scores[name]:.3f})")
        y += 0.4
    axes.set_yticks(places, names, fontsize=8)
    axes.set_ylim(y + 0.6, 0.4)
    axes.axvline(0, color="black", linewidth=0.8, zorder=0)
    sure = any(gain.low is not None for each in stands for gain in each.gains.values())
    how = "95 % interval over language families" if sure else "too few for an interval"
    axes.set_xlabel(f"model less baseline, {how}")
    axes.set_title(_wrapped(title), loc="left", fontsize=9)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()


def _line(axes: Any, gain: "Interval", y: float, *, best: bool) -> None:
    """A dot, and a bar where there is an interval."""
    colour = _BETTER if gain.above else _WORSE if gain.below else _SAME
    if gain.low is not None and gain.high is not None:
        axes.plot([gain.low, gain.high], [y, y], color=colour, linewidth=2.6 if best else 1.2)
    hollow = "white" if gain.why else colour
    axes.plot(gain.value, y, "o", color=colour, markerfacecolor=hollow, markersize=5)


def _wrapped(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 110))
