"""Training: choose the number of steps on inner folds, measure on outer ones, then learn from all.

Step 0, the closed form, is among the choices, so learning is used only where it helps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from gnn.adapter import Adapter
from gnn.baseline import Held, baselines
from gnn.block import blocks
from gnn.bundle import ALL, Bools, Floats, GraphBundle, Ints
from gnn.closed_form import ClosedForm, fit_closed_form
from gnn.cluster import cluster
from gnn.cosine import keep_cosines, whole
from gnn.curriculum import ends
from gnn.fit import Fitted, Spoken, Task, fit
from gnn.fold import folds
from gnn.inputs import Inputs, inputs_of
from gnn.kept import keep
from gnn.ledger import Ledger
from gnn.objective.target import Target
from gnn.retrieval import Ranks, ask, join, questions, spoken_scorer, unit
from gnn.theming import adapted, chosen, forgetting, gains, told
from gnn.training import TrainConfig, Training
from gnn.verdict import verdict
from kg.errors import NotFound

Progress = Callable[[int, int], None]
_DEFAULT = TrainConfig()
_POINTS = 200


def train(
    bundle: GraphBundle,
    config: TrainConfig = _DEFAULT,
    *,
    progress: Progress | None = None,
    ledger: Ledger | None = None,
    target: Target | None = None,
) -> Training:
    """Embed all facets of `bundle`, and say how that compares with doing it simply.

    `progress` is told how many of how many networks are done. Same bundle and config, same bits.
    `ledger` keeps what is done, to go on after a kill. `target`: declared similarities.
    Raises NotFound if the bundle has no facets, or nothing that could be embedded.
    """
    if not bundle.size:
        raise NotFound(
            "There is no culture to learn from.", hint="Ingest documents, or widen the filters."
        )
    with _one_thread():
        session = _Session(bundle, config, (progress, ledger, target))
        if not session.mask:
            raise NotFound("No facet has a vector or a coded trait, so there is nothing to embed.")
        return session.train()


@dataclass(frozen=True, slots=True)
class Measured:
    """What was answered of cultures that were held out, by the model and by the baselines."""

    model: Ranks
    baselines: Mapping[str, Ranks]


def measure(bundle: GraphBundle, config: TrainConfig, parts: Sequence[Ints]) -> Measured:
    """Hold out the cultures of each of `parts`, and learn from the rest, as `train` does on folds
    of its own."""
    with _one_thread():
        return Measured(*_Session(bundle, config, (None, None, None)).measure(parts))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Matrices are small here: threads wait for each other longer than they work.

    One of them also makes the last bits the same on every machine of a kind.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True, slots=True)
class _Choice:
    step: int
    curve: Mapping[int, float] = field(default_factory=dict)
    losses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


class _Session:
    """One call of `train`."""

    def __init__(
        self,
        bundle: GraphBundle,
        config: TrainConfig,
        beside: tuple[Progress | None, Ledger | None, Target | None],
    ) -> None:
        self.bundle, self.config = bundle, config
        self.progress, self.ledger, self.target = beside
        self.inputs: Inputs = inputs_of(bundle, graphs=config.shape.graphs)
        self.mask = {name: each.mask for name, each in self.inputs.pooled.items()}
        self.done = 0

    def train(self) -> Training:
        everyone = np.arange(len(self.bundle.cultures.uid))
        model, others = self.measure(self._folds(everyone, self.config.folds))
        choice = self._choose(everyone, "all")
        task = self._task(everyone)
        found = self._fit(task, self._on_the_way(choice.step), "all", members=self._members(choice))
        known: Bools = np.any([*self.mask.values(), np.zeros(self.bundle.size, bool)], axis=0)
        spoken, more, adapters = self._themed(task, found.spoken[choice.step], choice)
        embeddings = unit(spoken.fused).astype(np.float32)
        return Training(
            config=self.config,
            embeddings=embeddings,
            known=known,
            step=choice.step,
            curve=choice.curve,
            metrics=model.scores(),
            baselines={name: ranks.scores() for name, ranks in others.items()},
            verdict=self._verdict(model, others),
            notes=tuple(self._notes(choice)),
            losses=choice.losses,
            more=self._grouped(embeddings) | more,
            kept=keep(self.bundle, task, found.states, adapters),
        )

    def _verdict(self, model: Ranks, others: Mapping[str, Ranks]) -> str:
        block = blocks(self.bundle.cultures, grouping=self.config.grouping)
        return verdict(model, others, block=block, seed=self.config.seed)

    def _grouped(self, embeddings: Floats) -> dict[str, Any]:
        """Whether cultures fall into groups."""
        rows = whole(self.bundle)
        names = tuple(self.bundle.cultures.name[c] for c in self.inputs.culture[rows])
        found = cluster(embeddings[rows], seed=self.config.seed)
        return {"clusters": found.plain(names)}

    def _themed(
        self, task: Task, spoken: Spoken, choice: _Choice
    ) -> tuple[Spoken, dict[str, Any], dict[int, Adapter]]:
        """What is said with adapters, and what is measured of theming; one outer fold is held out
        for that."""
        config, more = self.config, dict[str, Any]()
        everyone = np.arange(len(self.bundle.cultures.uid))
        apart = self._folds(everyone, config.folds) if config.themes or config.adapters else []
        if not apart:
            return spoken, more, {}
        held_out = self._rows(apart[0])
        part = self._task(np.setdiff1d(everyone, apart[0]))
        if config.themes:
            on_the_way = self._fit(part, ends(config), "curriculum", members=1)
            more["curriculum"] = forgetting(part, on_the_way, held_out)
        if not config.adapters:
            return spoken, more, {}
        before = self._fit(part, [choice.step], "adapters", members=1).spoken[choice.step]
        measured = gains(part, before, held_out)
        found = chosen(task, spoken, measured)
        more["adapters"] = told(self.bundle, measured, found)
        return adapted(found, spoken, self.inputs), more, found

    def measure(self, parts: Sequence[Ints]) -> tuple[Ranks, dict[str, Ranks]]:
        """Ranks of the model and of the baselines on outer folds, each culture held out once."""
        everyone = np.arange(len(self.bundle.cultures.uid))
        model, others = [], []
        for number, held_out in enumerate(parts):
            learned, name = np.setdiff1d(everyone, held_out), f"outer{number}"
            choice = self._choose(learned, name)
            task, steps = self._task(learned), [choice.step]
            found = self._fit(task, steps, name, members=self._members(choice))
            model.append(self._ask(found.spoken[choice.step], held_out))
            others.append(self._ask_baselines(learned, held_out))
        if not model:
            return ask(lambda _: np.zeros((0, 0)), [], self.inputs.culture), {}
        return join(model), {name: join(each[name] for each in others) for name in others[0]}

    def _choose(self, cultures: Ints, name: str) -> _Choice:
        """The number of steps that is best on inner folds of these cultures."""
        found: dict[int, list[Ranks]] = {step: [] for step in self.config.checkpoints}
        losses = []
        for number, held_out in enumerate(self._folds(cultures, self.config.inner)):
            task = self._task(np.setdiff1d(cultures, held_out))
            own = f"{name}-inner{number}"
            fitted = self._fit(task, self.config.checkpoints, own, members=1)
            for step, spoken in fitted.spoken.items():
                found[step].append(self._ask(spoken, held_out))
            losses.append(fitted.losses)
        joined = {step: join(each) for step, each in found.items() if each}
        curve = {step: float(r.auc.mean()) for step, r in joined.items() if len(r.rank)}
        return _Choice(best_step(curve), curve, average_losses(losses))

    def _members(self, choice: _Choice) -> int:
        return self.config.members if choice.step else 1

    def _on_the_way(self, step: int) -> list[int]:
        """Where the cosines of cultures are kept: only with a ledger, since it takes time."""
        steps = self.config.checkpoints if self.ledger else ()
        return [*(each for each in steps if each < step), step]

    def _fit(self, task: Task, steps: Sequence[int], name: str, *, members: int) -> Fitted:
        found = fit(task, steps, members=members, ledger=self.ledger, name=name)
        if name == "all" and self.ledger:
            keep_cosines(self.ledger.folder / "cosines", self.bundle, found)
        self._report()
        return found

    def _folds(self, cultures: Ints, number: int) -> list[Ints]:
        if len(self.mask) < 2:  # one modality finds nothing by another
            return []
        grouping, seed = self.config.grouping, self.config.seed
        return folds(self.bundle.cultures, cultures, number, grouping=grouping, seed=seed)

    def _task(self, cultures: Ints) -> Task:
        rows = self._rows(cultures)
        return Task(self.bundle, self.inputs, self._closed(rows), rows, self.config, self.target)

    def _closed(self, rows: Bools) -> ClosedForm:
        inputs = self.inputs
        width = self.config.shape.width
        return fit_closed_form(inputs.pooled, inputs.strata, width=width, rows=rows)

    def _rows(self, cultures: Ints) -> Bools:
        return np.isin(self.inputs.culture, cultures)

    def _ask(self, spoken: Spoken, held_out: Ints) -> Ranks:
        scorer = spoken_scorer(spoken.tokens, spoken.others)
        inputs, rows = self.inputs, self._rows(held_out)
        return ask(scorer, questions(self.mask, inputs.strata, inputs.wide, rows), inputs.culture)

    def _ask_baselines(self, learned: Ints, held_out: Ints) -> dict[str, Ranks]:
        train, rows, inputs = self._rows(learned), self._rows(held_out), self.inputs
        held = Held(self.bundle, inputs, self._closed(train), self.mask, train)
        asked = list(questions(self.mask, inputs.strata, inputs.wide, rows))
        return {
            name: ask(scorer, asked, inputs.culture) for name, scorer in baselines(held).items()
        }

    def _report(self) -> None:
        self.done += 1
        if self.progress:
            many = len(self.mask) > 1
            inner = self.config.inner if many else 0
            more = bool(self.config.themes) + bool(self.config.adapters) if many else 0
            total = (1 + (self.config.folds if many else 0)) * (inner + 1) + more
            self.progress(self.done, total)

    def _notes(self, choice: _Choice) -> Iterator[str]:
        if len(self.mask) == 1:
            yield f"There is only one modality ({next(iter(self.mask))}): the closed form stands."
        elif choice.step == 0:
            yield "Early stop chose step 0: the embeddings are the closed form alone."
        if self.config.grouping == "family" and any(self.bundle.cultures.family):
            yield "Whole language families are held out, so the family alone can tell nothing."
        for modality, encoders in self.bundle.left_out.items():
            for encoder, number in encoders.items():
                yield f"{number} vectors of {modality} by {encoder} are left out."
        alone = int((self.bundle.facets.theme == ALL).sum())
        yield f"{alone} cultures, {self.bundle.size} facets, modalities: {', '.join(self.mask)}."


def best_step(curve: Mapping[int, float]) -> int:
    """The step with the best score, the earliest of equals; 0 if nothing was measured."""
    return min(curve, key=lambda step: (-curve[step], step), default=0)


def average_losses(runs: Sequence[Sequence[Mapping[str, float]]]) -> dict[str, tuple[float, ...]]:
    """Of each objective its value step by step, averaged over `runs`; at most 200 of the steps."""
    steps = list(zip(*runs, strict=True))
    steps = steps[:: -(-len(steps) // _POINTS) or 1]
    names = sorted(steps[0][0]) if steps else []
    return {
        name: tuple(round(float(np.mean([run[name] for run in step])), 6) for step in steps)
        for name in names
    }
