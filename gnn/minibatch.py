"""Mini-batches of facets with the neighbourhood that they hear, where a whole graph does not fit.

A part is a graph of its own: facets and entities are counted anew, the facets that it is made for
come first. Neighbours are drawn by `sampler.py` along every kind of edge that the model uses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from gnn.csr import Rows
from gnn.inputs import Graph, ItemSet
from gnn.shape import Shape

FAN = 10
"""Neighbours along each kind of edge at each hop."""
_Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """`facets` (n,) of the whole, of which the first `seeds` learn; `graph` counts from 0."""

    facets: Tensor
    seeds: int
    graph: Graph

    def masked(self, mask: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Where each modality is present, (n,)."""
        return {name: each[self.facets] for name, each in mask.items()}

    def learning(self, rows: Tensor) -> Tensor:
        """(n,) which facets of the part learn: seeds among the `rows` (F,) of the whole."""
        return rows[self.facets] & (torch.arange(len(self.facets)) < self.seeds)


class Parts:
    """Cuts a graph into parts, each with the neighbourhood of `seeds` facets."""

    def __init__(self, graph: Graph, shape: Shape, *, seeds: int, fan: int = FAN) -> None:
        from torch_geometric.data import HeteroData

        from gnn.sampler import Sampler

        self.graph, self.seeds = graph, seeds
        data = HeteroData()
        data["facet"].num_nodes = len(graph.theme)
        data["entity"].num_nodes = len(graph.labels)
        self.edges = {kind: index for kind, index in _edges(graph).items() if index.shape[1]}
        for kind, index in self.edges.items():
            data[kind].edge_index = index
        hops = shape.layers + (shape.temporal != "off")
        self.sampler = Sampler(data, [fan] * hops) if self.edges and hops else None

    def cut(self, rows: Tensor, seed: int) -> Iterator[Part]:
        """All facets of `rows` (F,) once, in an order and with neighbours that `seed` draws."""
        chosen = torch.nonzero(rows).flatten()
        order = np.random.default_rng(seed).permutation(len(chosen))
        for start in range(0, len(order), self.seeds):
            yield self.part(chosen[order[start : start + self.seeds]], seed)

    def part(self, seeds: Tensor, seed: int) -> Part:
        """The part of these facets."""
        entity, found = torch.zeros(0, dtype=torch.int64), dict[_Kind, Tensor]()
        facets = seeds
        if self.sampler is not None:
            self.sampler.seed = seed
            drawn = self.sampler._sample({"facet": seeds})
            facets, entity = drawn.node["facet"], drawn.node["entity"]
            found = {k: torch.stack([drawn.row[k], drawn.col[k]]) for k in self.edges}
        return Part(facets, len(seeds), self._graph(facets, entity, found))

    def _graph(self, facets: Tensor, entity: Tensor, found: Mapping[_Kind, Tensor]) -> Graph:
        whole, none = self.graph, torch.zeros((2, 0), dtype=torch.int64)
        said = found.get(_SAID, none), found.get(_SAYS, none).flip(0)
        return Graph(
            mentions=torch.unique(torch.cat(said, 1), dim=1),
            co_occurs=found.get(_TOGETHER, none),
            parts=found.get(_PART, none),
            labels=whole.labels[entity],
            theme=whole.theme[facets],
            culture=torch.unique(whole.culture[facets], return_inverse=True)[1],
            year=whole.year[facets],
            moments=found.get(_MOMENT, none),
            near={
                kind: {name: found.get(_near(kind, name), none) for name in own}
                for kind, own in whole.near.items()
            },
            items={name: _items(each, facets) for name, each in whole.items.items()},
            entity=entity,
        )


_SAID = ("entity", "mentioned_in", "facet")
_SAYS = ("facet", "mentions", "entity")
_TOGETHER = ("entity", "co_occurs", "entity")
_PART = ("facet", "part", "facet")
_MOMENT = ("facet", "moment", "facet")


def _near(kind: str, modality: str) -> _Kind:
    return "facet", f"{kind}_{modality}", "facet"


def _edges(graph: Graph) -> dict[_Kind, Tensor]:
    found = {_SAID: graph.mentions, _SAYS: graph.mentions.flip(0), _TOGETHER: graph.co_occurs}
    found |= {_PART: graph.parts, _MOMENT: graph.moments}
    for kind, own in graph.near.items():
        found |= {_near(kind, name): index for name, index in own.items()}
    return found


def _items(items: ItemSet, facets: Tensor) -> ItemSet:
    """The items of these facets, whose pairs count anew; the vectors stay where they are."""
    number = int(items.facet.max()) + 1 if len(items.facet) else 0
    starts = np.searchsorted(items.facet.numpy(), np.arange(number + 1))
    inside = np.flatnonzero(facets.numpy() < number)
    rows = Rows(starts.astype(np.int64), items.item.numpy())
    place, item = rows.along(facets.numpy()[inside])
    used, own = np.unique(item, return_inverse=True)
    return replace(
        items,
        vectors=items.vectors[torch.from_numpy(used)],
        item=torch.from_numpy(own),
        facet=torch.from_numpy(inside[place]),
    )
