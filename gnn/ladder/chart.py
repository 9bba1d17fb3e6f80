"""From a view to coordinates, linear or by a kernel, fitted on some units and applied to all.

linear: what is known, standardised. rbf: exp(-|x - y|^2 / (2 s^2)) between rows. set: the same
between items, averaged over the items of a unit (the kernel mean embedding of Smola et al. 2007,
so units are compared as distributions and not by their means). Kernels are drawn on landmarks
(Williams & Seeger 2001), so the cost grows with the number of units, not with its square.
"""

from dataclasses import dataclass

import numpy as np

from gnn.bundle import Floats, Ints
from gnn.closed_form import Projection, standardiser
from gnn.ladder.view import ItemSets, Reals, View

KINDS = ("linear", "rbf", "set")
_LANDMARKS = 256
_MOST = 64  # coordinates
_LEAST = 1e-4  # of the largest variance
_BLOCK = 4096  # rows at a time


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` of KINDS; landmarks (L, D) standardised, root (L, r) or (D, r), mean (r,).

    reach: the bandwidth of the kernel, squared.
    """

    kind: str
    standard: Projection
    landmarks: Floats
    reach: float
    root: Reals
    mean: Reals

    def __call__(self, view: View) -> Reals:
        """(F, r) centred coordinates; 0 where the view is absent."""
        found = np.zeros((len(view.mask), self.root.shape[1]))
        found[view.mask] = self._raw(view) @ self.root - self.mean
        return found

    def _raw(self, view: View) -> Reals:
        """Rows that are there, standardised, or their kernel values with the landmarks."""
        if self.kind == "set" and view.sets is not None:
            return self._sets(view, view.sets)
        rows = self.standard.standardise(view.x[view.mask], view.strata[view.mask])
        return rows.astype(np.float64) if self.kind == "linear" else self._kernel(rows)

    def _kernel(self, rows: Floats) -> Reals:
        return kernel(rows, self.landmarks, self.reach)

    def _sets(self, view: View, sets: ItemSets) -> Reals:
        """Means over the items of each unit."""
        pairs = view.mask[sets.unit]
        item, unit = sets.item[pairs], sets.unit[pairs]
        total = np.zeros((len(view.mask), len(self.landmarks)))
        for first in range(0, len(item), _BLOCK):
            own = unit[first : first + _BLOCK]
            rows = sets.vectors[item[first : first + _BLOCK]]
            values = self._kernel(self.standard.standardise(rows, view.strata[own]))
            begins = np.flatnonzero(np.diff(own, prepend=-1))
            total[own[begins]] += np.add.reduceat(values, begins, axis=0)
        count = np.bincount(unit, minlength=len(view.mask))
        found: Reals = (total / np.maximum(count, 1)[:, None])[view.mask]
        return found


def fit_chart(view: View, kind: str, *, spread: float = 1.0) -> Chart:
    """The chart of the units that `view` has; `spread`: bandwidth, in medians of the distances.

    A view without items has no sets: it gets the kernel between rows.
    """
    standard = standardiser(view.x, view.mask, view.strata, one_hot=view.coded)
    if kind == "set" and view.sets is None:
        kind = "rbf"
    if kind == "linear":
        return _finished(kind, standard, np.zeros((0, 0), np.float32), 0.0, view)
    rows = standard.standardise(view.x[view.mask], view.strata[view.mask])
    among = _items(view, standard) if kind == "set" else rows
    landmarks = among[even(len(among), _LANDMARKS)]
    reach = spread**2 * _typical(landmarks.astype(np.float64))
    return _finished(kind, standard, landmarks, reach, view)


def kernel(rows: Floats, landmarks: Floats, reach: float) -> Reals:
    """(n, L) exp(-|x - y|^2 / (2 reach)), computed in float32."""
    square = (rows**2).sum(1)[:, None] + (landmarks**2).sum(1) - 2 * rows @ landmarks.T
    found: Reals = np.exp(np.maximum(square, 0) * np.float32(-0.5 / reach)).astype(np.float64)
    return found


def _finished(
    kind: str, standard: Projection, landmarks: Floats, reach: float, view: View
) -> Chart:
    """With the coordinates turned to principal axes of the units, the largest _MOST of them."""
    size = view.x.shape[1]
    first = np.eye(size) if kind == "linear" else _inverse_root(kernel(landmarks, landmarks, reach))
    plain = Chart(kind, standard, landmarks, reach, first, np.zeros(first.shape[1]))
    raw = plain(view)[view.mask]
    mean = raw.mean(0) if len(raw) else np.zeros(first.shape[1])
    axes = principal(raw - mean, _MOST)
    return Chart(kind, standard, landmarks, reach, first @ axes, mean @ axes)


def principal(centred: Reals, most: int) -> Reals:
    """(D, r) principal axes of the rows, those with hardly any variance left out.

    The largest entry of each is positive, so that the same rows give the same axes.
    """
    if not len(centred):
        return np.zeros((centred.shape[1], 0))
    values, vectors = np.linalg.eigh(centred.T @ centred)
    values, vectors = values[::-1][:most], vectors[:, ::-1][:, :most]
    vectors = vectors[:, values > _LEAST * max(float(values[0]), 1e-12)]
    if not vectors.size:
        return vectors
    largest = vectors[np.abs(vectors).argmax(0), np.arange(vectors.shape[1])]
    found: Reals = vectors * np.where(largest < 0, -1.0, 1.0)
    return found


def _inverse_root(gram: Reals) -> Reals:
    """(L, r) that turns kernel values with the landmarks into coordinates."""
    values, vectors = np.linalg.eigh(gram)
    kept = values > 1e-6 * max(float(values[-1]), 1e-12) if len(values) else values > 0
    found: Reals = vectors[:, kept] / np.sqrt(values[kept])
    return found


def _items(view: View, standard: Projection) -> Floats:
    assert view.sets is not None
    there = np.flatnonzero(view.mask[view.sets.unit])
    there = there[even(len(there), 4 * _LANDMARKS)]
    item, unit = view.sets.item[there], view.sets.unit[there]
    return standard.standardise(view.sets.vectors[item], view.strata[unit])


def even(size: int, most: int) -> Ints:
    """At most `most` of `size` positions, evenly apart."""
    return np.unique(np.linspace(0, size - 1, min(size, most)).round().astype(np.int64))


def _typical(rows: Reals) -> float:
    """The median squared distance of different rows."""
    square = (rows**2).sum(1)[:, None] + (rows**2).sum(1) - 2 * rows @ rows.T
    apart = square[np.triu_indices(len(rows), 1)]
    apart = apart[apart > 1e-9]
    return float(np.median(apart)) if len(apart) else 1.0
