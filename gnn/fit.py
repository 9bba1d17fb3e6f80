"""Fitting the encoder to some of the cultures, and what it says of all of them on the way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from gnn.augment import hide_variables, item_noise, noise_factors
from gnn.bundle import Bools, Floats, GraphBundle
from gnn.closed_form import ClosedForm
from gnn.inputs import Inputs
from gnn.losses import Reconstruction, cross_modal
from gnn.model import CultureEncoder, Shape
from gnn.training import TrainConfig

Tokens = dict[str, Floats]
_WARM = 5  # steps


@dataclass(frozen=True, slots=True)
class Task:
    """What to fit: a closed form, and the facets `rows` (F,) of the cultures to learn from."""

    bundle: GraphBundle
    inputs: Inputs
    closed: ClosedForm
    rows: Bools
    config: TrainConfig


def fit(task: Task, checkpoints: Sequence[int], *, members: int) -> dict[int, Tokens]:
    """Tokens (F, width) of each modality, averaged over `members` networks, at each checkpoint.

    All facets get tokens, also those that are not learned from. Same seed, same bits.
    """
    found = [_Fitting(task, task.config.seed + i).run(checkpoints) for i in range(members)]
    return {
        step: {
            name: np.mean([each[step][name] for each in found], 0, dtype=np.float32)
            for name in task.closed
        }
        for step in checkpoints
    }


class _Fitting:
    """One network on its way."""

    def __init__(self, task: Task, seed: int) -> None:
        self.task = task
        self.seed = seed
        self.known = task.inputs.only(task.rows)
        self.strata = torch.from_numpy(task.inputs.strata)
        self.kin = torch.from_numpy(task.inputs.culture)
        factors = noise_factors(task.bundle, task.closed, task.rows)
        self.factors = {name: torch.from_numpy(each) for name, each in factors.items()}

    def run(self, checkpoints: Sequence[int]) -> dict[int, Tokens]:
        found = {}
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            self._build()
            for step in range(max(checkpoints) + 1):
                if step in checkpoints:
                    found[step] = self._tokens()
                if step < max(checkpoints):
                    self._learn()
        return found

    def _build(self) -> None:
        config, closed = self.task.config, self.task.closed
        labels = max(len(self.task.bundle.entities.labels), 1)
        shape = Shape(config.width, config.layers, config.dropout, config.residual, labels)
        self.model = CultureEncoder(closed, shape)
        self.decoder = Reconstruction(list(closed), config.width)
        learned = [*self.model.parameters(), *self.decoder.parameters()]
        self.optimizer = AdamW(learned, lr=config.lr, weight_decay=config.weight_decay, fused=True)
        self.schedule = LambdaLR(self.optimizer, self._rate)
        x, mask = self.known.x, self.known.mask
        standard = self.model.standardise(x, mask, self.strata)
        self.target = self.model.project(standard)
        self.rows = {name: torch.nonzero(each).flatten() for name, each in mask.items()}
        self.standard = {name: each[self.rows[name]] for name, each in standard.items()}

    def _rate(self, step: int) -> float:
        """Warm-up, then a cosine to 0."""
        rest = max(self.task.config.steps - _WARM, 1)
        cosine = (1 + math.cos(math.pi * min(max(step - _WARM, 0) / rest, 1))) / 2
        return min((step + 1) / _WARM, 1.0) * cosine

    def _learn(self) -> None:
        self.model.train()
        self.optimizer.zero_grad()
        self._loss().backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.schedule.step()

    def _loss(self) -> Tensor:
        config, mask = self.task.config, self.known.mask
        tokens = self.model.encode(self._varied(), mask, self.known.graph).tokens
        apart = cross_modal(
            tokens, mask, self.kin, temperature=config.temperature, most=config.pairs
        )
        hidden: Tensor = self.decoder(tokens, mask, self.target)
        return apart + config.reconstruction * hidden

    def _varied(self) -> dict[str, Tensor]:
        """The closed form (F, width) as other items and variables could have had it."""
        config, pooled = self.task.config, self.task.inputs.pooled
        standard = {
            name: hide_variables(each, pooled[name].variables, config.variable_dropout)
            for name, each in self.standard.items()
        }
        found = {}
        for name, projected in self.model.project(standard).items():
            rows, varied = self.rows[name], projected
            if name in self.factors:
                count = torch.from_numpy(pooled[name].count)[rows]
                varied = item_noise(projected, self.factors[name], count, size=config.noise)
            found[name] = torch.zeros_like(self.target[name]).index_copy(0, rows, varied)
        return found

    def _tokens(self) -> Tokens:
        inputs = self.task.inputs
        self.model.eval()
        with torch.no_grad():
            encoded = self.model(inputs.x, inputs.mask, self.strata, inputs.graph)
        return {name: token.numpy().copy() for name, token in encoded.tokens.items()}
