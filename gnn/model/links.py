"""Edges made ready for sums over neighbours, forwards and backwards."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding_bag


@dataclass(frozen=True, slots=True)
class Links:
    """m edges from `sources` nodes to `targets` nodes, sorted by target.

    index: (2, m). starts: (targets + 1,), where each target's edges begin. order: (m,), the edges
    by source; back: (sources + 1,), where each source's edges begin in that order.
    """

    index: Tensor
    sources: int
    targets: int
    starts: Tensor
    order: Tensor
    back: Tensor

    @property
    def heard(self) -> Tensor:
        """(targets,) how many neighbours each target has."""
        return self.starts.diff()

    @property
    def spoken(self) -> Tensor:
        """(sources,) how many targets each source has."""
        return self.back.diff()


def links(index: Tensor, sources: int, targets: int) -> Links:
    """`index` (2, m) in any order -> the same, sorted by target."""
    if (index[1].diff() < 0).any():
        index = index[:, index[1].argsort(stable=True)]
    order = index[0].argsort(stable=True)
    starts, back = _starts(index[1], targets), _starts(index[0], sources)
    return Links(index.contiguous(), sources, targets, starts, order, back)


def _starts(ends: Tensor, size: int) -> Tensor:
    starts = ends.new_zeros(size + 1)
    starts[1:] = torch.bincount(ends, minlength=size).cumsum(0)
    return starts


def gather(x: Tensor, edges: Links, weight: Tensor) -> Tensor:
    """Sums of neighbours: x (sources, d), weight (m,) without gradient -> (targets, d)."""
    found: Tensor = _Gather.apply(x, edges, weight)  # type: ignore[no-untyped-call]
    return found


class _Gather(torch.autograd.Function):
    """No (m, d) array is made, neither forwards nor backwards: that is what costs."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, edges: Links, weight: Tensor) -> Tensor:
        ctx.edges, ctx.weight = edges, weight
        return _sums(x, edges.index[0], edges.starts, weight)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, None, None]:
        if not ctx.needs_input_grad[0]:
            return None, None, None
        edges, order = ctx.edges, ctx.edges.order
        targets, weight = edges.index[1][order], ctx.weight[order]
        return _sums(gradients[0].contiguous(), targets, edges.back, weight), None, None


def _sums(x: Tensor, index: Tensor, starts: Tensor, weight: Tensor) -> Tensor:
    if not len(index):
        return x.new_zeros(len(starts) - 1, x.shape[1])
    return embedding_bag(
        index, x, starts, mode="sum", per_sample_weights=weight, include_last_offset=True
    )
