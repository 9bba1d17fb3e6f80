"""Draws docs/images/model.png: `python docs/images/model.py`."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

BLUE, SAND, GREEN, GREY = "#dce8f7", "#fdf0d5", "#e3f1df", "#f2f3f5"
MODALITIES = ("text", "image", "audio", "traits")


def box(
    axes: Any, at: tuple[float, float], size: tuple[float, float], text: str, fill: str
) -> None:
    """A box with its middle at `at`."""
    (x, y), (width, height) = at, size
    corner = (x - width / 2, y - height / 2)
    style = "round,pad=0.02,rounding_size=0.06"
    axes.add_patch(FancyBboxPatch(corner, width, height, style, fc=fill, ec="#8a8f98", lw=0.9))
    axes.text(x, y, text, ha="center", va="center", fontsize=9, linespacing=1.35)


def arrow(axes: Any, start: tuple[float, float], end: tuple[float, float], bend: float = 0) -> None:
    """From one place to another."""
    style = {"arrowstyle": "-|>", "mutation_scale": 9, "color": "#5d636c", "lw": 1.0}
    axes.add_patch(FancyArrowPatch(start, end, connectionstyle=f"arc3,rad={bend}", **style))


def draw() -> Figure:
    """The way of a facet's vectors, left to right."""
    figure = Figure(figsize=(12.5, 5.0), layout="constrained")
    axes = figure.add_subplot()
    axes.axis("off")
    axes.set_xlim(0, 12.5)
    axes.set_ylim(0.1, 5.0)
    for i, name in enumerate(MODALITIES):
        y = 4.3 - i * 0.95
        box(
            axes, (0.75, y), (1.1, 0.5), f"{name}\n{'codes' if name == 'traits' else 'items'}", GREY
        )
        box(axes, (2.55, y), (1.3, 0.5), "closed form\nr = A x", BLUE)
        text = "branch f: SAGE, + entities" if name == "text" else "branch f: SAGE"
        box(axes, (4.9, y), (2.1, 0.5), f"{text}\nover facets that have it", BLUE)
        box(axes, (7.0, y), (1.1, 0.5), "token\nr + .1 f(r)", SAND)
        arrow(axes, (1.34, y), (1.86, y))
        arrow(axes, (3.24, y), (3.81, y))
        arrow(axes, (5.99, y), (6.41, y))
        arrow(axes, (2.55, y - 0.28), (6.9, y - 0.28), 0.05)
        arrow(axes, (7.59, y), (8.2, 2.9 + 0.22 * (1.5 - i)))
    axes.text(1.6, 4.72, "mean, or attention", ha="center", fontsize=7.5, color="#5d636c")
    box(axes, (9.0, 2.9), (1.5, 1.3), "fusion\ngated mean\n+ scale · mix", SAND)
    axes.text(9.0, 3.78, "mean, gated, mlp, joint, cross,\nbottleneck, pairwise, late",
              ha="center", fontsize=7.5, color="#5d636c")  # fmt: skip
    axes.text(9.0, 2.0, "theme, mask", ha="center", fontsize=7.5, color="#5d636c")
    box(axes, (10.6, 2.9), (0.9, 0.8), "time\nacross\nperiods", GREEN)
    box(axes, (11.85, 2.9), (0.95, 0.8), "culture\nfrom its\nfacets", GREEN)
    arrow(axes, (9.79, 2.9), (10.11, 2.9))
    arrow(axes, (11.09, 2.9), (11.34, 2.9))
    below = "At step 0 every f is 0, all gates are equal and nothing is mixed in: "
    below += "the vector of a facet is the masked mean of its closed forms."
    axes.text(0.2, 0.35, below, fontsize=9)
    return figure


if __name__ == "__main__":
    draw().savefig(Path(__file__).with_suffix(".png"), dpi=110, metadata={"Software": None})
