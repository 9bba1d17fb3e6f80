"""Fitting the encoder to some of the cultures, and what it says of all of them on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from gnn.bundle import Bools, Floats, GraphBundle
from gnn.closed_form import ClosedForm
from gnn.inputs import Inputs
from gnn.ledger import Ledger
from gnn.objective.target import Target
from gnn.step import Fitting
from gnn.training import TrainConfig

Tokens = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Task:
    """What to fit: a closed form, and the facets `rows` (F,) of the cultures to learn from.

    `seeds`: facets of a mini-batch, 0 for all at once.
    """

    bundle: GraphBundle
    inputs: Inputs
    closed: ClosedForm
    rows: Bools
    config: TrainConfig
    target: Target | None = None
    seeds: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the encoder says: tokens (F, width) by modality, all of them fused (F, width), and fused
    without one of them, by that one."""

    tokens: Tokens
    fused: Floats
    others: Tokens


@dataclass(frozen=True, slots=True)
class Fitted:
    """`spoken` by checkpoint; `losses`: by step the value of each objective; `states`: the weights
    of each member after the last checkpoint."""

    spoken: Mapping[int, Spoken]
    losses: tuple[Mapping[str, float], ...]
    states: tuple[Mapping[str, Any], ...]


def fit(
    task: Task,
    checkpoints: Sequence[int],
    *,
    members: int,
    ledger: Ledger | None = None,
    name: str = "fit",
) -> Fitted:
    """What `members` networks say on average at each checkpoint, of all facets.

    Same seed, same bits. With a ledger what was done under this `name` is taken from there, and
    goes on where it was killed.
    """
    runs = [
        _run(Fitting(task, task.config.seed + i), checkpoints, ledger, f"{name}-{i}")
        for i in range(members)
    ]
    return Fitted(
        {step: mean_spoken([run["found"][step] for run in runs]) for step in checkpoints},
        tuple(_average([run["losses"][i] for run in runs]) for i in range(max(checkpoints))),
        tuple(run["state"] for run in runs),
    )


def _run(
    fitting: Fitting, checkpoints: Sequence[int], ledger: Ledger | None, name: str
) -> dict[str, Any]:
    """Steps up to the last checkpoint, with a note in the ledger every few of them."""
    known = ledger.read(name) if ledger else None
    if known and known["done"]:
        return known
    last, every = max(checkpoints), fitting.task.config.every
    found: dict[int, dict[str, Any]] = {}
    losses: list[dict[str, float]] = []
    with torch.random.fork_rng(devices=[]):
        fitting.build()
        if known:
            found, losses = known["found"], known["losses"]
            fitting.load(known["fitting"])
        for step in range(len(losses), last + 1):
            if step in checkpoints and step not in found:
                found[step] = fitting.speak()
            if step < last:
                losses.append(fitting.learn(step))
            if ledger and step + 1 < last and (step + 1) % every == 0:
                note = {"done": False, "found": found, "losses": losses}
                ledger.write(name, note | {"fitting": fitting.state()})
    answer = {"done": True, "found": found, "losses": losses, "state": fitting.weights()}
    if ledger:
        ledger.write(name, answer)
    return answer


def mean_spoken(found: Sequence[Mapping[str, Any]]) -> Spoken:
    """What several networks say, on average."""

    def mean(part: str) -> dict[str, Floats]:
        names = found[0][part]
        return {n: np.mean([each[part][n].numpy() for each in found], 0, np.float32) for n in names}

    fused: Floats = np.mean([each["fused"].numpy() for each in found], 0).astype(np.float32)
    return Spoken(mean("tokens"), fused, mean("others"))


def _average(values: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([each[name] for each in values])) for name in values[0]}
