"""A bundle in the formats of other programs: .pt, GraphML, CSV and JSON."""

import csv
import json
from collections.abc import Iterator, Mapping
from math import isnan
from pathlib import Path
from typing import Any

from gnn.bundle import Edges, GraphBundle

SUFFIXES = {"pt": ".pt", "graphml": ".graphml", "json": ".json", "csv": ""}
"""Formats, and how their files end; CSV is a folder."""
_Row = dict[str, Any]


def write(bundle: GraphBundle, path: Path, format: str) -> None:
    """Write `bundle` as one of SUFFIXES.

    .pt is HeteroData with everything in it; the others are the graph without vectors: facets,
    entities and cultures as nodes, and the edges with their weights and features.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    {"pt": _pt, "graphml": _graphml, "json": _json, "csv": _csv}[format](bundle, path)


def _pt(bundle: GraphBundle, path: Path) -> None:
    import torch

    from gnn.hetero import to_hetero

    torch.save(to_hetero(bundle), path)


def _graphml(bundle: GraphBundle, path: Path) -> None:
    import networkx

    networkx.write_graphml(to_networkx(bundle), path)


def _json(bundle: GraphBundle, path: Path) -> None:
    import networkx

    data = networkx.node_link_data(to_networkx(bundle), edges="edges")
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _csv(bundle: GraphBundle, folder: Path) -> None:
    """`nodes-KIND.csv` and `edges-TYPE.csv`, ends by id."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, nodes in _nodes(bundle).items():
        _rows(folder / f"nodes-{kind}.csv", ["id", *_fields(nodes)], nodes)
    for type_, (edges, names) in _relations(bundle).items():
        fields = ["source", "target", "weight", *names]
        _rows(folder / f"edges-{type_}.csv", fields, edges)


def _rows(path: Path, fields: list[str], rows: list[_Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)


def _fields(rows: list[_Row]) -> list[str]:
    return [name for name in (rows[0] if rows else {}) if name != "id"]


def to_networkx(bundle: GraphBundle) -> Any:
    """A networkx.MultiDiGraph of facets, entities and cultures: `kind` of nodes, `type` of edges,
    with weights and features."""
    import networkx

    graph = networkx.MultiDiGraph(snapshot=bundle.snapshot)
    for kind, nodes in _nodes(bundle).items():
        graph.add_nodes_from((row.pop("id"), row | {"kind": kind}) for row in nodes)
    for type_, (edges, _) in _relations(bundle).items():
        for row in edges:
            graph.add_edge(row.pop("source"), row.pop("target"), type=type_, **row)
    return graph


def _nodes(bundle: GraphBundle) -> dict[str, list[_Row]]:
    """Ids are `facet:0`, `entity:0`, `culture:0` by row; NaN, which JSON lacks, is left out."""
    cultures, entities, table = bundle.cultures, bundle.entities, bundle.facets
    places = zip(cultures.latitude.tolist(), cultures.longitude.tolist(), strict=True)
    names = entities.name or entities.uid
    return {
        "culture": [
            {"id": f"culture:{i}", "uid": cultures.uid[i], "name": cultures.name[i]}
            | {"region": cultures.region[i], "family": cultures.family[i]}
            | ({} if isnan(a + b) else {"latitude": a, "longitude": b})
            for i, (a, b) in enumerate(places)
        ],
        "entity": [
            {"id": f"entity:{i}", "uid": uid, "name": names[i]}
            | {"label": entities.labels[entities.label[i]]}
            for i, uid in enumerate(entities.uid)
        ],
        "facet": [
            {"id": f"facet:{i}", "name": bundle.facet_name(i)}
            | {n: int(getattr(table, n)[i]) for n in ("passages", "media", "traits", "sources")}
            for i in range(bundle.size)
        ],
    }


def _relations(bundle: GraphBundle) -> Mapping[str, tuple[list[_Row], tuple[str, ...]]]:
    of = [
        {"source": f"facet:{i}", "target": f"culture:{c}", "weight": 1.0}
        for i, c in enumerate(bundle.facets.culture)
    ]
    kinds = {
        "mentioned_in": ("entity", "facet", bundle.mentions),
        "co_occurs": ("entity", "entity", bundle.co_occurs),
        "part": ("facet", "facet", bundle.parts),
    }
    found = {type_: (list(_edges(a, b, e)), e.names) for type_, (a, b, e) in kinds.items()}
    return found | {"of": (of, ())}


def _edges(source: str, target: str, edges: Edges) -> Iterator[_Row]:
    features = edges.features.tolist() if edges.names else [()] * len(edges.weight)
    rows = zip(*edges.index.tolist(), edges.weight.tolist(), features, strict=True)
    for a, b, weight, more in rows:
        ends = {"source": f"{source}:{a}", "target": f"{target}:{b}", "weight": weight}
        yield ends | dict(zip(edges.names, more, strict=True))
