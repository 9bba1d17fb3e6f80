"""Affinities: how near cultures are by what is known of them, and by where they live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gnn.bundle import ALL, Bools, Cultures, Floats, GraphBundle
from gnn.geography import distances
from gnn.pooling import pool

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Affinities:
    """Of C cultures: `items` (C, D) standardised and `mask` (C,) by modality, km (C, C) with NaN
    where a place is not known, kin (C, C) 1 within a block (a known language family)."""

    cultures: Cultures
    items: Mapping[str, Reals]
    mask: Mapping[str, Bools]
    km: Reals
    kin: Reals

    @property
    def size(self) -> int:
        """Number of cultures, C."""
        return len(self.cultures.uid)

    def only(self, names: Sequence[str]) -> "Affinities":
        """The same with these modalities."""
        items = {name: self.items[name] for name in names}
        return replace(self, items=items, mask={name: self.mask[name] for name in names})

    def place(self, reach: float) -> Reals:
        """(C, C) exp(-km / reach), 0 where a place is not known."""
        near: Reals = np.nan_to_num(np.exp(-self.km / reach), nan=0.0)
        np.fill_diagonal(near, 1.0)
        return near

    def likeness(self, breadth: float = 1.0) -> Reals:
        """(C, C) exp(-|x - y|^2 / (breadth 2 s)), s the median square distance; mean over what both
        have, 0 where they have nothing in common."""
        total, count = np.zeros((self.size, self.size)), np.zeros((self.size, self.size))
        for name, x in self.items.items():
            both = np.outer(self.mask[name], self.mask[name])
            total += np.where(both, radial(x, self.mask[name], breadth), 0)
            count += both
        found: Reals = total / np.maximum(count, 1)
        return found


def affinities(bundle: GraphBundle, *, modalities: Sequence[str] | None = None) -> Affinities:
    """From the facets of whole cultures; `modalities`: all but traits where None.

    Standardising looks at inputs only, at those of held-out cultures too.
    """
    pooled = pool(bundle)
    names = [n for n in pooled if n != "traits"] if modalities is None else modalities
    rows = np.flatnonzero((bundle.facets.theme == ALL) & (bundle.facets.period == ALL))
    size = len(bundle.cultures.uid)
    items, mask = {}, {}
    for name in names:
        there = rows[pooled[name].mask[rows]]
        own = bundle.facets.culture[there]
        mask[name] = np.isin(np.arange(size), own)
        items[name] = np.zeros((size, pooled[name].x.shape[1]))
        items[name][own] = standard(pooled[name].x[there])
    kin = np.array(bundle.cultures.family)
    same = ((kin == kin[:, None]) & (kin != "")).astype(np.float64)
    return Affinities(bundle.cultures, items, mask, distances(bundle.cultures), same)


def standard(x: Floats) -> Reals:
    """(n, D) centred and scaled; what is not known is the mean."""
    wide = np.where(np.isfinite(x), x, np.nan).astype(np.float64)
    known = ~np.isnan(wide)
    count = np.maximum(known.sum(0), 1)
    centred = np.where(known, wide - np.where(known, wide, 0).sum(0) / count, 0)
    deviation = np.sqrt((centred**2).sum(0) / count)
    typical = np.median(deviation[deviation > 0]) if (deviation > 0).any() else 1.0
    scaled: Reals = centred / np.maximum(deviation, 0.1 * typical)
    return scaled


def radial(x: Reals, mask: Bools, breadth: float) -> Reals:
    """(n, n) Gaussian kernel, its width from the median distance of the rows in `mask`."""
    square = (x**2).sum(1)
    apart = np.maximum(square + square[:, None] - 2 * x @ x.T, 0)
    own = apart[np.ix_(mask, mask)]
    typical = float(np.median(own[own > 0])) if (own > 0).any() else 1.0
    near: Reals = np.exp(-apart / (2 * breadth * typical))
    return near
