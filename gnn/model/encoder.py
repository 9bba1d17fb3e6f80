"""The encoder: closed form, branches, fusion, time, culture.

- Per modality a branch (`branch.py`) beside the closed form: token = A x + residual * f(x). The
  last layer of f starts at 0, so step 0 of training is the closed form, to the bit.
- Entities speak in the text branch only. They come from texts: heard by two branches, they would
  tell each what the other knows, and finding a picture by a text would be no finding.
- A branch sees only the facets that its modality is present in; fusions leave the others out.
- Fusion, time and culture start as means: `gnn/fusion/interface.py`, `temporal.py`, `pool.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch_geometric.utils import softmax

from gnn.closed_form import ClosedForm, Projection
from gnn.fusion import Fused, fusion
from gnn.inputs import Graph, ItemSet
from gnn.model.branch import Branch
from gnn.model.plan import Plan, Plans, plan
from gnn.model.pool import ItemPool
from gnn.model.temporal import Temporal
from gnn.shape import Shape


@dataclass(frozen=True, slots=True)
class Encoded:
    """`tokens` (F, width) of each modality, 0 where absent; `fused` (F, width), 0 where nothing is
    known; `cultures` (C, width), from the facets of each."""

    tokens: Mapping[str, Tensor]
    fused: Tensor
    cultures: Tensor


class Skip(nn.Module):
    """A x: the closed form of one modality, fixed."""

    mean: Tensor
    scale: Tensor
    basis: Tensor

    def __init__(self, projection: Projection) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(projection.mean))
        self.register_buffer("scale", torch.from_numpy(projection.scale))
        self.register_buffer("basis", torch.from_numpy(projection.basis))

    def standardise(self, x: Tensor, mask: Tensor, strata: Tensor) -> Tensor:
        """(F, D) -> (F, D); 0, the mean, where absent or not known. A theme that is not known
        counts as all themes."""
        known = torch.where(strata < len(self.mean), strata, 0)
        standard = (x - self.mean[known]) / self.scale
        unknown = ~standard.isfinite() | ~mask[:, None]
        return torch.where(unknown, torch.zeros((), dtype=x.dtype), standard)

    def forward(self, standard: Tensor) -> Tensor:
        """(F, D) -> (F, width)."""
        return standard @ self.basis


class CultureEncoder(nn.Module):
    """Branches for the modalities of a closed form, and their fusion."""

    def __init__(self, closed: ClosedForm, shape: Shape) -> None:
        super().__init__()
        self.shape, self.residual, self.gain = shape, shape.residual, shape.width**0.5
        self.skips = nn.ModuleDict({name: Skip(each) for name, each in closed.items()})
        self.branches = nn.ModuleDict(
            {name: Branch(shape, shape.inside(name), entities=name == "text") for name in closed}
        )
        themes = max((len(each.mean) for each in closed.values()), default=1)
        self.fusion = fusion(list(closed), themes, shape)
        self.temporal: Temporal | None = None if shape.temporal == "off" else Temporal(shape)
        pooled = [] if shape.pool == "mean" else [name for name in closed if name != "traits"]
        self.pools = nn.ModuleDict({name: ItemPool(shape) for name in pooled})
        self.culture_score = nn.Linear(shape.width, 1, bias=False)
        nn.init.zeros_(self.culture_score.weight)
        self._plans = Plans()

    @property
    def modalities(self) -> tuple[str, ...]:
        """In the order of the fusion."""
        return tuple(self.skips)

    def standardise(
        self, x: Mapping[str, Tensor], mask: Mapping[str, Tensor], strata: Tensor
    ) -> dict[str, Tensor]:
        """Centred and scaled inputs (F, D_m), 0 where absent."""
        return {name: self._skip(name).standardise(x[name], mask[name], strata) for name in x}

    def project(self, standard: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The closed form (F, width) of standardised inputs."""
        return {name: self._skip(name)(each) for name, each in standard.items()}

    def encode(
        self, projected: Mapping[str, Tensor], mask: Mapping[str, Tensor], graph: Graph
    ) -> Encoded:
        """Tokens, what they are fused to, and cultures, from projected inputs."""
        tokens = {name: self.token(name, r, mask[name], graph) for name, r in projected.items()}
        fused = self.fuse(tokens, mask, graph)
        return Encoded(tokens, fused, self.cultures(fused, mask, graph)[0])

    def forward(
        self,
        x: Mapping[str, Tensor],
        mask: Mapping[str, Tensor],
        strata: Tensor,
        graph: Graph,
    ) -> Encoded:
        """x (F, D_m) and mask (F,) by modality, strata (F,), the edges -> tokens and fused."""
        return self.encode(self.project(self.standardise(x, mask, strata)), mask, graph)

    def token(self, name: str, r: Tensor, mask: Tensor, graph: Graph) -> Tensor:
        """The closed form r (F, width) and what the branch adds to it; 0 where absent."""
        seen = self.plan(name, mask, graph)
        present = self.pooled(name, r, graph)[seen.rows]
        moved = self.branches[name](present, seen)
        token = present + self.residual * moved
        return torch.zeros_like(r).index_copy(0, seen.rows, token)

    def pooled(self, name: str, r: Tensor, graph: Graph) -> Tensor:
        """r (F, width), moved by attention over the items where the shape has it."""
        if name not in self.pools or name not in graph.items:
            return r
        items = graph.items[name]
        moved: Tensor = self.pools[name](self.items(name, items), items, len(r))
        return r + moved

    def items(self, name: str, items: ItemSet) -> Tensor:
        """The closed form (n, width) of single items, without its centre."""
        skip = self._skip(name)
        known = torch.where(items.vectors.isnan(), skip.mean[0], items.vectors)
        return known / skip.scale @ skip.basis

    def plan(self, name: str, mask: Tensor, graph: Graph) -> Plan:
        """What the branch of `name` sees."""
        return self._plans.get(name, graph, mask, lambda: plan(graph, mask, name, self.shape))

    def fuse(
        self, tokens: Mapping[str, Tensor], mask: Mapping[str, Tensor], graph: Graph
    ) -> Tensor:
        """Tokens (F, width) of any of the modalities -> (F, width), after attention over time."""
        return self._in_time(self.look(tokens, mask, graph).fused, mask, graph)

    def look(self, tokens: Mapping[str, Tensor], mask: Mapping[str, Tensor], graph: Graph) -> Fused:
        """The fusion of single facets, with its reasons; the M are in the order `modalities`."""
        size, width = len(graph.theme), self.shape.width
        like = next(iter(tokens.values()), torch.zeros(0))
        absent = like.new_zeros(size, width), torch.zeros(size, dtype=torch.bool)
        here = [(tokens[m], mask[m]) if m in tokens else absent for m in self.modalities]
        stacked, present = (torch.stack(each, 1) for each in zip(*here, strict=True))
        return self.fusion.look(stacked, present, graph.theme)

    def cultures(
        self, fused: Tensor, mask: Mapping[str, Tensor], graph: Graph
    ) -> tuple[Tensor, Tensor]:
        """The attention-weighted mean (C, width) of the facets of each culture, and weights (F,).

        Facets of which nothing is known have no weight.
        """
        known = known_of(mask, len(fused))
        score = self.culture_score(nn.functional.normalize(fused, dim=1)).squeeze(1)
        number = int(graph.culture.max()) + 1 if len(graph.culture) else 0
        there = torch.nonzero(known).flatten()
        weight = torch.zeros_like(score).index_copy(
            0, there, softmax(score[there], graph.culture[there], num_nodes=number)
        )
        total = fused.new_zeros(number, fused.shape[1])
        return total.index_add(0, graph.culture, weight[:, None] * fused), weight

    def _in_time(self, fused: Tensor, mask: Mapping[str, Tensor], graph: Graph) -> Tensor:
        known = known_of(mask, len(fused))
        moments = graph.moments[:, known[graph.moments].all(0)]
        found: Tensor = (
            fused if self.temporal is None else self.temporal(fused, graph.year, moments)
        )
        return found

    def _skip(self, name: str) -> Skip:
        return cast(Skip, self.skips[name])


def known_of(mask: Mapping[str, Tensor], size: int) -> Tensor:
    """(F,) whether any modality is present."""
    return torch.stack([torch.zeros(size, dtype=torch.bool), *mask.values()]).any(0)


def fuse(tokens: Mapping[str, Tensor], mask: Mapping[str, Tensor]) -> Tensor:
    """The mean (F, width) of the tokens that are present; 0 where none is."""
    total = sum(torch.where(mask[name][:, None], token, 0.0) for name, token in tokens.items())
    count = sum(mask[name].to(torch.float32) for name in tokens)
    assert isinstance(total, Tensor)
    assert isinstance(count, Tensor)
    return total / count.clamp(min=1)[:, None]
