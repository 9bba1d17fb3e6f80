"""What a facet's vector rests on, as a graph: who spoke, how loudly, and what changes without them.

    neighbour -> modality     messages of the branch: its attention on the edge, first layer
    item -> modality          attention over the items, where the shape has it
    modality -> facet         share in the gated mean, gate, rollout through the attention blocks
    period -> period          attention over time
    facet -> culture          attention over the facets of a culture

Attention says where a model looks, not what it needs. So each edge also has `occlusion`: how far
the vector at its end of the chain moves, as a share of its length, when that edge alone is taken
away and everything is computed again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from torch import Tensor

from gnn.bundle import ALL, GraphBundle
from gnn.fusion import Mix
from gnn.inputs import Graph, Inputs, ItemSet
from gnn.model import CultureEncoder, Encoded
from gnn.model.branch import Branch
from gnn.model.encoder import known_of
from gnn.model.pool import ItemPool, Sets
from kg.errors import NotFound

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    target: str
    values: Mapping[str, float | str]


def attention_graph(
    encoder: CultureEncoder,
    inputs: Inputs,
    bundle: GraphBundle,
    culture: int,
    theme: int = ALL,
    *,
    most: int = 6,
) -> "nx.DiGraph[str]":
    """The graph behind one culture (an index of the bundle), on one theme or on all.

    Nodes have `kind` (culture, facet, modality, item) and `name`; edges `kind` (fusion,
    message, item, time, culture), `weight` (0 to 1), `occlusion` (0 or more) and, between a
    modality and its facet, `gate` and `rollout` (0 to 1). An absent modality has no node and no
    edge. Of neighbours, items and facets the `most` heaviest are shown. Raises NotFound where the
    culture has nothing on the theme.
    """
    import networkx as nx

    facet = _facet(bundle, culture, theme)
    view = _View(encoder.eval(), inputs, bundle, most)
    graph = nx.DiGraph(culture=bundle.cultures.name[culture], facet=bundle.facet_name(facet))
    with torch.no_grad():
        edges = [*view.of_facet(facet), *view.of_culture(culture, facet), *view.of_time(facet)]
    for each in edges:
        for node in (each.source, each.target):
            graph.add_node(node, **view.node(node))
        graph.add_edge(each.source, each.target, **each.values)
    return graph


def rollout(mix: Mix, modalities: int) -> Tensor:
    """(F, M): how much of each modality reaches the reading of the blocks; 1 in sum.

    Attention rollout (Abnar & Zuidema 2020): heads averaged, half of each place stays its own,
    blocks multiplied. All 0 where nothing was read.
    """
    assert mix.readout is not None
    reached = mix.readout[:, None]
    for attention in reversed(mix.attention):
        mean = attention.mean(1)
        reached = reached @ ((mean + torch.eye(mean.shape[1])) / 2)
    found = reached[:, 0, -modalities:]
    return found / found.sum(1, keepdim=True).clamp(min=1e-12)


def _facet(bundle: GraphBundle, culture: int, theme: int) -> int:
    facets = bundle.facets
    own = (facets.culture == culture) & (facets.theme == theme) & (facets.period == ALL)
    found = np.flatnonzero(own)
    if not len(found):
        name = bundle.themes.name[theme] if theme != ALL else "all themes"
        raise NotFound(f"Nothing is known of {bundle.cultures.name[culture]} on {name}.")
    return int(found[0])


class _View:
    """One encoder on one set of inputs, and what it says without some of them."""

    def __init__(
        self, encoder: CultureEncoder, inputs: Inputs, bundle: GraphBundle, most: int
    ) -> None:
        self.encoder, self.inputs, self.bundle, self.most = encoder, inputs, bundle, most
        self.strata = torch.from_numpy(inputs.strata)
        x, mask = inputs.x, inputs.mask
        with torch.no_grad():
            self.projected = encoder.project(encoder.standardise(x, mask, self.strata))
            self.whole: Encoded = encoder.encode(self.projected, mask, inputs.graph)

    def of_facet(self, facet: int) -> Iterator[_Edge]:
        """Modalities of a facet, and what they heard."""
        mask, graph = self.inputs.mask, self.inputs.graph
        seen = self.encoder.look(self.whole.tokens, mask, graph)
        share, gate = seen.share[facet], seen.gate[facet].mean(1)
        through = share
        if seen.mix is not None and seen.mix.readout is not None:
            through = rollout(seen.mix, len(share))[facet]
        for m, name in enumerate(self.encoder.modalities):
            if name in mask and mask[name][facet]:
                without = {**mask, name: mask[name].clone()}
                without[name][facet] = False
                values = {"weight": share[m], "gate": gate[m], "rollout": through[m]}
                lost = self._lost(facet, name, graph, without)
                yield _edge(_token(name, facet), _named(facet), "fusion", lost, **values)
                yield from self._messages(name, facet)
                yield from self._items(name, facet)

    def of_culture(self, culture: int, facet: int) -> Iterator[_Edge]:
        """The facets of a culture, the asked one among them."""
        mask, graph = self.inputs.mask, self.inputs.graph
        vector, weight = self.encoder.cultures(self.whole.fused, mask, graph)
        own = torch.nonzero((graph.culture == culture) & (weight > 0)).flatten()
        for each in self._heaviest(own, weight[own], keep=facet):
            kept = own[own != each]
            rest = weight[kept] / weight[kept].sum().clamp(min=1e-12)
            without = (rest[:, None] * self.whole.fused[kept]).sum(0)
            lost = _distance(without, vector[culture])
            target = f"culture {culture}"
            yield _edge(_named(int(each)), target, "culture", lost, weight=weight[each])

    def of_time(self, facet: int) -> Iterator[_Edge]:
        """Periods of the same culture and theme that hear each other."""
        temporal, graph = self.encoder.temporal, self.inputs.graph
        if temporal is None:
            return
        mask = self.inputs.mask
        known = known_of(mask, len(graph.theme))
        moments = graph.moments[:, known[graph.moments].all(0)]
        fused = self.encoder.look(self.whole.tokens, mask, graph).fused
        index, weight = temporal.attention(fused, graph.year, moments)
        group = (graph.culture == graph.culture[facet]) & (graph.theme == graph.theme[facet])
        for e in torch.nonzero(group[index[1]] & (index[0] != index[1])).flatten():
            source, target = (int(end) for end in index[:, e])
            cut = replace(graph, moments=_without(graph.moments, source, target))
            lost = self._lost(target, "", cut)
            yield _edge(_named(source), _named(target), "time", lost, weight=weight[e])

    def node(self, name: str) -> dict[str, str]:
        """Attributes of a node, from its id."""
        kind, *rest = name.split(" ")
        if kind == "culture":
            return _node(kind, self.bundle.cultures.name[int(rest[0])])
        if kind == "facet":
            return _node(kind, self.bundle.facet_name(int(rest[0])))
        return _node(kind, rest[0])

    def _messages(self, name: str, facet: int) -> Iterator[_Edge]:
        mask, graph = self.inputs.mask, self.inputs.graph
        seen = self.encoder.plan(name, mask[name], graph)
        present = self.encoder.pooled(name, self.projected[name], graph)[seen.rows]
        heard = cast(Branch, self.encoder.branches[name]).attention(present, seen)
        for kind, weight in heard.items():
            index = seen.rows[seen.facets[kind].index]
            into = torch.nonzero(index[1] == facet).flatten()
            for e in self._heaviest(into, weight[into]):
                source = int(index[0, e])
                lost = self._lost(facet, name, _cut(graph, kind, name, source, facet))
                values: Mapping[str, Any] = {"weight": weight[e], "graph": kind}
                yield _edge(_named(source), _token(name, facet), "message", lost, **values)

    def _items(self, name: str, facet: int) -> Iterator[_Edge]:
        graph = self.inputs.graph
        if name not in self.encoder.pools or name not in graph.items:
            return
        items, pool = graph.items[name], cast(ItemPool, self.encoder.pools[name])
        x = pool.gain * self.encoder.items(name, items)[items.item]
        sets = Sets(items.facet, len(graph.theme))
        kept = pool.pool.kept(x, sets)
        weight = torch.zeros(len(x)).index_copy(
            0, kept, pool.pool.weights(x[kept], Sets(items.facet[kept], sets.count))
        )
        own = torch.nonzero(items.facet == facet).flatten()
        for e in self._heaviest(own, weight[own]):
            rest = torch.arange(len(items.item)) != e
            less = ItemSet(items.vectors, items.item[rest], items.facet[rest])
            cut = replace(graph, items={**graph.items, name: less})
            lost = self._lost(facet, name, cut)
            uid = self.bundle.items[name].uid[int(items.item[e])]
            yield _edge(f"item {uid}", _token(name, facet), "item", lost, weight=weight[e])

    def _lost(
        self, facet: int, name: str, graph: Graph, mask: Mapping[str, Tensor] | None = None
    ) -> float:
        """How far a facet moves with another graph or mask for the modality `name`.

        No branch hears another one, so the tokens of the others stay.
        """
        mask, tokens = mask or self.inputs.mask, dict(self.whole.tokens)
        if name:
            tokens[name] = self.encoder.token(name, self.projected[name], mask[name], graph)
        return _distance(self.encoder.fuse(tokens, mask, graph)[facet], self.whole.fused[facet])

    def _heaviest(self, places: Tensor, weight: Tensor, *, keep: int = -1) -> Sequence[int]:
        order = weight.argsort(descending=True, stable=True)
        found = places[order][: self.most].tolist()
        return found if keep < 0 or keep in found or keep not in places else [*found[:-1], keep]


def _edge(source: str, target: str, kind: str, lost: float, **values: Any) -> _Edge:
    plain = {k: v if isinstance(v, str) else round(float(v), 6) for k, v in values.items()}
    return _Edge(source, target, {"kind": kind, "occlusion": round(lost, 6), **plain})


def _node(kind: str, name: str) -> dict[str, str]:
    return {"kind": kind, "name": name}


def _named(facet: int) -> str:
    return f"facet {facet}"


def _token(name: str, facet: int) -> str:
    return f"modality {name} {facet}"


def _distance(other: Tensor, vector: Tensor) -> float:
    return float((other - vector).norm() / vector.norm().clamp(min=1e-12))


def _without(edges: Tensor, source: int, target: int) -> Tensor:
    return edges[:, (edges[0] != source) | (edges[1] != target)]


def _cut(graph: Graph, kind: str, name: str, source: int, target: int) -> Graph:
    """The graph of `kind` without one edge, for the branch `name` alone."""
    own = graph.near.get(kind, {})
    edges = _without(own.get(name, graph.parts), source, target)
    return replace(graph, near={**graph.near, kind: {**own, name: edges}})
