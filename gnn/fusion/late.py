"""Late fusion: each modality answers alone, and only the answers are averaged."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.interface import Fusion, Mix, read
from gnn.shape import Shape


class Late(Fusion):
    """A head for each modality. It keeps most when modalities are missing."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        width = shape.width
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, width))
            for _ in modalities
        )

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """No modality hears another."""
        answers = torch.stack([head(u[:, m]) for m, head in enumerate(self.heads)], 1)
        return Mix(read(answers, bias, mask)[0])
