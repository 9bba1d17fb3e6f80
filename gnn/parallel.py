"""Several processes that train one network: torchrun --nproc-per-node 2 -m gnn.parallel FOLDER

Each takes its share of the batches of a step; gradients are summed, so that all go the same way as
one process would with all batches. FOLDER holds what `umran train --processes` put there: the
bundle and the head of the ledger. The first process keeps the ledger; whoever started them reads
the result from it.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn


def place_among() -> tuple[int, int]:
    """Which of how many processes this is."""
    if dist.is_available() and dist.is_initialized():
        return dist.get_rank(), dist.get_world_size()
    return 0, 1


def barrier() -> None:
    """Wait until all have come here."""
    if place_among()[1] > 1:
        dist.barrier()


def summed(learned: Sequence[nn.Parameter], values: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Sum gradients and `values` (scalars) over all processes."""
    if place_among()[1] == 1:
        return dict(values)
    moving = [p for p in learned if p.requires_grad]
    heard = torch.tensor([float(p.grad is not None) for p in moving])
    dist.all_reduce(heard)
    shared = [p for p, n in zip(moving, heard, strict=True) if n > 0]
    names = sorted(values)
    parts = [torch.zeros_like(p) if p.grad is None else p.grad for p in shared]
    flat = torch.cat([*(each.flatten() for each in parts), *(values[n].view(1) for n in names)])
    dist.all_reduce(flat)
    start = 0
    for parameter in shared:
        size = parameter.numel()
        parameter.grad = flat[start : start + size].view_as(parameter).clone()
        start += size
    return {name: flat[start + i] for i, name in enumerate(names)}


def main(folder: Path) -> None:
    """Train what `folder` holds, all processes in step."""
    from gnn.archive import load
    from gnn.ledger import open_ledger, read_config
    from gnn.train import train

    dist.init_process_group("gloo")
    try:
        bundle, config = load(folder / "bundle"), read_config(folder)
        ledger = open_ledger(folder, config, bundle.snapshot, resume=True)
        train(bundle, config, ledger=ledger)
        barrier()
    finally:
        dist.destroy_process_group()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
