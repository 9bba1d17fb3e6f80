"""A training on disk: what has been done of it, so that a killed one goes on.

A file is a line with the format and the hash of the rest, then the rest by `torch.save`, which is
read back without running any code (`weights_only`). It comes into being whole or not at all.
"""

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from gnn.code import code_version
from gnn.parallel import barrier, place_among
from gnn.training import TrainConfig
from kg.errors import CheckpointRefused

_HEAD = "training.json"
_MAGIC = b"umran checkpoint 1 "


def write_checkpoint(path: Path, content: Mapping[str, Any]) -> str:
    """Write plain values and tensors in one step; returns the hash of the content."""
    buffer = io.BytesIO()
    torch.save(dict(content), buffer)
    digest = hashlib.sha256(buffer.getbuffer()).hexdigest()
    _replace(path, _MAGIC + digest.encode() + b"\n" + buffer.getbuffer())
    return digest


def read_checkpoint(path: Path) -> dict[str, Any]:
    """What was written. Raises CheckpointRefused where the file is not what was written."""
    head, _, body = path.read_bytes().partition(b"\n")
    digest = hashlib.sha256(body).hexdigest()
    if head != _MAGIC + digest.encode():
        raise CheckpointRefused(
            f"{path} is damaged, or no checkpoint of this version.", hint="Delete it and go on."
        )
    found: dict[str, Any] = torch.load(io.BytesIO(body), weights_only=True)
    return found


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The fits of one training, by name, in a folder of its own. Open one with `open_ledger`."""

    folder: Path

    def read(self, name: str) -> dict[str, Any] | None:
        """What is noted under a name; None where nothing is."""
        barrier()
        path = self.folder / f"{name}.ckpt"
        found = read_checkpoint(path) if path.is_file() else None
        barrier()
        return found

    def write(self, name: str, content: Mapping[str, Any]) -> None:
        """Note it, instead of what was there; of several processes only the first writes."""
        if place_among()[0] == 0:
            write_checkpoint(self.folder / f"{name}.ckpt", content)


def open_ledger(folder: Path, config: TrainConfig, snapshot: str, *, resume: bool) -> Ledger:
    """The ledger of this training. Raises CheckpointRefused where the folder has one already and
    `resume` was not asked for, or it is of another configuration, graph or version."""
    own = {"config": config.as_dict(), "snapshot": snapshot, "code": code_version()}
    text = json.dumps(own, indent=1, sort_keys=True, ensure_ascii=False)
    path = folder / _HEAD
    if path.is_file():
        if not resume:
            raise CheckpointRefused(
                f"{folder} holds the checkpoints of a training.",
                hint="Go on with --resume, or name another folder.",
            )
        _compare(path, json.loads(text))
    elif place_among()[0] == 0:
        _replace(path, text.encode())
    return Ledger(folder)


def read_config(folder: Path) -> TrainConfig:
    """The configuration of the training whose checkpoints lie in `folder`."""
    return TrainConfig.of(_head(folder / _HEAD)["config"])


def _head(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: found[name] for name in ("config", "snapshot", "code")}
    except (OSError, ValueError, KeyError, TypeError):
        raise CheckpointRefused(
            f"{path} is damaged.", hint="Name another folder and train again."
        ) from None


def _compare(path: Path, own: Mapping[str, Any]) -> None:
    found = _head(path)
    for name, what in (("code", "version of Umran"), ("snapshot", "state of the graph")):
        if found[name] != own[name]:
            raise CheckpointRefused(
                f"The checkpoints in {path.parent} are of another {what}.",
                hint="Name another folder and train again.",
            )
    if different := _differing(found["config"], own["config"]):
        name, there, here = different[0]
        raise CheckpointRefused(
            f"The checkpoints in {path.parent} are of another configuration: {name} is {there} "
            f"there and {here} here.",
            hint="Give the same options, or name another folder.",
        )


def _differing(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    names = sorted({*there, *here})
    return [(n, there.get(n), here.get(n)) for n in names if there.get(n) != here.get(n)]
