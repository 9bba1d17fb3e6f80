"""Weights and gates alone: the weighted mean, and nothing mixed in."""

from collections.abc import Sequence

from torch import Tensor

from gnn.fusion.interface import Fusion, Mix
from gnn.shape import Shape


class Gated(Fusion):
    """A mean whose weights are learned (gated multimodal unit, Arevalo et al. 2017)."""

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__(modalities, themes, shape)
        del self.scale, self.after  # of what is mixed in

    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix | None:
        """Nothing."""
        return None
