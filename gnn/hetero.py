"""A bundle as HeteroData of PyTorch Geometric."""

from typing import TYPE_CHECKING

from gnn.bundle import Edges, GraphBundle
from gnn.pooling import pool

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData


def to_hetero(bundle: GraphBundle) -> "HeteroData":
    """Node types facet (F), entity (E) and culture (C); edge types as below.

    facet: for each modality m that the bundle has `x_m` (F, D_m) float32, `mask_m` (F,) bool and
    `count_m` (F,) items behind it; `culture`, `theme`, `period` (F,) int64, -1 for all.
    entity: `label` (E,). Edges, each with `edge_weight` and, where the bundle has
    features of them, `edge_attr` (m, K): (entity, mentioned_in, facet),
    (facet, mentions, entity), (entity, co_occurs, entity), (facet, part, facet), and
    (facet, of, culture) without. What a mask hides means nothing; NaN marks what is not known:
    a variable that is not coded.
    """
    import torch
    from torch_geometric.data import HeteroData

    data = HeteroData()
    facet = data["facet"]
    facet.num_nodes = bundle.size
    for name, pooled in pool(bundle).items():
        facet[f"x_{name}"] = torch.from_numpy(pooled.x)
        facet[f"mask_{name}"] = torch.from_numpy(pooled.mask)
        facet[f"count_{name}"] = torch.from_numpy(pooled.count)
    for name in ("culture", "theme", "period"):
        facet[name] = torch.from_numpy(getattr(bundle.facets, name))
    data["entity"].num_nodes = len(bundle.entities.uid)
    data["entity"].label = torch.from_numpy(bundle.entities.label)
    data["culture"].num_nodes = len(bundle.cultures.uid)
    _connect(data, bundle)
    return data


def _connect(data: "HeteroData", bundle: GraphBundle) -> None:
    import torch

    def connect(source: str, type: str, target: str, edges: Edges, *, back: bool = False) -> None:
        index = torch.from_numpy(edges.index).flip(0) if back else torch.from_numpy(edges.index)
        data[source, type, target].edge_index = index.contiguous()
        data[source, type, target].edge_weight = torch.from_numpy(edges.weight)
        if edges.names:
            data[source, type, target].edge_attr = torch.from_numpy(edges.features)

    connect("entity", "mentioned_in", "facet", bundle.mentions)
    connect("facet", "mentions", "entity", bundle.mentions, back=True)
    connect("entity", "co_occurs", "entity", bundle.co_occurs)
    connect("facet", "part", "facet", bundle.parts)
    culture = torch.from_numpy(bundle.facets.culture)
    data["facet", "of", "culture"].edge_index = torch.stack([torch.arange(bundle.size), culture])
