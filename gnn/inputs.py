"""What the model and its training see: the tensors and graph of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from gnn.bundle import ALL, Bools, GraphBundle, Ints
from gnn.hetero import to_hetero
from gnn.pooling import Pooled, pool

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges (2, m) of int64: entity -> facet, entity -> entity, facet -> facet; labels (E,)."""

    mentions: Tensor
    co_occurs: Tensor
    parts: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Inputs:
    """`x` (F, D_m) and `mask` (F,) for each modality, the graph, and what training groups by.

    strata: (F,) 0 for all themes, 1 + index of the theme otherwise. wide: (F,) over all periods.
    """

    x: Mapping[str, Tensor]
    mask: Mapping[str, Tensor]
    graph: Graph
    pooled: Mapping[str, Pooled]
    strata: Ints
    culture: Ints
    wide: Bools

    def only(self, rows: Bools) -> "Inputs":
        """The same with all other facets absent: they send nothing, as if they were not there."""
        keep = torch.from_numpy(rows)
        return replace(self, mask={name: mask & keep for name, mask in self.mask.items()})


def inputs_of(bundle: GraphBundle) -> Inputs:
    """The inputs of a bundle, by way of its HeteroData."""
    data = to_hetero(bundle)
    pooled = pool(bundle)
    return Inputs(
        x={name: data["facet"][f"x_{name}"] for name in pooled},
        mask={name: data["facet"][f"mask_{name}"] for name in pooled},
        graph=graph_of(data),
        pooled=pooled,
        strata=bundle.facets.theme + 1,
        culture=bundle.facets.culture,
        wide=np.asarray(bundle.facets.period == ALL),
    )


def graph_of(data: "HeteroData") -> Graph:
    """The edges that the model uses; entities that rather avoid each other are not joined."""
    together = data["entity", "co_occurs", "entity"]
    return Graph(
        mentions=data["entity", "mentioned_in", "facet"].edge_index,
        co_occurs=together.edge_index[:, together.edge_weight > 0],
        parts=data["facet", "part", "facet"].edge_index,
        labels=data["entity"].label,
    )
