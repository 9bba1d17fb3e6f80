"""The nearest of many vectors, exactly.

Sorting a row of all scores costs as much as a third of computing them. So scores are cut into
groups: the best k of a row lie in the k groups whose maxima are greatest, and only those are
sorted. One buffer holds the scores of all blocks, since fresh memory costs page faults.
"""

from typing import TYPE_CHECKING

import numpy as np

from gnn.bundle import Floats, Ints

if TYPE_CHECKING:
    from torch import Tensor

_BLOCK = 256  # queries
_GROUP = 128  # vectors
_NEVER = -2.0  # below any cosine


def top_k(queries: Floats, vectors: Floats, *, k: int) -> tuple[Ints, Floats]:
    """The `k` rows of `vectors` (n, d) of greatest cosine with each of `queries` (q, d).

    Indexes (q, k) and cosines (q, k), falling; fewer than k vectors give fewer columns. A zero
    vector is at 0 from all.
    """
    import torch

    size, most = len(vectors), min(k, len(vectors))
    padded = torch.zeros(-(-size // _GROUP) * _GROUP, vectors.shape[1])
    padded[:size] = torch.from_numpy(_unit(vectors))
    rows = torch.from_numpy(_unit(queries))
    buffer = torch.empty(min(_BLOCK, len(rows)), len(padded))
    near = np.zeros((len(rows), most), np.int64)
    score = np.zeros((len(rows), most), np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        scores = torch.mm(block, padded.T, out=buffer[: len(block)])
        scores[:, size:] = _NEVER
        best, where = _best(scores, most)
        near[start : start + _BLOCK], score[start : start + _BLOCK] = where.numpy(), best.numpy()
    return near, score


def _best(scores: "Tensor", k: int) -> tuple["Tensor", "Tensor"]:
    """The `k` greatest of each row, falling, and where they stand."""
    import torch

    groups = scores.view(len(scores), -1, _GROUP)
    kept = groups.amax(2).topk(min(k, groups.shape[1]), dim=1).indices
    inside = torch.gather(groups, 1, kept[:, :, None].expand(-1, -1, _GROUP)).flatten(1)
    best, place = inside.topk(k, dim=1)
    return best, torch.gather(kept, 1, place // _GROUP) * _GROUP + place % _GROUP


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return np.ascontiguousarray(unit, np.float32)
