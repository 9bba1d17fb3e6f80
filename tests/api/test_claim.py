"""Distances and drifts from a store, with what it cannot say, and the sentences."""

import json
from pathlib import Path

import pytest

from api.claim import Stated, claim
from api.drift import drifted
from api.learning import Course, learn
from gnn.shape import Shape
from gnn.training import TrainConfig
from kg.errors import NotFound, SettingsError
from kg.settings import Settings
from kg.similar import similar
from kg.store import Store
from tests.api.http_site import running
from tests.gnn.graph import fill

TINY = TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2, grouping="culture")


def test_a_claim_and_a_drift(store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fill(store)
    runs = tmp_path / "runs"
    with pytest.raises(NotFound, match="learned"):
        claim(store, runs, ("Ottoman", "Inca"))
    learn(store, TINY, course=Course(keep=runs))
    near = similar(store, "Ottoman", theme="worship", k=1)[0]
    found = claim(store, runs, ("Osmanlı", near.name), theme="ibadet")
    assert found.claim.score == pytest.approx(near.score, abs=1e-5)
    assert near.p is None
    assert (found.theme, found.claim.one, found.claim.p) == ("worship", "Ottoman", None)
    assert any("6 cultures are too few" in note for note in found.notes)
    assert {each.entity for each in found.evidence} <= {"dome", "lodge", "drum"}
    assert json.loads(json.dumps(found.plain()))["modality"] == ""
    old = claim(store, runs, ("Ottoman", "Inca"), period="before 1500", theme="worship")
    assert old.period == "before 1500"
    with pytest.raises(NotFound, match="Otoman"):
        claim(store, runs, ("Otoman", "Inca"))
    with pytest.raises(SettingsError, match="same culture"):
        claim(store, runs, ("Ottoman", "Osmanlı"))
    with pytest.raises(SettingsError, match="smell"):
        claim(store, runs, ("Ottoman", "Inca"), modality="smell")
    with pytest.raises(NotFound, match="periods"):
        drifted(store, runs, "Ottoman")
    if request.node.callspec.params["store"] == "neo4j":
        settings = request.getfixturevalue("neo4j_settings")
        _over_http(settings.model_copy(update={"data": tmp_path, "serve_port": 0}), found, old)


def _over_http(settings: Settings, found: Stated, old: Stated) -> None:
    """The same, asked of a server."""
    with running(settings) as site:
        pair = {"one": "Osmanlı", "other": found.claim.other, "theme": "ibadet"}
        assert site.get("/distance", params=pair).json() == json.loads(json.dumps(found.plain()))
        then = {"one": "Ottoman", "other": "Inca", "theme": "worship", "period": "before 1500"}
        answer = site.get("/distance", params=then).json()
        assert answer == json.loads(json.dumps(old.plain()))
        assert site.get("/distance", params=pair | {"other": "Ottoman"}).status_code == 400
        assert site.get("/distance", params=pair | {"other": "Otoman"}).status_code == 404
        assert "periods" in site.get("/cultures/Ottoman/drift").json()["detail"]
