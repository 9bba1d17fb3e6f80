"""Modalities meet in a few tokens only (attention bottlenecks, Nagrani et al. 2021)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.block import Block, run
from gnn.fusion.interface import Fusion, Mix
from gnn.shape import Shape

_NECK = 4


class Bottleneck(Fusion):
    """Four tokens hear all that are present; a modality hears itself and those four."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        self.neck = nn.Parameter(torch.randn(_NECK, shape.width) * 0.1)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.blocks))
        ways = torch.eye(_NECK + len(modalities), dtype=torch.bool)
        ways[:_NECK], ways[:, :_NECK] = True, True
        self.register_buffer("ways", ways)

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """Read at the mean of the four."""
        count = len(u)
        x = torch.cat([self.neck.expand(count, -1, -1), u], 1)
        present = torch.cat([mask.new_ones(count, _NECK), mask], 1)
        weight = torch.cat([bias.new_zeros(count, _NECK), bias], 1)
        allowed = present[:, None] & torch.as_tensor(self.ways)
        x, seen = run(self.blocks, x, allowed, weight)
        readout = torch.zeros_like(weight)
        readout[:, :_NECK] = 1 / _NECK
        return Mix(x[:, :_NECK].mean(1), seen, readout)
