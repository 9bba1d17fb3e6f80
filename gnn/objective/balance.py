"""Gradient balance: no modality drowns the others because its gradients are larger."""

from collections.abc import Mapping

import torch
from torch import nn

_MOST = 4.0


def balance(branches: Mapping[str, nn.Module]) -> dict[str, float]:
    """Scale the gradients of each branch towards their geometric mean size; gives the factors.

    A factor is 1/4 to 4; branches without a gradient are left alone.
    """
    sizes = {name: _size(branch) for name, branch in branches.items()}
    heard = {name: size for name, size in sizes.items() if size > 0}
    if len(heard) < 2:
        return {}
    middle = float(torch.tensor(list(heard.values())).log().mean().exp())
    factors = {n: min(max(middle / size, 1 / _MOST), _MOST) for n, size in heard.items()}
    for name, factor in factors.items():
        for parameter in branches[name].parameters():
            if parameter.grad is not None:
                parameter.grad.mul_(factor)
    return factors


def _size(branch: nn.Module) -> float:
    squares = [p.grad.square().sum() for p in branch.parameters() if p.grad is not None]
    return float(torch.stack(squares).sum().sqrt()) if squares else 0.0
