"""Small heads on the fused vector: the theme, and the place."""

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, cross_entropy, normalize


class Themes(nn.Module):
    """Which theme a facet is about."""

    def __init__(self, themes: int, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, max(themes, 1))
        self.gain = width**0.5

    def forward(self, fused: Tensor, theme: Tensor, rows: Tensor) -> Tensor:
        """Cross-entropy over the `rows` (F,) that are on a theme, `theme` (F,) 0.., -1 for all."""
        asked = rows & (theme >= 0)
        if not asked.any():
            return torch.zeros((), requires_grad=True)
        scores = self.linear(self.gain * normalize(fused[asked], dim=1))
        return cross_entropy(scores, theme[asked])


class Place(nn.Module):
    """Where the culture of a facet lives, as a point on the sphere.

    Facets with one modality learn from it too, which no contrast between modalities sees.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, 3)

    def forward(self, fused: Tensor, place: Tensor, rows: Tensor) -> Tensor:
        """1 - cosine with `place` (F, 3), over the `rows` (F,) whose place is known (not NaN)."""
        asked = rows & ~place.isnan().any(1)
        if not asked.any():
            return torch.zeros((), requires_grad=True)
        found = self.linear(normalize(fused[asked], dim=1))
        return (1 - cosine_similarity(found, place[asked])).mean()


def on_the_sphere(latitude: Tensor, longitude: Tensor) -> Tensor:
    """(n, 3) of unit length from degrees; NaN where not known."""
    north, east = latitude.deg2rad(), longitude.deg2rad()
    flat = north.cos()
    return torch.stack([flat * east.cos(), flat * east.sin(), north.sin()], 1)
