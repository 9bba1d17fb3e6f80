"""What training lowers: telling apart by the other modality, and filling in a hidden one."""

from collections.abc import Mapping
from itertools import combinations

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, normalize

from gnn.model import fuse

Tokens = Mapping[str, Tensor]


def info_nce(left: Tensor, right: Tensor, kin: Tensor, *, temperature: float) -> Tensor:
    """Symmetric InfoNCE (van den Oord et al. 2018) of pairs of rows: two (n, d) -> a scalar.

    Rows with the same number in `kin` (n,) are of one culture, and no negatives of each other.
    """
    scores = normalize(left, dim=1) @ normalize(right, dim=1).T / temperature
    same = (kin[:, None] == kin[None, :]) & ~torch.eye(len(kin), dtype=torch.bool)
    scores = scores.masked_fill(same, float("-inf"))
    pair = scores.diagonal()
    return ((scores.logsumexp(1) - pair) + (scores.logsumexp(0) - pair)).mean() / 2


def cross_modal(
    tokens: Tokens, mask: Mapping[str, Tensor], kin: Tensor, *, temperature: float, most: int
) -> Tensor:
    """The mean of InfoNCE over all pairs of modalities, on at most `most` facets of each.

    Drawn by torch's generator. 0 where no two cultures have the same two modalities.
    """
    losses = []
    for one, other in combinations(tokens, 2):
        rows = torch.nonzero(mask[one] & mask[other]).flatten()
        rows = rows[torch.randperm(len(rows))[:most]]
        if len(torch.unique(kin[rows])) > 1:
            pair = tokens[one][rows], tokens[other][rows]
            losses.append(info_nce(*pair, kin[rows], temperature=temperature))
    return _mean(losses)


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
        return _mean(losses)


def without(tokens: Tokens, mask: Mapping[str, Tensor], hidden: str) -> Tensor:
    """The mean (F, width) of all tokens but that of `hidden`, which is never looked at."""
    return fuse({name: token for name, token in tokens.items() if name != hidden}, mask)


def present_without(mask: Mapping[str, Tensor], hidden: str) -> Tensor:
    """(F,) where some modality other than `hidden` is present."""
    others = [each for name, each in mask.items() if name != hidden]
    return torch.stack(others).any(0) if others else torch.zeros_like(mask[hidden])


def _mean(losses: list[Tensor]) -> Tensor:
    return torch.stack(losses).mean() if losses else torch.zeros((), requires_grad=True)
