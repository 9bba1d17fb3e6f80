"""The law of all fusions: tokens of modalities in, one vector out, and at step 0 it is their mean.

    u = LN(sqrt(d) token) + E_modality + E_theme             LayerNorm before, modality embedding
    b = prior_modality + w . u + log p                       learned weight before attention, mask p
    gate = sigmoid(W [u; mean u; E_theme])                   a vector for each modality
    fused = sum exp(b) gate token / sum exp(b) gate + scale * LN(mix(u, b)) / sqrt(d)

prior, w, W and scale (LayerScale) start at 0: then the weights are equal, nothing is added, and
fused is the masked mean. A fusion of its own kind says only what `mix` is.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from gnn.shape import Shape

_FAR = -1e30  # -inf would make NaN of a row that has nothing


@dataclass(frozen=True, slots=True)
class Mix:
    """What a fusion adds to the mean.

    value: (F, d). attention: (F, H, T, T) of each block, queries by keys, over the T `places`, of
    which the last M are the modalities. readout: (F, T), how much of each place is in `value`.
    """

    value: Tensor
    attention: tuple[Tensor, ...] = ()
    readout: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Fused:
    """fused (F, d), and why: share (F, M) of each modality in the mean, its gate (F, M, d) from 0
    to 1, its weight before attention (F, M), and what was mixed in."""

    fused: Tensor
    share: Tensor
    gate: Tensor
    bias: Tensor
    mix: Mix | None = None


class Fusion(nn.Module, ABC):
    """Base of all fusions: `fuse(tokens (F, M, d), mask (F, M), theme (F,)) -> (F, d)`.

    What the mask hides has no influence, whatever it is; a facet that has nothing gives 0.
    theme: 0 for all themes, and for those that are not known.
    """

    def __init__(self, modalities: Sequence[str], themes: int, shape: Shape) -> None:
        super().__init__()
        width, count = shape.width, len(modalities)
        self.gain = width**0.5  # the closed form has mean square 1 over the whole vector
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.modality = nn.Parameter(torch.randn(count, width) * 0.1)
        self.theme = nn.Embedding(max(themes, 1), width)
        nn.init.zeros_(self.theme.weight)
        self.prior = nn.Parameter(torch.zeros(count))
        self.weigh = _zero(nn.Linear(width, 1, bias=False))
        self.gate = _zero(nn.Linear(3 * width, width)) if shape.gate else None
        self.scale = nn.Parameter(torch.zeros(width))

    @abstractmethod
    def mix(self, u: Tensor, bias: Tensor, mask: Tensor) -> Mix | None:
        """u (F, M, d), bias (F, M), mask (F, M) -> what is added; None adds nothing.

        Rows of `u` that the mask hides are 0; they must have no influence either.
        """

    def forward(self, tokens: Tensor, mask: Tensor, theme: Tensor) -> Tensor:
        """(F, M, d), (F, M), (F,) -> (F, d)."""
        return self.look(tokens, mask, theme).fused

    def look(self, tokens: Tensor, mask: Tensor, theme: Tensor) -> Fused:
        """The same with its reasons."""
        tokens = torch.where(mask[..., None], tokens, 0.0)
        about = self.theme(torch.where(theme < self.theme.num_embeddings, theme, 0))
        u = self.before(self.gain * tokens) + self.modality + about[:, None]
        u = torch.where(mask[..., None], u, 0.0)
        bias = self.prior + self.weigh(u).squeeze(-1)
        gate = self._gate(u, mask, about)
        weight = among(bias, mask)[..., None] * gate
        weight = weight / weight.sum(1, keepdim=True).clamp(min=1e-12)
        fused, mix = (weight * tokens).sum(1), self.mix(u, bias, mask)
        if mix is not None:
            fused = fused + self.scale * self.after(mix.value) / self.gain
        fused = torch.where(mask.any(1)[:, None], fused, 0.0)
        return Fused(fused, weight.mean(2), gate * mask[..., None], bias, mix)

    def _gate(self, u: Tensor, mask: Tensor, about: Tensor) -> Tensor:
        if self.gate is None:
            return torch.ones_like(u)
        middle = u.sum(1) / mask.sum(1).clamp(min=1)[:, None]
        context = torch.cat([middle, about], 1)[:, None].expand(-1, u.shape[1], -1)
        return torch.sigmoid(self.gate(torch.cat([u, context], 2)))


def among(bias: Tensor, mask: Tensor) -> Tensor:
    """Softmax of `bias` (F, M) among what is present; 0 elsewhere, and where nothing is."""
    return torch.softmax(torch.where(mask, bias, _FAR), 1) * mask


def read(x: Tensor, bias: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """The weighted mean (F, d) of x (F, M, d) over what is present, and the weights (F, M)."""
    weight = among(bias, mask)
    return (weight[..., None] * torch.where(mask[..., None], x, 0.0)).sum(1), weight


def _zero(linear: nn.Linear) -> nn.Linear:
    for parameter in linear.parameters():
        nn.init.zeros_(parameter)
    return linear
