"""Training: choose the number of steps on inner folds, measure on outer ones, then learn from all.

Step 0, the closed form, is among the choices, so learning is used only where it helps.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gnn.adapter import Adapter
from gnn.answered import MODEL, Answered
from gnn.baseline import Held, baselines, placed
from gnn.block import blocks
from gnn.bootstrap import unsaid
from gnn.bundle import Bools, GraphBundle, Ints
from gnn.closed_form import fit_closed_form
from gnn.cluster import cluster_cultures
from gnn.cosine import keep_cosines
from gnn.curriculum import ends
from gnn.curve import average_losses, best_step
from gnn.fit import Fitted, Spoken, Task, fit
from gnn.fold import folds
from gnn.inputs import Inputs, inputs_of
from gnn.kept import Kept, keep
from gnn.ladder.rung import AUTO, CCA, LEARNED, NETWORK, RIDGE, START, Climb, asked, climb
from gnn.ladder.stand import MEMBERS, Tried, at, every, stand
from gnn.ledger import Ledger
from gnn.memory import seeds_of
from gnn.objective.target import Target
from gnn.remark import remarks
from gnn.retrieval import Ranks, ask, join, questions, spoken_scorer, unit
from gnn.theming import adapted, chosen, forgetting, gains, told
from gnn.thread import one_thread
from gnn.training import TrainConfig, Training
from gnn.verdict import verdict
from kg.errors import NotFound

Progress = Callable[[int, int], None]
_DEFAULT = TrainConfig()


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
    with one_thread():
        return _Session(bundle, config, (progress, ledger, target)).train()


def learn(bundle: GraphBundle, config: TrainConfig = _DEFAULT) -> Kept:
    """The encoder that `train` would keep, to the bit, without measuring it; raises the same."""
    with one_thread():
        return _Session(bundle, config, (None, None, None)).learn().kept


def measure(bundle: GraphBundle, config: TrainConfig, parts: Sequence[Ints]) -> Answered:
    """Hold out the cultures of each of `parts`, and select and learn from the rest, as `train`
    does on folds of its own."""
    with one_thread():
        return _Session(bundle, config, (None, None, None)).measure(parts)


@dataclass(frozen=True, slots=True)
class _Choice:
    step: int
    climb: Climb
    curve: Mapping[int, float] = field(default_factory=dict)
    losses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def members(self) -> int:
        """Networks that are averaged at least."""
        return MEMBERS if 0 < self.climb.rung.share < 1 else 1


@dataclass(frozen=True, slots=True)
class _Learned:
    """What was chosen, what it says of all facets, what was found of themes, and the encoder."""

    choice: _Choice
    spoken: Spoken
    more: Mapping[str, Any]
    kept: Kept


class _Session:
    """One call of `train`."""

    def __init__(
        self,
        bundle: GraphBundle,
        config: TrainConfig,
        beside: tuple[Progress | None, Ledger | None, Target | None],
    ) -> None:
        if not bundle.size:
            raise NotFound(
                "There is no culture to learn from.", hint="Ingest documents, or widen the filters."
            )
        self.bundle, self.config = bundle, config
        self.progress, self.ledger, self.target = beside
        self.inputs: Inputs = inputs_of(bundle, graphs=config.shape.graphs)
        self.mask = {name: each.mask for name, each in self.inputs.pooled.items()}
        self.seeds = seeds_of(self.inputs, config)
        self.block = blocks(bundle.cultures, grouping=config.grouping)
        self.done = 0
        if not self.mask:
            raise NotFound("No facet has a vector or a coded trait, so there is nothing to embed.")

    def learn(self) -> _Learned:
        """From all cultures."""
        everyone = np.arange(len(self.bundle.cultures.uid))
        choice, task = self._choose(everyone, "all"), self._task(everyone)
        fitted = self._fit(
            task, self._on_the_way(choice.step), "all", members=self._members(choice)
        )
        stood = stand(task, choice.climb.rung, fitted.spoken[choice.step])
        spoken, more, adapters = self._themed(task, stood.spoken, choice)
        kept = keep(self.bundle, task, fitted.states, adapters, stood)
        return _Learned(choice, spoken, more, kept)

    def train(self) -> Training:
        everyone = np.arange(len(self.bundle.cultures.uid))
        found = self.measure(self._folds(everyone, self.config.folds))
        margins = found.margins(self.block, seed=self.config.seed)
        learned = self.learn()
        choice, names = learned.choice, tuple(self.mask)
        start = choice.step == 0 and choice.climb.rung is START
        known: Bools = np.any([*self.mask.values(), np.zeros(self.bundle.size, bool)], axis=0)
        embeddings = unit(learned.spoken.fused).astype(np.float32)
        told_margins = {"margins": {name: each.plain() for name, each in margins.items()}}
        groups = cluster_cultures(self.bundle, embeddings, seed=self.config.seed)
        return Training(
            config=self.config,
            embeddings=embeddings,
            known=known,
            step=choice.step,
            curve=choice.curve,
            metrics=found.model.scores(),
            baselines={name: ranks.scores() for name, ranks in found.baselines.items()},
            verdict=verdict("AUC", found.auc, MODEL, margins),
            notes=tuple(remarks(self.bundle, self.config, names, start=start, seeds=self.seeds)),
            losses=choice.losses,
            more={"clusters": groups, **told_margins, **choice.climb.plain(), **learned.more},
            kept=learned.kept,
        )

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
        network = self._fit(part, [choice.step], "adapters", members=1).spoken[choice.step]
        before = stand(part, choice.climb.rung, network).spoken
        measured = gains(part, before, held_out)
        found = chosen(task, spoken, measured)
        more["adapters"] = told(self.bundle, measured, found)
        return adapted(found, spoken, self.inputs), more, found

    def measure(self, parts: Sequence[Ints]) -> Answered:
        """Ranks of the model and of the baselines on outer folds."""
        everyone, climbs = np.arange(len(self.bundle.cultures.uid)), list[Climb]()
        model, told, others = [], [], []
        for number, held_out in enumerate(parts):
            learned, name = np.setdiff1d(everyone, held_out), f"outer{number}"
            choice = self._choose(learned, name)
            task, steps = self._task(learned), [choice.step]
            found = self._fit(task, steps, name, members=self._members(choice))
            spoken = stand(task, choice.climb.rung, found.spoken[choice.step]).spoken
            model.append(self._ask(spoken, held_out))
            told.append(self._ask(spoken, held_out, placed_in=task))
            others.append(self._ask_baselines(task, held_out, choice.climb))
            climbs.append(choice.climb)
        if not model:
            return Answered(ask(lambda _: np.zeros((0, 0)), [], self.inputs.culture), {}, [])
        joined = {name: join(each[name] for each in others) for name in others[0]}
        somewhere = not np.isnan(self.bundle.cultures.latitude).all()
        return Answered(join(model), joined, climbs, join(told) if somewhere else None)

    def _choose(self, cultures: Ints, name: str) -> _Choice:
        """The rung of the ladder, and the number of steps, by inner folds of these cultures."""
        found: defaultdict[Tried, list[Ranks]] = defaultdict(list)
        losses = []
        form = self.config.form
        if form == AUTO and unsaid(len(cultures), len({self.block[c] for c in cultures})):
            form = NETWORK  # too few to tell rungs from each other
        rungs = asked(form, learned=self.config.steps > 0)
        for number, held_out in enumerate(self._folds(cultures, self._inner)):
            task = self._task(np.setdiff1d(cultures, held_out))
            own = f"{name}-inner{number}"
            fitted = self._fit(task, self.config.checkpoints, own, members=1)
            for tried, spoken in every(task, rungs, fitted.spoken):
                found[tried].append(self._ask(spoken, held_out))
            losses.append(fitted.losses)
        joined = {tried: join(each) for tried, each in found.items()}
        joined = {tried: each for tried, each in joined.items() if len(each.rank)}
        curve = {step: float(r.auc.mean()) for (rung, step), r in joined.items() if rung == NETWORK}
        if form == NETWORK:
            step = best_step(curve)
            return _Choice(step, Climb(LEARNED if step else START), curve, average_losses(losses))
        step = best_step({step: auc for step, auc in curve.items() if step})
        found_climb = climb(at(joined, rungs, step), rungs, self.block)
        used = step if found_climb.rung.share and found_climb.rung is not START else 0
        return _Choice(used, found_climb, curve, average_losses(losses))

    @property
    def _inner(self) -> int:
        """Inner folds; none where there is nothing to choose."""
        rungs = asked(self.config.form, learned=self.config.steps > 0)
        return self.config.inner if len(rungs) > 1 or rungs[0].share else 0

    def _members(self, choice: _Choice) -> int:
        return max(self.config.members, choice.members) if choice.step else 1

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
        if len(self.mask) < 2 or not number:  # one modality finds nothing by another
            return []
        grouping, seed = self.config.grouping, self.config.seed
        return folds(self.bundle.cultures, cultures, number, grouping=grouping, seed=seed)

    def _task(self, cultures: Ints) -> Task:
        rows = self._rows(cultures)
        inputs, width = self.inputs, self.config.shape.width
        closed = fit_closed_form(inputs.pooled, inputs.strata, width=width, rows=rows)
        return Task(self.bundle, inputs, closed, rows, self.config, self.target, self.seeds)

    def _rows(self, cultures: Ints) -> Bools:
        return np.isin(self.inputs.culture, cultures)

    def _ask(self, spoken: Spoken, held_out: Ints, *, placed_in: Task | None = None) -> Ranks:
        scorer = spoken_scorer(spoken.tokens, spoken.others)
        if placed_in is not None:
            scorer = placed(self._held(placed_in), spoken.tokens, scorer)
        inputs, rows = self.inputs, self._rows(held_out)
        return ask(scorer, questions(self.mask, inputs.strata, inputs.wide, rows), inputs.culture)

    def _held(self, task: Task) -> Held:
        return Held(self.bundle, self.inputs, task.closed, self.mask, task.rows)

    def _ask_baselines(self, task: Task, held_out: Ints, found: Climb) -> dict[str, Ranks]:
        rows, inputs = self._rows(held_out), self.inputs
        asked = list(questions(self.mask, inputs.strata, inputs.wide, rows))
        plain = {
            name: ask(scorer, asked, inputs.culture)
            for name, scorer in baselines(self._held(task)).items()
        }
        tuned = {"CCA": max(CCA, key=lambda rung: found.auc.get(rung.name, 0)), "ridge": RIDGE}
        stood = {name: stand(task, rung) for name, rung in tuned.items()}
        return plain | {name: self._ask(each.spoken, held_out) for name, each in stood.items()}

    def _report(self) -> None:
        self.done += 1
        if self.progress:
            many = len(self.mask) > 1
            inner = self._inner if many else 0
            more = bool(self.config.themes) + bool(self.config.adapters) if many else 0
            total = (1 + (self.config.folds if many else 0)) * (inner + 1) + more
            self.progress(self.done, total)
