"""Every format is read back by the library that people read it with."""

import csv
import json
from pathlib import Path

import networkx
import pytest
import torch

from gnn.bundle import GraphBundle
from gnn.hetero import to_hetero
from gnn.interchange import SUFFIXES, write
from tests.gnn.synthetic import synthetic


@pytest.fixture
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[GraphBundle, Path]:
    bundle, path = synthetic(4, 2), tmp_path / f"export{SUFFIXES[request.param]}"
    write(bundle, path, request.param)
    return bundle, path


def edges(bundle: GraphBundle) -> int:
    every = (bundle.mentions, bundle.co_occurs, bundle.parts)
    return sum(len(each.weight) for each in every) + bundle.size


@pytest.mark.parametrize("written", ["pt"], indirect=True)
def test_torch(written: tuple[GraphBundle, Path]) -> None:
    bundle, path = written
    found, wanted = torch.load(path, weights_only=False), to_hetero(bundle)
    assert found.validate()
    assert found.edge_types == wanted.edge_types
    assert torch.equal(found["facet"].x_text, wanted["facet"].x_text)
    assert found["facet", "part", "facet"].edge_attr.shape == (len(bundle.parts.weight), 1)


@pytest.mark.parametrize("written", ["graphml", "json"], indirect=True)
def test_networkx(written: tuple[GraphBundle, Path]) -> None:
    bundle, path = written
    if path.suffix == ".json":
        data = json.loads(path.read_text(encoding="utf-8"))
        graph = networkx.node_link_graph(data, edges="edges")
    else:
        graph = networkx.read_graphml(path)
    assert graph.number_of_nodes() == bundle.size + len(bundle.entities.uid) + 4
    assert graph.number_of_edges() == edges(bundle)
    assert graph.nodes["facet:0"]["name"] == bundle.facet_name(0)
    source, target = bundle.parts.index[:, 0].tolist()
    assert graph.has_edge(f"facet:{source}", f"facet:{target}")


@pytest.mark.parametrize("written", ["csv"], indirect=True)
def test_csv(written: tuple[GraphBundle, Path]) -> None:
    bundle, folder = written
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    assert len(tables["nodes-facet"]) == bundle.size
    assert sum(len(rows) for name, rows in tables.items() if name.startswith("edges")) == edges(
        bundle
    )
    row = tables["edges-part"][0]
    assert (row["upward"], float(row["weight"])) == (str(bundle.parts.features[0, 0]), 1.0)
