"""The masked mean: no weights, nothing to learn. What every other fusion has to beat."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.interface import Fused, Fusion, Mix
from gnn.shape import Shape


class Mean(Fusion):
    """The mean of what is present."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        nn.Module.__init__(self)  # without the parameters of the others

    def look(self, tokens: Tensor, mask: Tensor, theme: Tensor) -> Fused:
        """Equal shares; the gates stand open."""
        tokens = torch.where(mask[..., None], tokens, 0.0)
        count = mask.sum(1, keepdim=True).clamp(min=1)
        share = mask.to(tokens.dtype) / count
        gate = mask[..., None].expand_as(tokens).to(tokens.dtype)
        return Fused(tokens.sum(1) / count, share, gate, torch.zeros_like(share))

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix | None:
        """Nothing."""
        return None
