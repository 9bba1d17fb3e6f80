"""Every option of the shape: the encoder's laws, bad inputs, cultures that were never seen."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
import torch

from gnn.closed_form import fit_closed_form
from gnn.inputs import Inputs, inputs_of
from gnn.model import CultureEncoder, Shape, fuse
from gnn.shape import GRAPHS
from kg.errors import SettingsError
from tests.gnn.synthetic import synthetic
from tests.gnn.untrained import encode, encoder

WIDTH = 8
SPANS = ((1300, 1399), (1500, 1599))
OPTIONS: Mapping[str, dict[str, Any]] = {
    "gatv2": {"conv": "gatv2"},
    "gcn": {"conv": "gcn"},
    "none": {"conv": "none"},
    "concat": {"skip": "concat"},
    "knn": {"graphs": ("knn",)},
    "all graphs": {"graphs": GRAPHS},
    "no graph": {"graphs": ()},
    "causal": {"temporal": "causal", "fusion": "cross"},
    "in time": {"temporal": "both", "fusion": "joint"},
    "attention": {"pool": "attention"},
    "sparse": {"pool": "sparse", "most": 2},
    "linear": {"pool": "linear"},
}


def inputs_for(options: dict[str, Any], **how: Any) -> Inputs:
    bundle = synthetic(
        **{"cultures": 5, "themes": 1, "periods": 2, "families": 2, "spans": SPANS, **how}
    )
    return inputs_of(bundle, graphs=options.get("graphs", ("relations",)))


def speaking(inputs: Inputs, options: dict[str, Any]) -> CultureEncoder:
    """With weights everywhere, also where training starts from 0."""
    model = encoder(inputs, 0, width=WIDTH, labels=2, **options)
    for parameter in model.parameters():
        parameter.data += torch.randn_like(parameter) * 0.2
    return model


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_law_3_an_absent_modality_has_no_influence(options: dict[str, Any]) -> None:
    inputs = inputs_for(options, absent=0.5)
    model = speaking(inputs, options)
    x = {
        name: torch.where(inputs.mask[name][:, None], each, torch.nan)
        for name, each in inputs.x.items()
    }
    before = encode(model, inputs)
    assert torch.equal(before.fused, encode(model, replace(inputs, x=x)).fused)
    assert before.fused.isfinite().all()
    assert before.cultures.isfinite().all()


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_step_0_is_the_masked_mean_of_the_closed_form(options: dict[str, Any]) -> None:
    inputs = inputs_for(options)
    rows = np.ones(len(inputs.strata), bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=WIDTH, rows=rows)
    model = CultureEncoder(closed, Shape(WIDTH, labels=2, **options)).eval()
    strata = torch.from_numpy(inputs.strata)
    projected = model.project(model.standardise(inputs.x, inputs.mask, strata))
    found = encode(model, inputs)
    assert torch.allclose(found.fused, fuse(projected, inputs.mask), atol=1e-6)
    for culture in range(5):
        own = torch.from_numpy(inputs.culture == culture)
        assert torch.allclose(found.cultures[culture], found.fused[own].mean(0), atol=1e-5)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_gradients_are_finite_everywhere(options: dict[str, Any]) -> None:
    inputs = inputs_for(options, absent=0.5)
    model = speaking(inputs, options)
    found = model(inputs.x, inputs.mask, torch.from_numpy(inputs.strata), inputs.graph)
    (found.fused.square().sum() + found.cultures.square().sum()).backward()
    gradients = {name: each.grad for name, each in model.named_parameters()}
    assert all(each is None or each.isfinite().all() for each in gradients.values())
    heard = sum(each is not None and bool(each.any()) for each in gradients.values())
    assert heard > 0.7 * len(gradients)


@pytest.mark.parametrize(
    "how",
    [
        {"cultures": 1},
        {"modalities": ("text",)},
        {"modalities": ("image",), "absent": 0.9},
        {"cultures": 2, "absent": 1.0},
    ],
)
@pytest.mark.parametrize("name", ["all graphs", "in time", "sparse"])
def test_little_is_enough(name: str, how: dict[str, Any]) -> None:
    inputs = inputs_for(OPTIONS[name], **how)
    assert encode(speaking(inputs, OPTIONS[name]), inputs).fused.isfinite().all()


@pytest.mark.parametrize("junk", [3.0, torch.nan, torch.inf])
@pytest.mark.parametrize("name", ["all graphs", "gatv2"])
def test_constant_and_unknown_features_are_the_mean(name: str, junk: float) -> None:
    inputs = inputs_for(OPTIONS[name])
    x = inputs.x | {"image": torch.full_like(inputs.x["image"], junk)}
    spoiled = replace(inputs, x=x).only(np.ones(len(inputs.strata), bool))
    assert encode(speaking(inputs, OPTIONS[name]), spoiled).fused.isfinite().all()


def test_a_graph_without_edges_is_no_trouble() -> None:
    inputs = inputs_for({})
    graph = inputs.graph
    alone = replace(
        graph,
        mentions=graph.mentions[:, :0],
        co_occurs=graph.co_occurs[:, :0],
        parts=graph.parts[:, :0],
    )
    for conv in ("sage", "gatv2", "gcn"):
        model = speaking(inputs, {"conv": conv})
        assert encode(model, replace(inputs, graph=alone)).fused.isfinite().all()


def test_a_culture_that_was_never_seen_gets_a_vector_without_training() -> None:
    """Fitted on four cultures, asked for the fifth alone, and among the others."""
    inputs = inputs_for({})
    fifth = inputs.culture == 4
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=WIDTH, rows=~fifth)
    model = CultureEncoder(closed, Shape(WIDTH, labels=2)).eval()
    torch.nn.init.normal_(model.branches["image"].out.weight)
    among, alone = encode(model, inputs), encode(model, inputs.only(fifth))
    assert among.fused[fifth].abs().sum(1).all()
    assert torch.allclose(among.tokens["image"][fifth], alone.tokens["image"][fifth], atol=1e-6)


def test_a_theme_that_was_never_seen_counts_as_all_themes() -> None:
    inputs = inputs_for({})
    model = speaking(inputs, {"fusion": "joint"})
    late = replace(inputs, strata=np.where(inputs.strata == 1, 9, inputs.strata))
    late = replace(late, graph=replace(inputs.graph, theme=torch.from_numpy(late.strata)))
    assert encode(model, late).fused.isfinite().all()


def test_a_graph_that_the_inputs_lack_is_said() -> None:
    inputs = inputs_for({})
    with pytest.raises(SettingsError, match="knn"):
        encode(speaking(inputs, {"graphs": ("knn",)}), inputs)


def test_a_shape_goes_into_json_and_back() -> None:
    shape = Shape(fusion="joint", graphs=GRAPHS)
    assert Shape.of(json.loads(json.dumps(asdict(shape)))) == shape


@pytest.mark.parametrize(
    "wrong", [{"fusion": "sum"}, {"graphs": ("roads",)}, {"width": 10}, {"dropout": 1.0}]
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=str(next(iter(wrong)))):
        Shape(**wrong)
    with pytest.raises(SettingsError, match="colour"):
        Shape.of({"colour": 1})
