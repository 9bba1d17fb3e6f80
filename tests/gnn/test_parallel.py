"""Two processes that share the batches of a step go where one goes with all of them."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from gnn.archive import save
from gnn.ledger import open_ledger, read_checkpoint
from gnn.shape import Shape
from gnn.train import train
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

ROOT = Path(__file__).parents[2]
CONFIG = TrainConfig(shape=Shape(8), steps=3, every=3, folds=2, inner=2, batches=2)


def test_two_processes_are_as_one(tmp_path: Path) -> None:
    bundle = synthetic(6, 1, size=8)
    save(bundle, tmp_path / "two" / "bundle")
    for name in ("one", "two"):
        open_ledger(tmp_path / name, CONFIG, bundle.snapshot, resume=False)
    start = ["torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
    share = ["--nproc-per-node", "2", "-m", "gnn.parallel", str(tmp_path / "two")]
    found = subprocess.run(
        [sys.executable, "-m", *start, *share],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    ledger = open_ledger(tmp_path / "one", CONFIG, bundle.snapshot, resume=True)
    train(bundle, CONFIG, ledger=ledger)
    names = sorted(path.name for path in (tmp_path / "one").glob("*.ckpt"))
    assert names == sorted(path.name for path in (tmp_path / "two").glob("*.ckpt"))
    for name in (each for each in names if "inner" in each):
        one, two = (read_checkpoint(tmp_path / each / name) for each in ("one", "two"))
        assert two["done"]
        for key, tensor in one["found"][3]["tokens"].items():
            assert np.allclose(tensor, two["found"][3]["tokens"][key], atol=1e-4), name
        for mine, theirs in zip(one["losses"], two["losses"], strict=True):
            assert np.allclose(list(mine.values()), list(theirs.values()), atol=1e-4)
