"""Scaling laws as a table."""

from typing import TYPE_CHECKING

from api.claim import bracket, said

if TYPE_CHECKING:
    from gnn.scaling import Scaling


def rows(found: "Scaling") -> list[tuple[str, ...]]:
    """A row an axis: sizes, losses, intervals of alpha and c, gain by twice the largest size."""
    return [
        (
            curve.axis,
            ", ".join(f"{size:g}" for size in curve.sizes),
            ", ".join(f"{loss:.3f}" for loss in curve.losses),
            bracket(*(curve.alpha or (None, None))),
            bracket(*(curve.floor or (None, None))),
            f"{said(curve.gain)} {bracket(*(curve.gains or (None, None)))}",
        )
        for curve in found.curves
    ]
