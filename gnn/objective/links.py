"""Link prediction: which entities a facet mentions, from edges that its vector has not heard."""

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, normalize

_HIDDEN = 0.3  # share of the edges that are asked for in a step, and not heard in it


class Links(nn.Module):
    """A score for each pair of a facet and an entity; entities have vectors of their own here."""

    def __init__(self, entities: int, width: int) -> None:
        super().__init__()
        self.entities = nn.Embedding(max(entities, 1), width)
        self.sharpness = nn.Parameter(torch.tensor(5.0))
        self.bias = nn.Parameter(torch.zeros(()))

    def score(self, fused: Tensor, edges: Tensor) -> Tensor:
        """(m,) log-odds of edges (2, m), entity -> facet."""
        entity, facet = normalize(self.entities(edges[0]), dim=1), normalize(fused, dim=1)
        return self.sharpness * (entity * facet[edges[1]]).sum(1) + self.bias

    def forward(self, fused: Tensor, true: Tensor, false: Tensor) -> Tensor:
        """Binary cross-entropy of edges that are there and of edges that are not; 0 without."""
        if not true.shape[1] or not false.shape[1]:
            return torch.zeros((), requires_grad=True)
        scores = self.score(fused, torch.cat([true, false], 1))
        answer = torch.zeros_like(scores)
        answer[: true.shape[1]] = 1
        return binary_cross_entropy_with_logits(scores, answer)


def split(mentions: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """Edges (2, m) that are heard, and those that are asked for, of the `known` (F,) facets."""
    asked = (torch.rand(mentions.shape[1]) < _HIDDEN) & known[mentions[1]]
    return mentions[:, ~asked], mentions[:, asked]


def negatives(true: Tensor, mentions: Tensor, entities: int) -> Tensor:
    """For each edge (2, m) one with another entity that is not there; fewer where all are."""
    drawn = torch.stack([torch.randint(entities, (true.shape[1],)), true[1]])
    keys = mentions[1] * entities + mentions[0]
    return drawn[:, ~torch.isin(drawn[1] * entities + drawn[0], keys)]
