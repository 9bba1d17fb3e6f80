"""NT-Xent against pytorch-metric-learning, and exact nearest vectors against torch in blocks."""

import time
from collections.abc import Callable

from benchmarks.measure import Figure, figure

_ROUNDS = 3
_PAIRS = 2_048
_WIDTH = 128
_VECTORS = 100_000
_K = 20


def objective() -> list[Figure]:
    """CPU seconds of a value and its gradient: ours / theirs in the SupCon form."""
    import torch
    from pytorch_metric_learning.losses import SelfSupervisedLoss, SupConLoss

    from gnn.objective.contrast import nt_xent

    theirs = SelfSupervisedLoss(SupConLoss(temperature=0.1))
    generator = torch.Generator().manual_seed(0)
    views = [torch.randn(_PAIRS, _WIDTH, generator=generator).requires_grad_() for _ in "ab"]
    ratios = _ratios(
        lambda: nt_xent(views[0], views[1], temperature=0.1).backward(),
        lambda: theirs(*views).backward(),
    )
    detail = f"{_PAIRS} pairs of {_WIDTH}, value and gradient, / SelfSupervisedLoss(SupConLoss)"
    return [figure("objective", "-", ratios, target=0.5, most=True, detail=detail)]


def topk() -> list[Figure]:
    """CPU seconds of the exact nearest of all: ours / a matrix product and topk in blocks.

    One thread each, since threads that wait by spinning are charged for it.
    """
    import numpy as np
    import torch
    from threadpoolctl import threadpool_limits

    from gnn.topk import top_k

    vectors = np.random.default_rng(0).normal(size=(_VECTORS, _WIDTH)).astype(np.float32)
    queries = vectors[: _VECTORS // 20]

    def blocks() -> None:
        unit = torch.nn.functional.normalize(torch.from_numpy(vectors), dim=1)
        for start in range(0, len(queries), 1_000):
            torch.topk(unit[start : start + 1_000] @ unit.T, _K, dim=1)

    torch.set_num_threads(1)
    with threadpool_limits(1):
        ratios = _ratios(lambda: top_k(queries, vectors, k=_K), blocks)
    detail = f"{len(queries)} of {_VECTORS} x {_WIDTH}, top {_K}, / torch in blocks of 1,000"
    return [figure("topk", "-", ratios, target=0.6, most=True, detail=detail)]


def _ratios(own: Callable[[], object], peer: Callable[[], object]) -> list[float]:
    own()
    peer()
    return [_cost(own) / _cost(peer) for _ in range(_ROUNDS)]


def _cost(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
