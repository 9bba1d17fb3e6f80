"""A perceptron over all modalities side by side."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gnn.fusion.interface import Fusion, Mix
from gnn.shape import Shape


class Perceptron(Fusion):
    """Concatenated tokens, 0 where absent, and the mask itself -> one hidden layer."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        width, count = shape.width, len(modalities)
        self.inner = nn.Sequential(
            nn.Linear(count * (width + 1), 2 * width),
            nn.GELU(),
            nn.Dropout(shape.dropout),
            nn.Linear(2 * width, width),
        )

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix:
        """The weights before attention scale the tokens here."""
        weighed = u * torch.sigmoid(bias)[..., None]
        return Mix(self.inner(torch.cat([weighed.flatten(1), mask.to(u.dtype)], 1)))
