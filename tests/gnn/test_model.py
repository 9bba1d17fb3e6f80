"""Law 3 (an absent modality has no influence) and law 4 (permutation, same seed) of the encoder."""

from dataclasses import replace

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.closed_form import fit_closed_form
from gnn.inputs import Inputs, inputs_of
from gnn.model import CultureEncoder, Shape
from tests.gnn.synthetic import synthetic
from tests.gnn.untrained import encode, encoder

WIDTH = 12


def _encoder(inputs: Inputs, seed: int) -> CultureEncoder:
    return encoder(inputs, seed, width=WIDTH, labels=2)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 50),
    junk=st.sampled_from([0.0, 1.0, -1e30, float("nan"), float("inf")]),
)
def test_values_under_the_mask_have_no_influence(seed: int, junk: float) -> None:
    inputs = inputs_of(synthetic(6, 2, seed=seed, absent=0.5))
    model = _encoder(inputs, seed)
    spoiled = {
        name: torch.where(inputs.mask[name][:, None], x, torch.tensor(junk))
        for name, x in inputs.x.items()
    }
    before, after = encode(model, inputs), encode(model, replace(inputs, x=spoiled))
    assert torch.equal(before.fused, after.fused)
    assert all(torch.equal(before.tokens[name], after.tokens[name]) for name in before.tokens)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 50))
def test_a_modality_that_is_absent_everywhere_is_as_if_it_were_not_there(seed: int) -> None:
    inputs = inputs_of(synthetic(6, 2, seed=seed))
    model = _encoder(inputs, seed)
    nowhere = inputs.mask | {"image": torch.zeros_like(inputs.mask["image"])}
    masked = encode(model, replace(inputs, mask=nowhere))
    x = {name: each for name, each in inputs.x.items() if name != "image"}
    mask = {name: inputs.mask[name] for name in x}
    left_out = encode(model, replace(inputs, x=x, mask=mask))
    assert torch.equal(masked.fused, left_out.fused)
    assert not masked.tokens["image"].any()


def test_a_facet_with_nothing_is_finite() -> None:
    inputs = inputs_of(synthetic(6, 2))
    model = _encoder(inputs, 0)
    nothing = {name: mask.clone() for name, mask in inputs.mask.items()}
    for mask in nothing.values():
        mask[3] = False
    fused = encode(model, replace(inputs, mask=nothing)).fused
    assert fused.isfinite().all()
    assert not fused[3].any()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 50), data=st.data())
def test_permuting_facets_permutes_the_output(seed: int, data: st.DataObject) -> None:
    inputs = inputs_of(synthetic(6, 2, seed=seed))
    model = _encoder(inputs, seed)
    order = np.array(data.draw(st.permutations(range(len(inputs.strata)))))
    expected = encode(model, inputs).fused[order]
    assert torch.allclose(encode(model, _permuted(inputs, order)).fused, expected, atol=1e-4)


def _permuted(inputs: Inputs, order: np.ndarray) -> Inputs:
    index = torch.from_numpy(order)
    place = torch.empty_like(index)
    place[index] = torch.arange(len(index))
    mentions = torch.stack([inputs.graph.mentions[0], place[inputs.graph.mentions[1]]])
    graph = replace(
        inputs.graph,
        mentions=mentions,
        parts=place[inputs.graph.parts],
        moments=place[inputs.graph.moments],
        theme=inputs.graph.theme[index],
        culture=inputs.graph.culture[index],
        year=inputs.graph.year[index],
    )
    return replace(
        inputs,
        x={name: x[index] for name, x in inputs.x.items()},
        mask={name: mask[index] for name, mask in inputs.mask.items()},
        graph=graph,
        strata=inputs.strata[order],
    )


def test_step_0_is_the_closed_form_to_the_bit() -> None:
    inputs = inputs_of(synthetic(6, 2))
    rows = np.ones(len(inputs.strata), bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=WIDTH, rows=rows)
    model = CultureEncoder(closed, Shape(WIDTH, labels=2)).eval()
    tokens = encode(model, inputs).tokens
    for name, projection in closed.items():
        mask = inputs.pooled[name].mask
        expected = projection(inputs.pooled[name].x, inputs.strata)[mask]
        assert np.allclose(tokens[name].numpy()[mask], expected, atol=1e-5)


def test_entities_speak_in_the_text_branch_only() -> None:
    inputs = inputs_of(synthetic(6, 2))
    model = _encoder(inputs, 0)
    none = replace(inputs.graph, mentions=inputs.graph.mentions[:, :0])
    before, after = encode(model, inputs), encode(model, replace(inputs, graph=none))
    assert not torch.equal(before.tokens["text"], after.tokens["text"])
    for name in ("image", "audio", "traits"):
        assert torch.equal(before.tokens[name], after.tokens[name])


def test_one_modality_never_sees_another() -> None:
    inputs = inputs_of(synthetic(6, 2))
    model = _encoder(inputs, 0)
    changed = inputs.x | {"image": inputs.x["image"] + 5}
    before, after = encode(model, inputs), encode(model, replace(inputs, x=changed))
    assert not torch.equal(before.tokens["image"], after.tokens["image"])
    for name in ("text", "audio", "traits"):
        assert torch.equal(before.tokens[name], after.tokens[name])
