"""Comparing bundles."""

import numpy as np

from gnn.bundle import GraphBundle


def same(one: GraphBundle, other: GraphBundle) -> bool:
    """Whether two bundles are equal, arrays bit for bit and dtype for dtype."""
    pairs = zip(one.parts_by_name(), other.parts_by_name(), strict=True)
    heads = [(b.snapshot, b.spec, dict(b.left_out)) for b in (one, other)]
    return heads[0] == heads[1] and all(a == b and _equal(x, y) for (a, x), (b, y) in pairs)


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        whole = (one.dtype, one.shape) == (other.dtype, other.shape)
        return whole and one.tobytes() == other.tobytes()
    return one == other
