"""All modalities in one transformer, read at a token of its own (the family of ViLT)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.block import Block, run
from gnn.fusion.interface import Fusion, Mix
from gnn.shape import Shape


class Joint(Fusion):
    """[CLS, tokens], each hears all that are present (Kim et al. 2021)."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        self.cls = nn.Parameter(torch.randn(shape.width) * 0.1)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.blocks))

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """CLS is always there, so no query is without a key."""
        count = len(u)
        x = torch.cat([self.cls.expand(count, 1, -1), u], 1)
        present = torch.cat([mask.new_ones(count, 1), mask], 1)
        weight = torch.cat([bias.new_zeros(count, 1), bias], 1)
        x, seen = run(self.blocks, x, present[:, None].expand(-1, x.shape[1], -1), weight)
        readout = torch.zeros_like(weight)
        readout[:, 0] = 1
        return Mix(x[:, 0], seen, readout)
