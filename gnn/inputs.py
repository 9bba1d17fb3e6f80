"""What the model and its training see: the tensors and graph of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from gnn.bundle import ALL, Bools, Floats, GraphBundle, Ints
from gnn.hetero import to_hetero
from gnn.pooling import Pooled, pool
from gnn.proximity import Ground, ground_of, near

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData

_RELATIONS = ("relations",)


@dataclass(frozen=True, slots=True)
class ItemSet:
    """The items of one modality: `vectors` (n, D), NaN for what is not known, and pairs `item`
    (m,), `facet` (m,), the latter sorted."""

    vectors: Tensor
    item: Tensor
    facet: Tensor


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges (2, m) of int64, and what the facets have in common.

    mentions: entity -> facet; co_occurs: entity -> entity; parts: facet -> facet; labels (E,).
    theme (F,): 0 for all themes; culture (F,); year (F,), NaN for none. moments: between the
    periods of one culture and theme, each with itself. near: edges of "knn", "place" and "kin", by
    modality, where they were asked for. items: behind the facets, by modality. entity (E,): the
    number in the whole graph, where this is a part of one.
    """

    mentions: Tensor
    co_occurs: Tensor
    parts: Tensor
    labels: Tensor
    theme: Tensor
    culture: Tensor
    year: Tensor
    moments: Tensor
    near: Mapping[str, Mapping[str, Tensor]] = field(default_factory=dict)
    items: Mapping[str, ItemSet] = field(default_factory=dict)
    entity: Tensor | None = None

    def named(self, mentions: Tensor) -> Tensor:
        """Edges entity -> facet with the entities' numbers in the whole graph."""
        return (
            mentions
            if self.entity is None
            else torch.stack([self.entity[mentions[0]], mentions[1]])
        )


@dataclass(frozen=True, slots=True)
class Inputs:
    """`x` (F, D_m) and `mask` (F,) for each modality, the graph, and what training groups by.

    strata: (F,) 0 for all themes, 1 + index of the theme otherwise. wide: (F,) over all periods.
    graphs: what edges between facets the graph has.
    """

    x: Mapping[str, Tensor]
    mask: Mapping[str, Tensor]
    graph: Graph
    pooled: Mapping[str, Pooled]
    strata: Ints
    culture: Ints
    wide: Bools
    ground: Ground
    graphs: tuple[str, ...] = _RELATIONS

    def only(self, rows: Bools) -> "Inputs":
        """The same with all other facets absent: they send nothing, as if they were not there."""
        keep = torch.from_numpy(rows)
        mask = {name: mask & keep for name, mask in self.mask.items()}
        graph = replace(self.graph, near=near(self.ground, self.graphs, self.x, mask))
        return replace(self, mask=mask, graph=graph)


def inputs_of(bundle: GraphBundle, *, graphs: tuple[str, ...] = _RELATIONS) -> Inputs:
    """The inputs of a bundle, by way of its HeteroData, with the edges that `graphs` names."""
    data = to_hetero(bundle)
    pooled = pool(bundle)
    data["facet"].year = torch.from_numpy(years(bundle))
    x = {name: data["facet"][f"x_{name}"] for name in pooled}
    mask = {name: data["facet"][f"mask_{name}"] for name in pooled}
    ground = ground_of(bundle)
    edges, items = near(ground, graphs, x, mask), _items(bundle)
    return Inputs(
        x=x,
        mask=mask,
        graph=replace(graph_of(data), near=edges, items=items),
        pooled=pooled,
        strata=bundle.facets.theme + 1,
        culture=bundle.facets.culture,
        wide=np.asarray(bundle.facets.period == ALL),
        ground=ground,
        graphs=graphs,
    )


def graph_of(data: "HeteroData") -> Graph:
    """The edges that the model uses; entities that rather avoid each other are not joined."""
    together = data["entity", "co_occurs", "entity"]
    facet = data["facet"]
    unknown = torch.full((len(facet.culture),), torch.nan)
    return Graph(
        mentions=data["entity", "mentioned_in", "facet"].edge_index,
        co_occurs=together.edge_index[:, together.edge_weight > 0],
        parts=data["facet", "part", "facet"].edge_index,
        labels=data["entity"].label,
        theme=facet.theme + 1,
        culture=facet.culture,
        year=facet.year if "year" in facet else unknown,
        moments=_moments(facet.culture, facet.theme, facet.period),
    )


def _moments(culture: Tensor, theme: Tensor, period: Tensor) -> Tensor:
    """Edges (2, m), sorted by target, between facets of one culture and theme in some period."""
    rows = torch.nonzero(period != ALL).flatten()
    keys = torch.stack([culture[rows], theme[rows]])
    group = torch.unique(keys, dim=1, return_inverse=True)[1].view(-1)
    order = group.argsort(stable=True)
    size = torch.bincount(group)
    start = size.cumsum(0) - size
    target = torch.arange(len(rows)).repeat_interleave(size[group])
    step = torch.arange(len(target)) - (size[group].cumsum(0) - size[group])[target]
    source = order[start[group[target]] + step]
    return torch.stack([rows[source], rows[target]])


def years(bundle: GraphBundle) -> Floats:
    """(F,) the middle of each facet's period, or the end that is known; NaN where none is."""
    ends = np.full((2, len(bundle.periods.uid) + 1), np.nan, np.float32)
    for row, known in zip(ends, (bundle.years.first, bundle.years.last), strict=True):
        row[: len(known)] = known
    first, last = (np.where(np.isnan(one), other, one) for one, other in (ends, ends[::-1]))
    middle: Floats = ((first + last) / 2).astype(np.float32)
    return middle[bundle.facets.period]  # ALL, -1, is the last


def _items(bundle: GraphBundle) -> dict[str, ItemSet]:
    found = {}
    for name, items in bundle.items.items():
        item, facet = items.facets[:, np.argsort(items.facets[1], kind="stable")]
        vectors = np.nan_to_num(items.vectors, nan=np.nan, posinf=np.nan, neginf=np.nan)
        arrays = (torch.from_numpy(np.ascontiguousarray(each)) for each in (vectors, item, facet))
        found[name] = ItemSet(*arrays)
    return found
