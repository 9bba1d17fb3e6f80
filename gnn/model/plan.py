"""The graph as one branch sees it: the facets that have its modality, the edges among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from gnn.inputs import Graph
from gnn.model.links import Links, links
from gnn.shape import Shape
from kg.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Plan:
    """rows (n,): the facets that are present, which the edges count from 0.

    facets: edges between facets, by graph. mentions, named: entity -> facet and back. labels (E,).
    """

    rows: Tensor
    facets: Mapping[str, Links]
    mentions: Links
    named: Links
    co_occurs: Links
    labels: Tensor


def plan(graph: Graph, mask: Tensor, name: str, shape: Shape) -> Plan:
    """What the branch `name` hears where `mask` (F,) is. Raises SettingsError for a graph that the
    inputs were not made with."""
    rows = torch.nonzero(mask).flatten()
    place = mask.cumsum(0) - 1
    causal = shape.temporal == "causal"
    facets = {}
    for kind in shape.heard:
        index = _edges(graph, kind, name)
        index = index[:, mask[index].all(0)]
        index = index[:, _before(graph.year, index)] if causal else index
        facets[kind] = links(place[index], len(rows), len(rows))
    related = "relations" in shape.heard
    mentions = graph.mentions if related else graph.mentions[:, :0]
    mentions = mentions[:, mask[mentions[1]]]
    mentions = torch.stack([mentions[0], place[mentions[1]]])
    named = mentions.flip(0)[:, :0] if causal else mentions.flip(0)  # entities carry no news back
    co_occurs = graph.co_occurs if related else graph.co_occurs[:, :0]
    entities = len(graph.labels)
    return Plan(
        rows,
        facets,
        links(mentions, entities, len(rows)),
        links(named, len(rows), entities),
        links(co_occurs, entities, entities),
        graph.labels,
    )


def _edges(graph: Graph, kind: str, name: str) -> Tensor:
    found = graph.near.get(kind, {}).get(name, graph.parts if kind == "relations" else None)
    if found is None:
        raise SettingsError(
            f"The inputs have no graph {kind!r} for {name}.",
            hint="Make them with inputs_of(bundle, graphs=shape.graphs).",
        )
    return found


def _before(year: Tensor, index: Tensor) -> Tensor:
    """(m,) whether an edge goes to the same year, a later one, or a facet without a date."""
    source, target = year[index[0]], year[index[1]]
    return target.isnan() | (source <= target)


class Plans:
    """The last plan of each branch, since training asks for the same one at every step."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Graph, Tensor, int, Plan]] = {}

    def __deepcopy__(self, memo: object) -> "Plans":
        return Plans()

    def __getstate__(self) -> dict[str, object]:
        return {"_last": {}}

    def get(self, name: str, graph: Graph, mask: Tensor, make: Callable[[], Plan]) -> Plan:
        """What `make` gave for the same graph and mask, or gives now."""
        last = self._last.get(name)
        if last and last[0] is graph and last[1] is mask and last[2] == mask._version:
            return last[3]
        made = make()
        self._last[name] = (graph, mask, mask._version, made)
        return made
