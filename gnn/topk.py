"""The nearest of many vectors, exactly.

A row of all scores is written, read again and sorted for a third of what computing it costs. So
scores are made in pieces that stay in the cache, and only what beats the least of the best so far
goes on: k log(n / k) of n, in random order. The product is numpy's, whose BLAS is the faster one
on processors that are not Intel's.
"""

import numpy as np

from gnn.bundle import Floats, Ints
from gnn.kernels import keep_best

_BLOCK = 512  # queries
_PIECE = 4096  # vectors
_NEVER = -np.inf


def top_k(queries: Floats, vectors: Floats, *, k: int) -> tuple[Ints, Floats]:
    """The `k` rows of `vectors` (n, d) of greatest cosine with each of `queries` (q, d).

    Indexes (q, k) and cosines (q, k), falling, equal ones by index; fewer than k vectors give fewer
    columns. A zero vector is at 0 from all. All numbers are finite.
    """
    rows, unit = _unit(queries), _unit(vectors)
    most = min(k, len(unit))
    near = np.zeros((len(rows), most), np.int64)
    score = np.full((len(rows), most), _NEVER, np.float32)
    buffer = np.empty(min(_BLOCK, len(rows)) * min(_PIECE, len(unit)), np.float32)
    for start in range(0, len(rows) if most else 0, _BLOCK):
        own = slice(start, start + _BLOCK)
        for first in range(0, len(unit), _PIECE):
            piece = unit[first : first + _PIECE]
            shape = len(rows[own]), len(piece)
            scores = buffer[: shape[0] * shape[1]].reshape(shape)
            np.matmul(rows[own], piece.T, out=scores)
            keep_best(scores, first, score[own], near[own])
    order = np.lexsort((near, -score))
    return np.take_along_axis(near, order, 1), np.take_along_axis(score, order, 1)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return np.ascontiguousarray(unit, np.float32)
