"""Drift: a change that was made is found, and chance is not taken for one."""

from dataclasses import replace

import numpy as np
import pytest

from gnn.bundle import ALL, Floats, GraphBundle
from gnn.confidence import Confidence
from gnn.drift import drift, reseeded
from gnn.pooling import pool
from gnn.replicate import replicate
from gnn.shape import Shape
from gnn.telling import telling
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import NotFound
from tests.gnn.sources import with_sources
from tests.gnn.synthetic import synthetic

SPANS = ((1600.0, 1699.0), (1400.0, 1499.0), (1500.0, 1599.0))  # by uid, not by time


def _heard(bundle: GraphBundle) -> Floats:
    return pool(bundle)["text"].x


def _changed() -> GraphBundle:
    """Culture 0 moves after 1600; culture 1 stays. Six works a culture, an item each."""
    bundle = synthetic(3, 1, modalities=("text",), periods=3, spans=SPANS, size=8)
    facets = bundle.facets
    rng = np.random.default_rng(0)
    facet = np.repeat(np.arange(bundle.size), 6)
    centre = 3 * rng.normal(size=(3, 8))[facets.culture[facet]]
    moved = (facets.culture[facet] == 0) & (facets.period[facet] == 0)
    centre[moved] = -centre[moved]
    vectors = (centre + rng.normal(size=centre.shape)).astype(np.float32)
    item = np.arange(len(facet))
    uids = tuple(f"t{i:05}" for i in item)
    text = replace(bundle.items["text"], uid=uids, vectors=vectors, facets=np.stack([item, facet]))
    return with_sources(replace(bundle, items={"text": text}), 6)


def test_a_change_is_found_where_it_was_made() -> None:
    bundle = _changed()
    sure = Confidence(bundle, replicate(bundle, _heard), 0)
    vectors = sure.replicates.vectors
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(8, 8)))[0]
    other = (vectors @ turn).astype(np.float32)  # another seed: the same in other axes
    found = drift(sure, [other], 0, theme=0)
    assert found.periods == ("p0001", "p0002", "p0000")
    assert found.years == (1449.5, 1549.5, 1649.5)
    assert [step.changed for step in found.steps] == [False, True]
    assert found.steps[1].distance > found.steps[1].shuffled
    assert max(step.reseeded for step in found.steps) < 1e-5
    assert [step.changed for step in drift(sure, [], 1, theme=0).steps] == [False, False]
    wild = np.random.default_rng(2).normal(size=vectors.shape).astype(np.float32)
    assert not any(step.changed for step in drift(sure, [wild, -3 * wild], 1, theme=0).steps)


def test_passages_tell_which_side_they_are_of() -> None:
    bundle = _changed()
    kept = train(bundle, TrainConfig(shape=Shape(8), steps=0)).kept
    assert kept is not None
    facets = bundle.facets
    pair = [
        int(np.flatnonzero((facets.culture == 0) & (facets.theme == 0) & (facets.period == p))[0])
        for p in (2, 0)
    ]
    before, after = telling(bundle, kept, (pair[0], pair[1]))
    assert {int(uid[1:]) // 6 for uid in before} == {pair[0]}
    assert {int(uid[1:]) // 6 for uid in after} == {pair[1]}
    assert reseeded(bundle, kept, 0) == []


def test_one_source_a_period_tells_nothing_and_one_period_is_refused() -> None:
    bundle = with_sources(_changed(), 1)
    sure = Confidence(bundle, replicate(bundle, _heard), 0)
    found = drift(sure, [], 0, theme=0)
    assert [step.changed for step in found.steps] == [None, None]
    assert "too few" in found.notes[-1]
    with pytest.raises(NotFound, match="0 of the periods"):
        drift(sure, [], 0, theme=ALL)
