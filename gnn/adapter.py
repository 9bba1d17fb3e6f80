"""Adapters: what is learned for one theme, on an encoder that stands.

Low rank, beside each token (Hu et al. 2021): token + (token @ down) @ up, where up starts at 0, so
that step 0 is the encoder itself. A theme whose held-out cultures are not found better keeps
step 0.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.optim import AdamW

from gnn.objective.contrast import cross_modal

Tokens = Mapping[str, Tensor]


class Adapter(nn.Module):
    """Of one theme: a low-rank change of the tokens of each modality."""

    def __init__(self, modalities: list[str], width: int, rank: int) -> None:
        super().__init__()
        shapes = {name: torch.randn(width, rank) / width**0.5 for name in modalities}
        self.down = nn.ParameterDict({name: nn.Parameter(each) for name, each in shapes.items()})
        self.up = nn.ParameterDict(
            {name: nn.Parameter(torch.zeros(rank, width)) for name in modalities}
        )

    def forward(self, tokens: Tokens) -> dict[str, Tensor]:
        """(F, width) of each modality -> the same; what is 0 stays 0."""
        return {
            name: each + each @ self.down[name] @ self.up[name] for name, each in tokens.items()
        }


def fit_adapter(
    tokens: Tokens,
    mask: Mapping[str, Tensor],
    kin: Tensor,
    *,
    rank: int,
    steps: int,
    rate: float,
    temperature: float,
    seed: int,
) -> Adapter:
    """An adapter that tells the facets in `mask` (F,) apart; `kin` (F,) are their cultures."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        width = next(iter(tokens.values())).shape[1]
        adapter = Adapter(list(tokens), width, rank)
        optimizer = AdamW(adapter.parameters(), lr=rate, fused=True)
        for _ in range(steps):
            optimizer.zero_grad()
            loss = cross_modal(adapter(tokens), mask, kin, temperature=temperature, most=len(kin))
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return adapter.eval()
