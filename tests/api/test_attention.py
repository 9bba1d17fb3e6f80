"""Attention graphs from a store: before any training, and with the encoder that a run has kept."""

from pathlib import Path

import pytest

from api.attention import explain
from gnn.export import export
from gnn.kept import save_kept
from gnn.runs import write_back
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import NotFound
from kg.store import Store
from tests.gnn.graph import fill
from tests.graph import empty


def test_before_and_after_training(embedded_store: Store, tmp_path: Path) -> None:
    store = embedded_store
    empty(store)
    fill(store)
    found = explain(store, "Osmanlı", theme="mimari")
    assert "closed form" in found.encoder
    assert found.graph.graph["facet"] == "Ottoman, architecture"
    with pytest.raises(NotFound, match="Otoman"):
        explain(store, "Otoman")
    with pytest.raises(NotFound, match="learned"):
        explain(store, "Ottoman", folder=tmp_path)
    shape = Shape(8, fusion="joint", conv="gatv2")
    config = TrainConfig(shape=shape, steps=2, every=2, folds=2, inner=2, grouping="culture")
    bundle = export(store)
    training = train(bundle, config)
    run = write_back(store, bundle, training)
    save_kept(training.kept, tmp_path / f"{run}.ckpt")
    kept = explain(store, "Ottoman", folder=tmp_path)
    assert "encoder of train" in kept.encoder
    assert {values["kind"] for *_, values in kept.graph.edges(data=True)} >= {"fusion", "message"}
