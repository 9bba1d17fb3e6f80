"""Each modality asks all the others, both ways (the family of ALBEF)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.block import Block, run
from gnn.fusion.interface import Fusion, Mix, read
from gnn.shape import Shape


class Cross(Fusion):
    """Bidirectional cross-attention (Li et al. 2021), for any number of modalities."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        self.nobody = nn.Parameter(torch.zeros(shape.width))
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.blocks))
        own = torch.eye(len(modalities) + 1, dtype=torch.bool)
        own[0, 0] = False
        self.register_buffer("own", own)

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """A modality that is alone hears `nobody`, and so does `nobody` itself."""
        count = len(u)
        x = torch.cat([self.nobody.expand(count, 1, -1), u], 1)
        present = torch.cat([mask.new_ones(count, 1), mask], 1)
        allowed = present[:, None] & ~torch.as_tensor(self.own)
        allowed[:, 0, 1:] = False
        weight = torch.cat([bias.new_zeros(count, 1), bias], 1)
        x, seen = run(self.blocks, x, allowed, weight)
        value, readout = read(x[:, 1:], bias, mask)
        return Mix(value, seen, torch.cat([readout.new_zeros(count, 1), readout], 1))
