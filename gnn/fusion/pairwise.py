"""Graph attention in a graph of two nodes for each pair of modalities (the family of GraphMFT).

Li et al. 2022, arXiv 2208.00339: one graph for every two modalities, attention over each, and what
a modality learned in its graphs is put together. Attention is GATv2's (Brody et al. 2022).
"""

from collections.abc import Sequence
from itertools import combinations

import torch
from torch import Tensor, nn
from torch.nn.functional import leaky_relu

from gnn.fusion.interface import Fusion, Mix, read
from gnn.shape import Shape


class Pair(nn.Module):
    """GATv2 between two modalities and each with itself."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.source, self.target = (nn.Linear(shape.width, shape.width) for _ in "st")
        self.score = nn.Parameter(torch.randn(shape.heads, shape.width // shape.heads) * 0.1)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, u: Tensor, bias: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """u (F, 2, d), bias and mask (F, 2) -> (F, 2, d) and attention (F, H, 2, 2)."""
        shape = (len(u), 2, self.heads, -1)
        source, target = self.source(u).view(shape), self.target(u).view(shape)
        met = leaky_relu(target[:, :, None] + source[:, None], 0.2)  # (F, 2, 2, H, d / H)
        scores = (met * self.score).sum(4) + bias[:, None, :, None]
        allowed = mask[:, None] | torch.eye(2, dtype=torch.bool, device=u.device)
        attention = torch.softmax(scores.masked_fill(~allowed[..., None], float("-inf")), 2)
        heard = torch.einsum("fqkh,fkhd->fqhd", attention, source).reshape(u.shape)
        return u + self.drop(heard), attention.permute(0, 3, 1, 2)


class Pairwise(Fusion):
    """What each modality heard in its pairs, averaged."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        self.heads = shape.heads
        self.ends = tuple(combinations(range(len(modalities)), 2))
        self.pairs = nn.ModuleList(Pair(shape) for _ in self.ends)

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """A modality whose partner is absent hears itself."""
        count, number, _ = u.shape
        if not self.ends:
            return Mix(read(u, bias, mask)[0])
        total = torch.zeros_like(u)
        seen = u.new_zeros(count, self.heads, number, number)
        for ends, pair in zip(self.ends, self.pairs, strict=True):
            index = torch.tensor(ends, device=u.device)
            heard, attention = pair(u[:, index], bias[:, index], mask[:, index])
            total = total.index_add(1, index, heard)
            seen[:, :, index[:, None], index] += attention.detach()
        value, readout = read(total / (number - 1), bias, mask)
        return Mix(value, (seen / (number - 1),), readout)
