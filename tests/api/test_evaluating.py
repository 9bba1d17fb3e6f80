"""An evaluation of a graph in a store: table, sentences and files."""

import json
from pathlib import Path

import pytest

from api.evaluating import evaluated
from gnn.evaluation.measures import Plan
from gnn.shape import Shape
from gnn.training import TrainConfig
from kg.errors import NotFound
from kg.store import Store
from tests.gnn.graph import fill
from tests.graph import empty

PLAN = Plan(2, 1, TrainConfig(shape=Shape(8), steps=0, inner=2))


def test_a_small_graph_is_evaluated_and_nothing_is_invented(store: Store, tmp_path: Path) -> None:
    empty(store)
    with pytest.raises(NotFound, match="no culture"):
        evaluated(store, PLAN)
    fill(store)
    found = evaluated(store, PLAN, out=tmp_path / "new")
    assert found.rows
    assert all(len(row) == len(found.columns) for row in found.rows)
    told = " ".join(found.sentences)
    assert found.sentences[0].startswith(("Too few cultures to tell", "Nothing to compare"))
    assert " cultures, and it takes 20" in told
    assert "no known family or region" in told
    assert "[" not in "".join(str(row[2]) + str(row[3]) for row in found.rows)
    kept = json.loads((tmp_path / "new" / "evaluation.json").read_text())
    assert kept == json.loads(json.dumps(found.evaluation.plain()))
    assert (tmp_path / "new" / "evaluation.png").read_bytes().startswith(b"\x89PNG")
