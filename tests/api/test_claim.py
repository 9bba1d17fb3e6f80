"""Distances and drifts from a store, with what it cannot say, and the sentences."""

import json
from pathlib import Path

import pytest

from api.claim import claim
from api.drift import drifted
from api.learning import Course, learn
from gnn.shape import Shape
from gnn.training import TrainConfig
from kg.errors import NotFound, SettingsError
from kg.similar import similar
from kg.store import Store
from tests.gnn.graph import fill

TINY = TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2, grouping="culture")


def test_a_claim_and_a_drift(store: Store, tmp_path: Path) -> None:
    fill(store)
    with pytest.raises(NotFound, match="learned"):
        claim(store, tmp_path, ("Ottoman", "Inca"))
    learn(store, TINY, course=Course(keep=tmp_path))
    near = similar(store, "Ottoman", theme="worship", k=1)[0]
    found = claim(store, tmp_path, ("Osmanlı", near.name), theme="ibadet")
    assert found.claim.score == pytest.approx(near.score, abs=1e-5)
    assert near.p is None
    assert (found.theme, found.claim.one, found.claim.p) == ("worship", "Ottoman", None)
    assert any("6 cultures are too few" in note for note in found.notes)
    assert {each.entity for each in found.evidence} <= {"dome", "lodge", "drum"}
    assert json.loads(json.dumps(found.plain()))["modality"] == ""
    old = claim(store, tmp_path, ("Ottoman", "Inca"), period="before 1500", theme="worship")
    assert old.period == "before 1500"
    with pytest.raises(NotFound, match="Otoman"):
        claim(store, tmp_path, ("Otoman", "Inca"))
    with pytest.raises(SettingsError, match="same culture"):
        claim(store, tmp_path, ("Ottoman", "Osmanlı"))
    with pytest.raises(SettingsError, match="smell"):
        claim(store, tmp_path, ("Ottoman", "Inca"), modality="smell")
    with pytest.raises(NotFound, match="periods"):
        drifted(store, tmp_path, "Ottoman")
