"""Epochs of the branches against PyTorch Geometric's plain form, and pooling against its dense one.

Each turn is a process of its own, since the allocator's settings hold for a whole process. An epoch
is forward and backward through two layers, one thread, 20,000 nodes, 200,000 edges, width 128.

Run as a script it prints the CPU seconds of one form: `python -m benchmarks.model gatv2 ours`.
"""

import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.measure import Figure, figure

NODES, EDGES, WIDTH, HEADS = 20_000, 200_000, 128, 4
SET = 4_096  # items in the sets that are pooled
ROUNDS, EPOCHS = 3, 3


def branches() -> list[Figure]:
    """GATv2 / the naive COO form, SAGE / its matrix products alone."""
    return [
        _compared("gatv2 epoch", "gatv2", "naive", 0.5, "CPU, ours / PyG's GATv2Conv on COO edges"),
        _compared("sage epoch", "sage", "gemm", 1.5, "CPU, ours / the same without messages"),
    ]


def pooling() -> list[Figure]:
    """Attention over sets of 4,096 items: linear and sparse / dense."""
    return [
        _compared(f"pool {kind}", kind, "attention", 1.0, "CPU, a set of 4,096 / dense attention")
        for kind in ("linear", "sparse")
    ]


def _compared(name: str, ours: str, theirs: str, target: float, detail: str) -> Figure:
    ratios = [_seconds(ours) / _seconds(theirs, of=ours) for _ in range(ROUNDS)]
    return figure(name, "-", ratios, target=target, most=True, detail=detail)


def _seconds(form: str, *, of: str = "") -> float:
    command = [sys.executable, "-m", "benchmarks.model", form, of or form]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(found.stdout)


def _epoch(form: str) -> Callable[[], None]:
    import torch
    from torch import nn
    from torch_geometric.nn import GATv2Conv

    from gnn.model.conv import Gat, Sage
    from gnn.model.links import links
    from gnn.shape import Shape

    x, index = torch.randn(NODES, WIDTH), torch.randint(NODES, (2, EDGES))
    shape = Shape(WIDTH, heads=HEADS)
    edges = links(index, NODES, NODES)
    norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))
    kinds: dict[str, Callable[[], nn.Module]] = {
        "naive": lambda: GATv2Conv(WIDTH, WIDTH // HEADS, HEADS, add_self_loops=False),
        "gatv2": lambda: Gat(shape),
        "sage": lambda: Sage(shape),
        "gemm": lambda: Sage(shape),
    }
    layers = nn.ModuleList(kinds[form]() for _ in range(2))

    def message(layer: nn.Module, h: torch.Tensor) -> torch.Tensor:
        if form == "naive":
            return layer(h, index)  # type: ignore[no-any-return]
        if form == "gemm":
            return layer.neighbours(h) + layer.own(h)  # type: ignore[operator]
        return layer(h, h, edges)  # type: ignore[no-any-return]

    def run() -> None:
        h = x
        for norm, layer in zip(norms, layers, strict=True):
            h = h + torch.relu(message(layer, norm(h)))
        h.square().mean().backward()

    return run


def _pool(kind: str) -> Callable[[], None]:
    import torch

    from gnn.model.pool import SetPool, Sets

    x = torch.randn(2 * SET, WIDTH)
    pool, sets = SetPool(WIDTH, HEADS, kind=kind, most=64), Sets(torch.arange(2 * SET) // SET, 2)

    def run() -> None:
        pool(x, sets).square().mean().backward()

    return run


def main() -> None:
    """Print the least CPU seconds of some epochs of a form, beside `of`."""
    import torch

    from gnn.allocator import keep_memory

    form, of = sys.argv[1:]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    if form != "naive":
        keep_memory()
    run = _pool(form) if of in ("linear", "sparse", "attention") else _epoch(form)
    taken = []
    for _ in range(EPOCHS + 1):
        before = time.process_time()
        run()
        taken.append(time.process_time() - before)
    print(min(taken[1:]))


if __name__ == "__main__":
    main()
