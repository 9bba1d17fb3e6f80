"""Telling apart: InfoNCE between modalities, NT-Xent between two views of the same facets."""

from collections.abc import Mapping
from itertools import combinations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

_NEVER = float("-inf")


def info_nce(
    left: Tensor,
    right: Tensor,
    kin: Tensor,
    *,
    temperature: float,
    weight: Tensor | None = None,
    hard: float = 0.0,
) -> Tensor:
    """Symmetric InfoNCE (van den Oord et al. 2018) of pairs of rows: two (n, d) -> a scalar.

    Rows with the same number in `kin` (n,) are of one culture, and no negatives of each other.
    weight: (n, n) of the negatives, 0 to 1. hard: nearer negatives count more, by exp(hard *
    cosine), 1 on average (Robinson et al. 2021).
    """
    cosine = normalize(left, dim=1) @ normalize(right, dim=1).T
    own = torch.eye(len(kin), dtype=torch.bool)
    scores = cosine / temperature
    if weight is not None:
        scores = scores + torch.where(own, 0.0, weight.log())
    same = (kin[:, None] == kin[None, :]) & ~own
    scores = scores.masked_fill(same, _NEVER)
    forth, back = scores, scores.T
    if hard > 0:
        apart = ~(same | own)
        forth = scores + _harder(cosine.detach(), apart, hard)
        back = scores.T + _harder(cosine.detach().T, apart, hard)
    pair = scores.diagonal()
    return ((forth.logsumexp(1) - pair) + (back.logsumexp(1) - pair)).mean() / 2


def _harder(cosine: Tensor, apart: Tensor, hard: float) -> Tensor:
    """(n, n) logarithms of weights of the negatives `apart`, whose mean is 1 in each row."""
    raised = torch.where(apart, hard * cosine, _NEVER)
    mean = raised.logsumexp(1, keepdim=True) - apart.sum(1, keepdim=True).clamp(min=1).log()
    return torch.where(apart, raised - mean, 0.0)


def family_weights(family: Tensor, share: float) -> Tensor | None:
    """(n, n) weights of negatives: 1 - share within a family; -1 in `family` (n,) is none."""
    if share <= 0:
        return None
    kin = (family[:, None] == family[None, :]) & (family >= 0)[:, None]
    return torch.where(kin, 1 - share, 1.0)


def nt_xent(
    left: Tensor, right: Tensor, kin: Tensor | None = None, *, temperature: float
) -> Tensor:
    """NT-Xent (Chen et al. 2020) of two views, each (n, d): a scalar.

    Each row finds its other view among the 2n - 1 others; those of the same `kin` (n,) are left
    out.
    """
    n = len(left)
    views = normalize(torch.cat([left, right]), dim=1)
    scores = views @ (views / temperature).T
    if kin is None:
        scores.fill_diagonal_(_NEVER)
    else:
        twice = torch.cat([kin, kin])
        same = twice[:, None] == twice[None, :]
        pairs = torch.arange(2 * n)
        same[pairs, pairs.roll(n)] = False
        scores.masked_fill_(same, _NEVER)
    return cross_entropy(scores, torch.arange(2 * n).roll(n))


def cross_modal(
    tokens: Mapping[str, Tensor],
    mask: Mapping[str, Tensor],
    kin: Tensor,
    *,
    temperature: float,
    most: int,
    family: Tensor | None = None,
    down: float = 0.0,
    hard: float = 0.0,
) -> Tensor:
    """The mean of InfoNCE over all pairs of modalities, on at most `most` facets of each.

    Drawn by torch's generator. family (F,): negatives of the same one count `down` less. 0 where
    no two cultures have the same two modalities.
    """
    losses = []
    for one, other in combinations(tokens, 2):
        rows = torch.nonzero(mask[one] & mask[other]).flatten()
        rows = rows[torch.randperm(len(rows))[:most]]
        if len(torch.unique(kin[rows])) > 1:
            pair = tokens[one][rows], tokens[other][rows]
            weight = None if family is None else family_weights(family[rows], down)
            losses.append(
                info_nce(*pair, kin[rows], temperature=temperature, weight=weight, hard=hard)
            )
    return torch.stack(losses).mean() if losses else torch.zeros((), requires_grad=True)


def dropped(mask: Mapping[str, Tensor], rate: float) -> dict[str, Tensor]:
    """Masks (F,) with a share of the modalities hidden; of each facet one that is there stays."""
    names = list(mask)
    there = torch.stack([mask[name] for name in names], 1)
    luck = torch.where(there, torch.rand(there.shape), -1.0)
    kept = there & (luck >= rate)
    kept[torch.arange(len(there)), luck.argmax(1)] = True
    kept &= there
    return dict(zip(names, kept.unbind(1), strict=True))
