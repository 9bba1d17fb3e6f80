"""A transformer block over a few tokens, along the ways that are allowed, with weights to see."""

import torch
from torch import Tensor, nn

from gnn.shape import Shape

_SCALE = 0.1  # LayerScale (Touvron et al. 2021)


class Block(nn.Module):
    """Attention and a feed-forward part, pre-LayerNorm, each scaled and added."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.norm, self.norm_inner = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.drop = nn.Dropout(shape.dropout)
        self.scale = nn.Parameter(torch.full((2, width), _SCALE))

    def forward(self, x: Tensor, allowed: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """x (F, T, d) -> the same, and attention (F, H, T, T), queries by keys.

        allowed: (F, T, T) or (1, T, T), at least one key for each query. bias: (F, T), added to
        the scores of each key.
        """
        count, places, width = x.shape
        parts = self.project(self.norm(x)).view(count, places, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (F, H, T, d / H)
        scores = query @ key.mT / (width // self.heads) ** 0.5 + bias[:, None, None]
        attention = torch.softmax(scores.masked_fill(~allowed[:, None], float("-inf")), 3)
        heard = (attention @ value).transpose(1, 2).reshape(count, places, width)
        x = x + self.scale[0] * self.drop(self.out(heard))
        return x + self.scale[1] * self.drop(self.inner(self.norm_inner(x))), attention


def run(
    blocks: nn.ModuleList, x: Tensor, allowed: Tensor, bias: Tensor
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """x through all blocks, and the attention of each."""
    seen = []
    for block in blocks:
        x, attention = block(x, allowed, bias)
        seen.append(attention)
    return x, tuple(seen)
