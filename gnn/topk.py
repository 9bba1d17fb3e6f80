"""The nearest of many vectors, exactly."""

import numpy as np

from gnn.bundle import Floats, Ints


def top_k(queries: Floats, vectors: Floats, *, k: int) -> tuple[Ints, Floats]:
    """The `k` rows of `vectors` (n, d) of greatest cosine with each of `queries` (q, d).

    Indexes (q, k) and cosines (q, k), falling; fewer than k vectors give fewer columns. A zero
    vector is at 0 from all.
    """
    import faiss

    rows, columns, most = _unit(queries), _unit(vectors), min(k, len(vectors))
    score, near = faiss.knn(rows, columns, most, metric=faiss.METRIC_INNER_PRODUCT)
    return near.astype(np.int64), score.astype(np.float32)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return np.ascontiguousarray(unit, np.float32)
