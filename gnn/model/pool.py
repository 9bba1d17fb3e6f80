"""Attention within sets of any length, and one vector for each set.

Within a set each element asks all others:
    attention: softmax(q k') v                            n^2 in the length of a set
    sparse: the same among the `most` elements of the highest score; with most >= n the same
    linear: phi(q) (sum phi(k) v') / phi(q) . sum phi(k)  n; phi = elu + 1 (Katharopoulos et al.
            2020), with its exact normaliser
Then a softmax over scores of the elements weighs what they heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import elu, scaled_dot_product_attention
from torch_geometric.utils import softmax

from gnn.inputs import ItemSet
from gnn.shape import Shape

KINDS = ("attention", "sparse", "linear")


@dataclass(frozen=True, slots=True)
class Sets:
    """m elements in `count` sets: `of` (m,) is sorted and says to which set an element belongs."""

    of: Tensor
    count: int

    def lengths(self) -> Tensor:
        """(count,) elements of each set."""
        return torch.bincount(self.of, minlength=self.count)

    def padded(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Sets of about the same length together: places (b, n) of elements, and which are there.

        Lengths of one group are within a factor of 2, so at most half is padding.
        """
        lengths = self.lengths()
        starts = lengths.cumsum(0) - lengths
        group = torch.where(lengths > 0, lengths.clamp(min=1).log2().ceil().long(), -1)
        for size in torch.unique(group[group >= 0]).tolist():
            rows = torch.nonzero(group == size).flatten()
            column = torch.arange(int(lengths[rows].max()), device=rows.device)
            there = column < lengths[rows, None]
            yield torch.where(there, starts[rows, None] + column, 0), there


class SetPool(nn.Module):
    """(m, d) elements of sets -> (count, d), by one of `KINDS`; a set without elements gives 0."""

    def __init__(self, width: int, heads: int, *, kind: str, most: int) -> None:
        super().__init__()
        self.heads, self.kind, self.most = heads, kind, most
        self.norm = nn.LayerNorm(width)
        self.score = nn.Linear(width, 1, bias=False)
        self.project = nn.Linear(width, 3 * width)
        nn.init.zeros_(self.score.weight)

    def forward(self, x: Tensor, sets: Sets) -> Tensor:
        """x (m, d) -> (count, d)."""
        kept = self.kept(x, sets)
        x, sets = x[kept], Sets(sets.of[kept], sets.count)
        heard, weight = self.attend(x, sets), self.weights(x, sets)
        total = x.new_zeros(sets.count, x.shape[1])
        return total.index_add(0, sets.of, weight[:, None] * heard)

    def kept(self, x: Tensor, sets: Sets) -> Tensor:
        """Places of the elements that take part: all, or the highest scores of each set."""
        if self.kind != "sparse":
            return torch.arange(len(x), device=x.device)
        falling = self.score(self.norm(x)).squeeze(1).argsort(descending=True, stable=True)
        order = falling[sets.of[falling].argsort(stable=True)]
        lengths = sets.lengths()
        rank = torch.arange(len(x), device=x.device) - (lengths.cumsum(0) - lengths)[sets.of]
        found: Tensor = order[rank < self.most].sort().values
        return found

    def weights(self, x: Tensor, sets: Sets) -> Tensor:
        """(m,) of each element in its set; 1 in sum."""
        score = self.score(self.norm(x)).squeeze(1)
        weight: Tensor = softmax(score, sets.of, num_nodes=sets.count)
        return weight

    def attend(self, x: Tensor, sets: Sets) -> Tensor:
        """What each element hears in its set: (m, d) -> (m, d)."""
        parts = self.project(self.norm(x)).view(len(x), 3, self.heads, x.shape[1] // self.heads)
        within = linear if self.kind == "linear" else dense
        heard = torch.zeros_like(x)
        for places, there in sets.padded():
            query, key, value = parts[places].permute(2, 0, 3, 1, 4)  # (b, H, n, d / H)
            found = within(query, key, value, there).transpose(1, 2).flatten(2)
            heard = heard.index_copy(0, places[there], found[there])
        return heard


def dense(query: Tensor, key: Tensor, value: Tensor, there: Tensor) -> Tensor:
    """Softmax attention: three (b, H, n, e) and there (b, n) -> (b, H, n, e)."""
    mask = None if there.all() else there[:, None, None]
    return scaled_dot_product_attention(query, key, value, attn_mask=mask)


def linear(query: Tensor, key: Tensor, value: Tensor, there: Tensor) -> Tensor:
    """Kernel attention in the same shapes, without a matrix of n by n."""
    query, key = elu(query) + 1, (elu(key) + 1) * there[:, None, :, None]
    total = query @ (key.mT @ value)
    norm = query @ key.sum(2)[..., None]
    return total / norm


class ItemPool(nn.Module):
    """What attention over the items of a facet adds to their mean; nothing at step 0."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gain = shape.width**0.5
        self.pool = SetPool(shape.width, shape.heads, kind=shape.pool, most=shape.most)
        self.after = nn.LayerNorm(shape.width)
        self.scale = nn.Parameter(torch.zeros(shape.width))

    def forward(self, projected: Tensor, items: ItemSet, size: int) -> Tensor:
        """projected (n, d): the closed form of each item -> (size, d), 0 for no items."""
        found = self.pool(self.gain * projected[items.item], Sets(items.facet, size))
        there = torch.bincount(items.facet, minlength=size) > 0
        moved = self.scale * self.after(found) / self.gain
        return torch.where(there[:, None], moved, 0.0)
