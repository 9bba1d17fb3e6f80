"""Scaling laws as a picture: losses by size on logarithmic axes, with the fitted law."""

import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gnn.scaling import Scaling

_NAMES = {"data": "cultures learned from", "width": "width", "compute": "steps"}


def picture(found: "Scaling") -> bytes:
    """A PNG with a panel an axis; the line goes on to twice the largest size."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.4), layout="constrained")
    for axes, curve in zip(figure.subplots(1, len(found.curves)), found.curves, strict=True):
        axes.plot(curve.sizes, curve.losses, "o", color="#0b5c74")
        if curve.law is not None:
            xs = np.geomspace(min(curve.sizes), 2 * max(curve.sizes), 50)
            axes.plot(xs, [curve.law.at(x) for x in xs], color="#8a8f98")
            formula = f"L = {curve.law.a:.2f} X^-{curve.law.alpha:.2f} + {curve.law.c:.2f}"
            axes.set_title(formula, loc="left", fontsize=10)
        axes.set_xscale("log")
        axes.set_xticks(curve.sizes, [f"{size:g}" for size in curve.sizes])
        axes.minorticks_off()
        axes.set_xlabel(_NAMES[curve.axis])
        axes.set_ylabel("loss (1 - AUC)")
        axes.spines[["top", "right"]].set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()
