"""One network on its way: a step of AdamW, with all that a step may have."""

import math
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from gnn.augment import hide_variables, item_noise, noise_factors
from gnn.curriculum import Curriculum
from gnn.minibatch import Part, Parts
from gnn.model import CultureEncoder
from gnn.model.encoder import known_of
from gnn.objective.balance import balance
from gnn.objective.total import Objectives, facts_of
from gnn.parallel import place_among, summed
from gnn.stage import freeze, stage_at

if TYPE_CHECKING:
    from gnn.fit import Task


class Fitting:
    """Call `build` inside a forked generator; then `learn` and `speak` as often as wanted.

    Each step seeds the generator anew, so a state needs no generator to go on to the same bits.
    """

    def __init__(self, task: "Task", seed: int) -> None:
        self.task, self.seed = task, seed
        self.config = task.config
        self.known = task.inputs.only(task.rows)
        self.strata = torch.from_numpy(task.inputs.strata)
        self.facts = facts_of(task.bundle, task.inputs, task.target, task.rows)
        parted = (
            Parts(self.known.graph, self.config.shape, seeds=task.seeds) if task.seeds else None
        )
        self.parts: Parts | None = parted
        self.curriculum = Curriculum(self.config, task.bundle.themes, self.strata)
        factors = noise_factors(task.bundle, task.closed, task.rows)
        self.factors = {name: torch.from_numpy(each) for name, each in factors.items()}

    def build(self) -> None:
        """The model, the heads and the optimizer, as the seed has them."""
        config, bundle = self.config, self.task.bundle
        torch.manual_seed(_mixed(self.seed, 0, 0))
        self.model = encoder_of(self.task)
        sizes = len(bundle.themes.uid), len(bundle.entities.uid)
        self.objectives = Objectives(config, list(self.task.closed), sizes)
        self.learned = [*self.model.parameters(), *self.objectives.parameters()]
        self.optimizer = AdamW(
            self.learned, lr=config.lr, weight_decay=config.weight_decay, fused=True
        )
        self.schedule = LambdaLR(self.optimizer, self._rate)
        self.average = _copied(self.model) if config.ema else None
        x, mask = self.known.x, self.known.mask
        standard = self.model.standardise(x, mask, self.strata)
        self.target = self.model.project(standard)
        self.rows = {name: torch.nonzero(each).flatten() for name, each in mask.items()}
        self.standard = {name: each[self.rows[name]] for name, each in standard.items()}

    def learn(self, step: int) -> dict[str, float]:
        """One step, a pass over all facets; gives the value of each objective."""
        config = self.config
        self.model.train()
        freeze(self.model, stage_at(config, step))
        found = [self._update(step, number, part) for number, part in enumerate(self._parts(step))]
        self.schedule.step()
        if self.average is not None:
            _follow(self.average, self.model, min(config.ema, (1 + step) / (10 + step)))
        names = sorted({name for each in found for name in each})
        mean = {name: sum(each.get(name, 0.0) for each in found) / len(found) for name in names}
        return {name: round(value, 6) for name, value in mean.items()}

    def _parts(self, step: int) -> Iterator[Part | None]:
        """What a step looks at: all at once, or every facet that is learned from, in parts."""
        if self.parts is None:
            yield None
            return
        torch.manual_seed(_mixed(self.seed, step + 1, 0))
        rows = self.curriculum.rows(step) & known_of(self.known.mask, len(self.strata))
        yield from self.parts.cut(rows, _mixed(self.seed, step + 1, 0))

    def _update(self, step: int, number: int, part: Part | None) -> dict[str, float]:
        """One step of AdamW; gives the value of each objective."""
        config, (rank, world) = self.config, place_among()
        self.optimizer.zero_grad()
        values: dict[str, Tensor] = {}
        for batch in range(rank, config.batches, world):
            torch.manual_seed(_mixed(self.seed, step + 1, number * config.batches + batch))
            for name, value in self._backward(step, part).items():
                values[name] = values.get(name, torch.zeros(())) + value / config.batches
        values = summed(self.learned, values)
        if config.weights.balance:
            branches = {n: b for n, b in self.model.branches.items()}  # noqa: C416
            balance(branches)
        if config.clip:
            nn.utils.clip_grad_norm_([p for p in self.learned if p.grad is not None], config.clip)
        self.optimizer.step()
        return {name: float(value) for name, value in values.items()}

    def speak(self) -> dict[str, Any]:
        """What the network says of all facets: tokens, fused, and fused without each modality."""
        model = self.model
        kept = _copied(model) if self.average is not None else None
        if self.average is not None:
            model.load_state_dict(self.average)
        found = speak(model, self.task)
        if kept is not None:
            model.load_state_dict(kept)
        return found

    def state(self) -> dict[str, Any]:
        """Everything that the next step depends on."""
        return {
            "model": self.model.state_dict(),
            "objectives": self.objectives.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": {"last_epoch": self.schedule.last_epoch},
            "average": self.average,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.model.load_state_dict(state["model"])
        self.objectives.load_state_dict(state["objectives"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.last_epoch = state["schedule"]["last_epoch"]
        self.average = state["average"]

    def weights(self) -> dict[str, Tensor]:
        """The weights that `speak` uses."""
        return _copied(self.model) if self.average is None else self.average

    def _backward(self, step: int, part: Part | None) -> dict[str, Tensor]:
        rows, facts, target = self.curriculum.rows(step), self.facts, self.target
        draw, mask, graph = partial(self._varied, part), self.known.mask, self.known.graph
        if part is not None:
            rows, facts = part.learning(rows), facts.part(part.facets)
            target = {name: each[part.facets] for name, each in target.items()}
            mask, graph = part.masked(mask), part.graph
        values: dict[str, Tensor] = self.objectives(
            self.model, (draw, mask, graph), facts, target, rows
        )
        total = self.objectives.total(values) / self.config.batches
        if total.requires_grad:
            total.backward()  # type: ignore[no-untyped-call]
        return {name: value.detach() for name, value in values.items()}

    def _rate(self, step: int) -> float:
        """Warm-up, then a cosine to 0."""
        warm = self.config.warm
        rest = max(self.config.steps - warm, 1)
        cosine = (1 + math.cos(math.pi * min(max(step - warm, 0) / rest, 1))) / 2
        return min((step + 1) / max(warm, 1), 1.0) * cosine

    def _varied(self, part: Part | None) -> dict[str, Tensor]:
        """The closed form (F, width) as other items and variables could have had it."""
        config, pooled, found = self.config, self.task.inputs.pooled, dict[str, Tensor]()
        for name, whole in self.standard.items():
            rows, standard, size = self.rows[name], whole, len(self.strata)
            count = torch.from_numpy(pooled[name].count)[rows]
            if part is not None:
                rows, size = (
                    torch.nonzero(part.masked(self.known.mask)[name]).flatten(),
                    len(part.facets),
                )
                own = torch.searchsorted(self.rows[name], part.facets[rows])
                standard, count = whole[own], count[own]
            varied = self.model.project(
                {name: hide_variables(standard, pooled[name].variables, config.variable_dropout)}
            )[name]
            if name in self.factors:
                varied = item_noise(varied, self.factors[name], count, size=config.noise)
            found[name] = varied.new_zeros(size, varied.shape[1]).index_copy(0, rows, varied)
        return found


def encoder_of(task: "Task") -> CultureEncoder:
    """An encoder of the task's shape, with weights from torch's generator."""
    from dataclasses import replace

    labels = max(len(task.bundle.entities.labels), 1)
    return CultureEncoder(task.closed, replace(task.config.shape, labels=labels))


def speak(model: CultureEncoder, task: "Task") -> dict[str, Any]:
    """Tensors: `tokens` and `others` by modality, `fused`, all (F, width)."""
    inputs = task.inputs
    strata = torch.from_numpy(inputs.strata)
    model.eval()
    with torch.no_grad():
        projected = model.project(model.standardise(inputs.x, inputs.mask, strata))
        whole = model.encode(projected, inputs.mask, inputs.graph)
        others = {}
        for hidden, mask in inputs.mask.items() if len(inputs.mask) > 1 else ():
            masks = {**inputs.mask, hidden: torch.zeros_like(mask)}
            others[hidden] = model.encode(projected, masks, inputs.graph).fused
    return {"tokens": dict(whole.tokens), "fused": whole.fused, "others": others}


def _mixed(seed: int, step: int, batch: int) -> int:
    return int(np.random.SeedSequence([seed, step, batch]).generate_state(1)[0])


def _copied(model: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def _follow(average: dict[str, Tensor], model: nn.Module, decay: float) -> None:
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            average[name].lerp_(value, 1 - decay)
