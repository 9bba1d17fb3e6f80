"""Attention graphs: only what is there has an edge, and the numbers are those of the model."""

import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import torch

from api.attention import plain, save
from api.attention_picture import draw
from gnn.attention import attention_graph, rollout
from gnn.bundle import ALL, GraphBundle
from gnn.fusion import Mix
from gnn.inputs import Inputs, inputs_of
from gnn.model import CultureEncoder
from kg.errors import NotFound, SettingsError
from tests.gnn.synthetic import synthetic
from tests.gnn.untrained import encode, encoder

SPANS = ((1300, 1399), (1500, 1599))
OPTIONS = {
    "conv": "gatv2",
    "fusion": "joint",
    "temporal": "both",
    "pool": "attention",
    "graphs": ("relations", "knn"),
}


@pytest.fixture(scope="module")
def seen() -> tuple[CultureEncoder, Inputs, GraphBundle]:
    bundle = synthetic(5, 1, periods=2, spans=SPANS, absent=0.6, seed=3)
    inputs = inputs_of(bundle, graphs=("relations", "knn"))
    model = encoder(inputs, 0, width=8, labels=2, **OPTIONS)
    for parameter in model.parameters():
        parameter.data += torch.randn_like(parameter) * 0.2
    return model, inputs, bundle


def test_an_absent_modality_has_no_edge(seen: tuple[CultureEncoder, Inputs, GraphBundle]) -> None:
    model, inputs, bundle = seen
    absent = 0
    for culture in range(5):
        facet = int(np.flatnonzero((inputs.culture == culture) & (inputs.strata == 0))[0])
        graph = attention_graph(model, inputs, bundle, culture, most=2)
        for name in model.modalities:
            there = bool(inputs.mask[name][facet])
            absent += not there
            assert graph.has_edge(f"modality {name} {facet}", f"facet {facet}") == there
            assert (f"modality {name} {facet}" in graph) == there
    assert absent


def test_edges_say_what_the_model_does(seen: tuple[CultureEncoder, Inputs, GraphBundle]) -> None:
    model, inputs, bundle = seen
    graph = attention_graph(model, inputs, bundle, 1, 0, most=50)
    fusion = [v for *_, v in graph.edges(data=True) if v["kind"] == "fusion"]
    assert sum(v["weight"] for v in fusion) == pytest.approx(1, abs=1e-4)
    assert sum(v["rollout"] for v in fusion) == pytest.approx(1, abs=1e-4)
    assert all(0 <= v["gate"] <= 1 and v["occlusion"] > 0 for v in fusion)
    kinds = {v["kind"] for *_, v in graph.edges(data=True)}
    assert kinds == {"fusion", "message", "item", "time", "culture"}
    whole = [v["weight"] for *_, v in graph.edges(data=True) if v["kind"] == "culture"]
    assert sum(whole) == pytest.approx(1, abs=1e-4)


def test_occlusion_is_the_change_without(
    seen: tuple[CultureEncoder, Inputs, GraphBundle],
) -> None:
    model, inputs, bundle = seen
    facet = int(np.flatnonzero((inputs.culture == 1) & (inputs.strata == 1) & inputs.wide)[0])
    graph = attention_graph(model, inputs, bundle, 1, 0)
    mask = {**inputs.mask, "text": inputs.mask["text"].clone()}
    mask["text"][facet] = False
    before, after = encode(model, inputs), encode(model, replace(inputs, mask=mask))
    moved = (after.fused[facet] - before.fused[facet]).norm() / before.fused[facet].norm()
    edge = graph.edges[f"modality text {facet}", f"facet {facet}"]
    assert edge["occlusion"] == pytest.approx(float(moved), abs=1e-4)


def test_rollout_of_one_block_is_half_itself() -> None:
    attention = torch.tensor([[[[0.2, 0.3, 0.5], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]]])
    found = rollout(Mix(torch.zeros(1, 1), (attention,), torch.tensor([[1.0, 0.0, 0.0]])), 2)
    assert torch.allclose(found, torch.tensor([[0.375, 0.625]]))


def test_files_hold_the_graph(
    seen: tuple[CultureEncoder, Inputs, GraphBundle], tmp_path: Path
) -> None:
    graph = attention_graph(*seen, 1, 0, most=2)
    for name in ("a.graphml", "a.json", "a.png"):
        save(graph, tmp_path / name)
    read = nx.read_graphml(tmp_path / "a.graphml")
    assert dict(read.nodes) == dict(graph.nodes)
    assert {(a, b): v for a, b, v in read.edges(data=True)} == dict(graph.edges)
    assert json.loads((tmp_path / "a.json").read_text()) == plain(graph)
    assert draw(graph).startswith(b"\x89PNG")
    with pytest.raises(SettingsError, match="txt"):
        save(graph, tmp_path / "a.txt")


def test_a_theme_without_a_facet_is_said(
    seen: tuple[CultureEncoder, Inputs, GraphBundle],
) -> None:
    model, inputs, bundle = seen
    wide = replace(bundle.facets, theme=np.full_like(bundle.facets.theme, ALL))
    with pytest.raises(NotFound, match="C0001 on t0000"):
        attention_graph(model, inputs, replace(bundle, facets=wide), 1, 0)
