"""Filling in a hidden modality from the others."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity

from gnn.model import fuse

Tokens = Mapping[str, Tensor]


class Reconstruction(nn.Module):
    """Fill in each modality's closed form from the tokens of all the others."""

    def __init__(self, modalities: list[str], width: int) -> None:
        super().__init__()
        self.decoders = nn.ModuleDict({name: nn.Linear(width, width) for name in modalities})

    def forward(self, tokens: Tokens, mask: Mapping[str, Tensor], target: Tokens) -> Tensor:
        """1 - cosine, 0 to 2, averaged over facets and modalities; 0 where nothing is hidden."""
        losses = []
        for name, decoder in self.decoders.items():
            rows = mask[name] & present_without(mask, name)
            if rows.any():
                filled = decoder(without(tokens, mask, name)[rows])
                losses.append(1 - cosine_similarity(filled, target[name][rows].detach()).mean())
        return torch.stack(losses).mean() if losses else torch.zeros((), requires_grad=True)


def without(tokens: Tokens, mask: Mapping[str, Tensor], hidden: str) -> Tensor:
    """The mean (F, width) of all tokens but that of `hidden`, which is never looked at."""
    return fuse({name: token for name, token in tokens.items() if name != hidden}, mask)


def present_without(mask: Mapping[str, Tensor], hidden: str) -> Tensor:
    """(F,) where some modality other than `hidden` is present."""
    others = [each for name, each in mask.items() if name != hidden]
    return torch.stack(others).any(0) if others else torch.zeros_like(mask[hidden])
