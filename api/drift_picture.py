"""A drift as a picture: how far each period is from the one before, and what chance gives."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gnn.drift import Drift


def picture(found: "Drift") -> bytes:
    """A PNG: the steps with what shuffled sources and other seeds give; changes are ringed."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(max(6.0, 1.6 * len(found.periods)), 4), layout="constrained")
    axes = figure.subplots()
    places = [i + 0.5 for i in range(len(found.steps))]
    axes.plot(
        range(len(found.periods)), found.from_first, color="#8a8f98", ls=":", label="from the first"
    )
    axes.plot(
        places,
        [step.distance for step in found.steps],
        marker="o",
        color="#0b5c74",
        label="from the period before",
    )
    chance = {"shuffled sources, 95 %": "shuffled", "another seed, largest": "reseeded"}
    for (label, name), colour in zip(chance.items(), ("#c98a1b", "#6b8e4e"), strict=True):
        heights = [getattr(step, name) for step in found.steps]
        axes.plot(places, heights, marker="_", ms=22, ls="", color=colour, label=label)
    changes = [(x, s.distance) for x, s in zip(places, found.steps, strict=True) if s.changed]
    if changes:
        xs, ys = zip(*changes, strict=True)
        axes.plot(xs, ys, "o", ms=14, mfc="none", color="#b03a2e", label="more than chance")
    axes.set_xticks(range(len(found.periods)), found.periods, rotation=20, ha="right")
    axes.set_ylabel("distance (1 - cosine)")
    axes.set_ylim(bottom=0)
    axes.set_title(f"{found.culture}, {found.theme}", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()
