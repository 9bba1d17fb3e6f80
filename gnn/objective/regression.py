"""Similarity regression: cosines of cultures towards declared values."""

import torch
from torch import Tensor
from torch.nn.functional import huber_loss, mse_loss, normalize


def regression(fused: Tensor, pairs: Tensor, value: Tensor, *, kind: str) -> Tensor:
    """The loss of the cosines of `pairs` (n, 2) of rows of (F, width) against `value` (n,).

    kind: "mse", "huber", or "cosine" (1 - the correlation of all cosines with all values, which
    leaves the scale free). 0 without pairs.
    """
    if not len(pairs):
        return torch.zeros((), requires_grad=True)
    unit = normalize(fused, dim=1)
    found = (unit[pairs[:, 0]] * unit[pairs[:, 1]]).sum(1)
    if kind == "mse":
        return mse_loss(found, value)
    if kind == "huber":
        return huber_loss(found, value, delta=0.2)
    centred = [normalize(each - each.mean(), dim=0, eps=1e-8) for each in (found, value)]
    return 1 - (centred[0] * centred[1]).sum()
