"""One vector for each facet and modality: the mean of its items."""

from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, Floats, GraphBundle, Ints


@dataclass(frozen=True, slots=True)
class Pooled:
    """Of one modality: `x` (F, D) float32, `mask` (F,) where it is present, `count` (F,) items.

    `variables` (D,) says which columns are one variable (the codes of a trait). Rows that are not
    present mean nothing and must not be looked at. What is not coded, or of no item, is NaN.
    """

    x: Floats
    mask: Bools
    count: Ints
    variables: Ints


def pool(bundle: GraphBundle) -> dict[str, Pooled]:
    """The modalities that the bundle has, in the order text, image, audio, traits."""
    found = {
        name: _mean(bundle, name) for name in ("text", "image", "audio") if name in bundle.items
    }
    return found | ({"traits": _traits(bundle)} if bundle.traits.known.any() else {})


def _mean(bundle: GraphBundle, modality: str) -> Pooled:
    items = bundle.items[modality]
    item, facet = items.facets
    count = np.bincount(facet, minlength=bundle.size).astype(np.int64)
    rows = items.vectors[item].astype(np.float64)
    lost = ~np.isfinite(rows)
    rows[lost] = 0
    total, number = np.zeros((bundle.size, rows.shape[1])), np.maximum(count, 1)[:, None]
    np.add.at(total, facet, rows)
    if lost.any():
        number = np.repeat(number, rows.shape[1], axis=1)
        np.subtract.at(number, facet, lost)
    x = np.where(number > 0, total / np.maximum(number, 1), np.nan).astype(np.float32)
    return Pooled(x, np.asarray(count > 0), count, np.arange(x.shape[1], dtype=np.int64))


def _traits(bundle: GraphBundle) -> Pooled:
    traits = bundle.traits
    x = np.where(traits.known, traits.values, np.float32(np.nan)).astype(np.float32)
    known: Bools = np.asarray(traits.known.any(1))
    return Pooled(x, known, known.astype(np.int64), traits.variable)
