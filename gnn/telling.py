"""The passages that lie farthest along the way from one facet to another."""

from typing import TYPE_CHECKING

import numpy as np

from gnn.bundle import GraphBundle
from gnn.replicate import Reals
from gnn.retrieval import unit

if TYPE_CHECKING:
    from gnn.kept import Kept


def telling(
    bundle: GraphBundle, kept: "Kept", pair: tuple[int, int], *, most: int = 3
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """uids of passages of the first facet that lie most on its side, and of the second on its own.

    Facets and passages are placed by the linear form of text that the run began with, whatever
    speaks in the end; passages of both facets tell nothing. The most telling come first.
    """
    if "text" not in bundle.items or "text" not in kept.closed:
        return (), ()
    items, projection = bundle.items["text"], kept.closed["text"]
    item, facet = items.facets
    if not all((facet == each).any() for each in pair):
        return (), ()
    placed = [
        (items.vectors[item[facet == each]] / projection.scale).mean(0) @ projection.basis
        for each in pair
    ]
    way = np.subtract(*unit(np.stack(placed[::-1])))
    earlier, later = (set(item[facet == each].tolist()) for each in pair)

    def farthest(own: set[int], along: Reals) -> tuple[str, ...]:
        rows = np.array(sorted(own), np.int64)
        passages = unit(items.vectors[rows] / projection.scale @ projection.basis)
        order = np.argsort(-(passages @ along), kind="stable")[:most]
        return tuple(items.uid[row] for row in rows[order])

    return farthest(earlier - later, -way), farthest(later - earlier, way)
