"""Attention over the periods of a culture and theme, less with every year between them.

    a_ij = softmax_j(q_i . k_j / sqrt(d / H) - softplus(decay) |year_i - year_j| / 100)
    x_i <- x_i + scale * LN(sum_j a_ij v_j) / sqrt(d)             scale starts at 0

A period without a year has an embedding of its own and a learned distance to all others. "causal":
a period hears none that is later, and none whose year is not known.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus
from torch_geometric.utils import softmax

from gnn.shape import Shape

_CENTURY = 100.0


class Temporal(nn.Module):
    """Multi-head attention along the edges `moments`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads, self.causal, self.gain = shape.heads, shape.temporal == "causal", width**0.5
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width)
        self.undated = nn.Parameter(torch.randn(width) * 0.1)
        self.apart = nn.Parameter(torch.zeros(shape.heads))  # of what has no date
        self.decay = nn.Parameter(torch.linspace(-3, 0, shape.heads))
        self.scale = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor, year: Tensor, moments: Tensor) -> Tensor:
        """x (F, d), year (F,) with NaN where not known, moments (2, m) -> (F, d)."""
        index, attention, value = self._attend(x, year, moments)
        heard = attention[..., None] * value[index[0]]  # (m, H, d / H)
        total = x.new_zeros(x.shape).index_add(0, index[1], heard.flatten(1))
        there = torch.bincount(index[1], minlength=len(x)) > 0
        moved = self.scale * self.after(total) / self.gain
        return x + torch.where(there[:, None], moved, 0.0)

    def attention(self, x: Tensor, year: Tensor, moments: Tensor) -> tuple[Tensor, Tensor]:
        """The edges (2, n) that are heard along, and the mean of the heads on each (n,)."""
        index, attention, _ = self._attend(x, year, moments)
        return index, attention.mean(1)

    def _attend(self, x: Tensor, year: Tensor, moments: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        source, target = year[moments]
        own = moments[0] == moments[1]
        index = moments[:, own | (source <= target)] if self.causal else moments
        dated = torch.where(year.isnan()[:, None], self.undated, 0.0)
        parts = self.project(self.before(self.gain * x) + dated)
        parts = parts.view(len(x), 3, self.heads, x.shape[1] // self.heads)
        query, key, value = parts.unbind(1)  # (F, H, d / H)
        scores = (query[index[1]] * key[index[0]]).sum(2) / query.shape[2] ** 0.5
        scores = scores - self._distance(year, index)
        return index, softmax(scores, index[1], num_nodes=len(x)), value

    def _distance(self, year: Tensor, index: Tensor) -> Tensor:
        """(m, H): how far two periods are, for each head."""
        source, target = year[index]
        between = (source - target).abs() / _CENTURY
        unknown = between.isnan() & (index[0] != index[1])
        known = torch.nan_to_num(between, nan=0.0)[:, None] * softplus(self.decay)
        return torch.where(unknown[:, None], self.apart, known)
