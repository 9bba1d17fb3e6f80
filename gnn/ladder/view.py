"""A modality of many units, as closed forms see it: one row each, and the items behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools, Floats, GraphBundle, Ints
from gnn.pooling import Pooled

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ItemSets:
    """Items `vectors` (n, D); pairs `item` (m,) and `unit` (m,), the latter sorted."""

    vectors: Floats
    item: Ints
    unit: Ints


@dataclass(frozen=True, slots=True)
class View:
    """`x` (F, D) pooled, NaN where a variable is not known; `mask` (F,) where there is anything.

    strata: (F,) what is centred together. coded: columns are codes, 0 to 1. sets: the items behind
    the rows, where there are any.
    """

    x: Floats
    mask: Bools
    strata: Ints
    coded: bool = False
    sets: ItemSets | None = None

    def only(self, rows: Bools) -> "View":
        """The same with all other units absent."""
        return replace(self, mask=self.mask & rows)


Views = Mapping[str, View]


def views_of(bundle: GraphBundle, pooled: Mapping[str, Pooled], strata: Ints) -> dict[str, View]:
    """The views of a bundle's facets by modality."""
    return {
        name: View(each.x, each.mask, strata, name == "traits", _sets(bundle, name))
        for name, each in pooled.items()
    }


def _sets(bundle: GraphBundle, name: str) -> ItemSets | None:
    if name not in bundle.items:
        return None
    items = bundle.items[name]
    item, unit = items.facets[:, np.argsort(items.facets[1], kind="stable")]
    return ItemSets(items.vectors, item, unit)
