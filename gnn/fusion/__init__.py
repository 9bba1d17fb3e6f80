"""Fusions: one file each, one interface (`interface.py`)."""

from collections.abc import Mapping, Sequence

from gnn.fusion.bottleneck import Bottleneck
from gnn.fusion.cross import Cross
from gnn.fusion.gated import Gated
from gnn.fusion.interface import Fused, Fusion, Mix
from gnn.fusion.joint import Joint
from gnn.fusion.late import Late
from gnn.fusion.mean import Mean
from gnn.fusion.mlp import Perceptron
from gnn.fusion.pairwise import Pairwise
from gnn.shape import Shape

FUSIONS: Mapping[str, type[Fusion]] = {
    "mean": Mean,
    "gated": Gated,
    "mlp": Perceptron,
    "joint": Joint,
    "cross": Cross,
    "bottleneck": Bottleneck,
    "pairwise": Pairwise,
    "late": Late,
}

__all__ = ["FUSIONS", "Fused", "Fusion", "Mix", "fusion"]


def fusion(modalities: Sequence[str], themes: int, shape: Shape) -> Fusion:
    """The fusion that `shape` names; `themes` counts all themes as one more."""
    return FUSIONS[shape.fusion](modalities, themes, shape)
