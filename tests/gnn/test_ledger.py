"""A killed training goes on to the same bits; what cannot go on says why."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gnn.archive import save
from gnn.bundle import GraphBundle
from gnn.ledger import open_ledger, read_checkpoint, write_checkpoint
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from kg.errors import CheckpointRefused
from tests.gnn.synthetic import synthetic

ROOT = Path(__file__).parents[2]
CONFIG = TrainConfig(
    shape=Shape(8), steps=4, every=2, folds=2, inner=2, members=2, batches=2, ema=0.9
)
KILLED = """
import sys, time
from pathlib import Path
from gnn import ledger
from gnn.archive import load
from gnn.train import train

folder = Path(sys.argv[1])
write = ledger.write_checkpoint
def slow(path, content):
    digest = write(path, content)
    if not content["done"] and path.name.startswith("outer1"):
        (folder / "now").touch()
        time.sleep(60)
    return digest
ledger.write_checkpoint = slow
config, bundle = ledger.read_config(folder), load(folder / "bundle")
train(bundle, config, ledger=ledger.open_ledger(folder, config, bundle.snapshot, resume=True))
"""


@pytest.fixture(scope="module")
def bundle() -> GraphBundle:
    return synthetic(8, 1, size=8)


def test_a_killed_training_goes_on_to_the_same_bits(bundle: GraphBundle, tmp_path: Path) -> None:
    save(bundle, tmp_path / "bundle")
    open_ledger(tmp_path, CONFIG, bundle.snapshot, resume=False)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT) as child:
        while not (tmp_path / "now").exists():
            assert child.poll() is None
            time.sleep(0.05)
        os.kill(child.pid, signal.SIGKILL)
    half = [p for p in tmp_path.glob("outer1-*.ckpt") if not read_checkpoint(p)["done"]]
    assert half  # it was killed in the midst of a fit
    ledger = open_ledger(tmp_path, CONFIG, bundle.snapshot, resume=True)
    resumed, whole = train(bundle, CONFIG, ledger=ledger), train(bundle, CONFIG)
    assert resumed.embeddings.tobytes() == whole.embeddings.tobytes()
    assert resumed.report() == whole.report()
    matrix = np.load(tmp_path / "cosines" / "step-0000.npy")
    assert matrix.shape == (8, 8)
    assert np.allclose(matrix, matrix.T)


def test_checkpoints_of_another_training_are_refused(bundle: GraphBundle, tmp_path: Path) -> None:
    open_ledger(tmp_path, CONFIG, "a", resume=False)
    with pytest.raises(CheckpointRefused, match="--resume"):
        open_ledger(tmp_path, CONFIG, "a", resume=False)
    with pytest.raises(CheckpointRefused, match="seed is 0 there and 1 here"):
        open_ledger(tmp_path, replace(CONFIG, seed=1), "a", resume=True)
    with pytest.raises(CheckpointRefused, match="state of the graph"):
        open_ledger(tmp_path, CONFIG, "b", resume=True)
    (tmp_path / "training.json").write_text("{")
    with pytest.raises(CheckpointRefused, match="damaged"):
        open_ledger(tmp_path, CONFIG, "a", resume=True)


@pytest.mark.parametrize("spoil", [b"", b"nonsense", None])
def test_a_damaged_checkpoint_is_refused(tmp_path: Path, spoil: bytes | None) -> None:
    path = tmp_path / "x.ckpt"
    write_checkpoint(path, {"step": 3})
    assert read_checkpoint(path) == {"step": 3}
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!" if spoil is None else spoil)
    with pytest.raises(CheckpointRefused, match="damaged"):
        read_checkpoint(path)
    assert not list(tmp_path.glob("*.part"))
