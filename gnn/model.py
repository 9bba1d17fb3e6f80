"""The culture encoder: facets in, one vector for each modality and one for all of them out.

- Per modality a branch: GraphSAGE (Hamilton et al. 2017) with pre-LayerNorm and residual.
- z = A x + residual * f(x): A is the closed form, the last layer of f starts at 0, so step 0 of
  training is the closed form, to the bit.
- Entities speak in the text branch only. They come from texts: heard by two branches, they would
  tell each what the other knows, and finding a picture by a text would be no finding.
- A branch sees only the facets that its modality is present in; the mean leaves the others out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch_geometric.nn import SAGEConv

from gnn.closed_form import ClosedForm, Projection
from gnn.inputs import Graph
from gnn.shape import Shape

__all__ = ["CultureEncoder", "Encoded", "Shape", "fuse"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """`tokens` (F, width) of each modality, 0 where absent; `fused` (F, width), their mean."""

    tokens: Mapping[str, Tensor]
    fused: Tensor


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
        """(F, D) -> (F, D); 0, the mean, where absent or not known."""
        standard = (x - self.mean[strata]) / self.scale
        return _masked(torch.where(standard.isnan(), 0.0, standard), mask)

    def forward(self, standard: Tensor) -> Tensor:
        """(F, D) -> (F, width)."""
        return standard @ self.basis


class Layer(nn.Module):
    """One round of messages: between facets, and with entities where `entities` is set."""

    def __init__(self, shape: Shape, *, entities: bool) -> None:
        super().__init__()
        width = shape.width
        self.norm = nn.LayerNorm(width)
        self.parts = SAGEConv(width, width)
        self.drop = nn.Dropout(shape.dropout)
        self.entities = entities
        if entities:
            self.entity_norm = nn.LayerNorm(width)
            self.to_facet = SAGEConv((width, width), width)
            self.to_entity = SAGEConv((width, width), width)
            self.co_occurs = SAGEConv(width, width)

    def forward(self, h: Tensor, e: Tensor, graph: Graph) -> tuple[Tensor, Tensor]:
        """h (F, width), e (E, width) -> the same."""
        facet = self.norm(h)
        message = self.parts(facet, graph.parts)
        if self.entities:
            entity = self.entity_norm(e)
            message = message + self.to_facet((entity, facet), graph.mentions)
            heard = self.to_entity((facet, entity), graph.mentions.flip(0))
            heard = heard + self.co_occurs(entity, graph.co_occurs)
            e = e + self.drop(torch.relu(heard))
        return h + self.drop(torch.relu(message)), e


class Branch(nn.Module):
    """f of one modality."""

    def __init__(self, shape: Shape, *, entities: bool) -> None:
        super().__init__()
        self.gain = shape.width**0.5  # the closed form has mean square 1 over the whole vector
        self.labels = nn.Embedding(shape.labels if entities else 1, shape.width)
        self.layers = nn.ModuleList(Layer(shape, entities=entities) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        nn.init.zeros_(self.out.weight)
        self.entities = entities

    def forward(self, r: Tensor, graph: Graph) -> Tensor:
        """r (F, width) of the facets of `graph` -> (F, width)."""
        h = skip = r * self.gain
        e = self.labels(graph.labels if self.entities else graph.labels[:0])
        for layer in self.layers:
            h, e = layer(h, e, graph)
        out: Tensor = self.out(self.norm((h + skip) / 2**0.5))
        return out


class CultureEncoder(nn.Module):
    """Branches for the modalities of a closed form, fused by the mean of those present."""

    def __init__(self, closed: ClosedForm, shape: Shape) -> None:
        super().__init__()
        self.residual = shape.residual
        self.skips = nn.ModuleDict({name: Skip(each) for name, each in closed.items()})
        self.branches = nn.ModuleDict(
            {name: Branch(shape, entities=name == "text") for name in closed}
        )

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
        """Tokens and their mean, from projected inputs."""
        tokens = {}
        for name, r in projected.items():
            rows = torch.nonzero(mask[name]).flatten()
            present = r[rows]
            moved = self.branches[name](present, _among(graph, mask[name]))
            token = present + self.residual * moved
            tokens[name] = torch.zeros_like(r).index_copy(0, rows, token)
        return Encoded(tokens, fuse(tokens, mask))

    def forward(
        self,
        x: Mapping[str, Tensor],
        mask: Mapping[str, Tensor],
        strata: Tensor,
        graph: Graph,
    ) -> Encoded:
        """x (F, D_m) and mask (F,) by modality, strata (F,), the edges -> tokens and fused."""
        return self.encode(self.project(self.standardise(x, mask, strata)), mask, graph)

    def _skip(self, name: str) -> Skip:
        skip = self.skips[name]
        assert isinstance(skip, Skip)
        return skip


def fuse(tokens: Mapping[str, Tensor], mask: Mapping[str, Tensor]) -> Tensor:
    """The mean (F, width) of the tokens that are present; 0 where none is."""
    total = sum(_masked(token, mask[name]) for name, token in tokens.items())
    count = sum(mask[name].to(torch.float32) for name in tokens)
    assert isinstance(total, Tensor)
    assert isinstance(count, Tensor)
    return total / count.clamp(min=1)[:, None]


def _masked(values: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask[:, None], values, torch.zeros((), dtype=values.dtype))


def _among(graph: Graph, mask: Tensor) -> Graph:
    """The graph of the facets in `mask` (F,) alone, renumbered."""
    place = mask.cumsum(0) - 1
    mentions = graph.mentions[:, mask[graph.mentions[1]]]
    parts = graph.parts[:, mask[graph.parts].all(0)]
    return Graph(
        mentions=torch.stack([mentions[0], place[mentions[1]]]),
        co_occurs=graph.co_occurs,
        parts=place[parts],
        labels=graph.labels,
    )
