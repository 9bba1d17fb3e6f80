"""What would help: more cultures, a wider model, or more steps? Measured on the graph at hand.

The loss is 1 - AUC of finding held-out cultures by another modality (`retrieval.py`). The same
cultures are held out, and the same questions asked, whatever is varied:

    data     cultures that are learned from, a part of those that are not held out
    width    of all vectors
    compute  steps of training; each looks at all facets
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gnn.bootstrap import ENOUGH_CULTURES
from gnn.bundle import GraphBundle, Ints
from gnn.closed_form import fit_closed_form
from gnn.fit import Task, fit
from gnn.fold import folds
from gnn.inputs import inputs_of
from gnn.power_law import PowerLaw, fit_power_law
from gnn.replicate import Reals
from gnn.retrieval import Ranks, ask, join, questions, spoken_scorer
from gnn.thread import one_thread
from gnn.training import TrainConfig
from kg.errors import NotFound

AXES = ("data", "width", "compute")
_SHARES = (0.25, 0.4, 0.63, 1.0)
_WIDTHS = (0.25, 0.5, 1.0, 2.0)
_STEPS = (0.25, 0.5, 1.0, 2.0)
_DRAWS = 200

Span = tuple[float, float]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Curve:
    """Losses at the sizes of one axis, and the fitted law with 95 % intervals over cultures; no
    law below 20 of them.

    gain: by how much twice the largest size would lower the loss. None: cannot be said.
    """

    axis: str
    sizes: tuple[float, ...]
    losses: tuple[float, ...]
    law: PowerLaw | None
    alpha: Span | None
    floor: Span | None
    gain: float | None
    gains: Span | None


@dataclass(frozen=True, slots=True)
class Scaling:
    """The curves by axis, how many cultures were asked for, and a sentence."""

    curves: tuple[Curve, ...]
    cultures: int
    sentence: str


def scaling(
    bundle: GraphBundle, config: TrainConfig, *, progress: Progress | None = None
) -> Scaling:
    """Vary each axis alone, as many fits as sizes and folds; the rest is as in `config`.

    Raises NotFound where there is nothing to be found by another modality.
    """
    with one_thread():
        found = _Series(bundle, config, progress).measure()
    asked = found["data"][_SHARES[-1]]
    number = len(np.unique(asked.culture))
    if not number:
        raise NotFound(
            "Too few cultures have two kinds of evidence on one theme, so nothing can be measured.",
            hint="Ingest pictures, sounds or tables beside the texts.",
        )
    sizes = _sizes(bundle, config)
    sure = number >= ENOUGH_CULTURES
    curves = tuple(
        _curve(axis, sizes[axis], list(found[axis].values()), sure=sure, seed=config.seed)
        for axis in AXES
    )
    return Scaling(curves, number, _sentence(curves, number))


def _sizes(bundle: GraphBundle, config: TrainConfig) -> dict[str, tuple[float, ...]]:
    cultures = len(bundle.cultures.uid) * (1 - 1 / config.folds)
    return {
        "data": tuple(round(share * cultures, 1) for share in _SHARES),
        "width": tuple(float(_width(config, share)) for share in _WIDTHS),
        "compute": tuple(float(step) for step in _steps(config)),
    }


def _width(config: TrainConfig, share: float) -> int:
    """A share of the width that the heads can divide."""
    heads = config.shape.heads
    return max(round(share * config.shape.width / heads), 1) * heads


def _steps(config: TrainConfig) -> list[int]:
    return sorted({max(round(share * max(config.steps, 4)), 1) for share in _STEPS})


class _Series:
    """All measurements on one bundle."""

    def __init__(self, bundle: GraphBundle, config: TrainConfig, progress: Progress | None) -> None:
        self.bundle, self.config, self.progress = bundle, config, progress
        self.inputs = inputs_of(bundle, graphs=config.shape.graphs)
        self.mask = {name: each.mask for name, each in self.inputs.pooled.items()}
        self.everyone = np.arange(len(bundle.cultures.uid))
        self.parts = folds(
            bundle.cultures, self.everyone, config.folds, grouping=config.grouping, seed=config.seed
        )
        self.done, self.total = 0, len(self.parts) * (len(_SHARES) + len(_WIDTHS) - 1)

    def measure(self) -> dict[str, dict[float, Ranks]]:
        """By axis and by share (or steps): the ranks, each culture held out once."""
        steps = _steps(self.config)
        config = replace(self.config, steps=steps[-1])
        usual = max(step for step in steps if step <= max(self.config.steps, 1))
        whole = self._ranks(config, 1.0, steps)
        data = {share: self._ranks(config, share, [usual])[usual] for share in _SHARES[:-1]}
        widths = {}
        for share in _WIDTHS:
            wide = replace(config, shape=replace(config.shape, width=_width(config, share)))
            widths[share] = whole[usual] if share == 1 else self._ranks(wide, 1.0, [usual])[usual]
        return {
            "data": data | {1.0: whole[usual]},
            "width": widths,
            "compute": {float(step): whole[step] for step in steps},
        }

    def _ranks(self, config: TrainConfig, share: float, steps: Sequence[int]) -> dict[int, Ranks]:
        found: dict[int, list[Ranks]] = {step: [] for step in steps}
        for number, held_out in enumerate(self.parts):
            task = self._task(config, self._some(held_out, share, number))
            fitted = fit(task, steps, members=1)
            rows = np.isin(self.inputs.culture, held_out)
            asked = list(questions(self.mask, self.inputs.strata, self.inputs.wide, rows))
            for step, spoken in fitted.spoken.items():
                scorer = spoken_scorer(spoken.tokens, spoken.others)
                found[step].append(ask(scorer, asked, self.inputs.culture))
            self.done += 1
            if self.progress:
                self.progress(self.done, self.total)
        nothing = ask(lambda _: np.zeros((0, 0)), [], self.inputs.culture)
        return {step: join([nothing, *ranks]) for step, ranks in found.items()}

    def _some(self, held_out: Ints, share: float, number: int) -> Ints:
        """A share of the cultures that are not held out; a larger one holds the smaller."""
        rest = np.setdiff1d(self.everyone, held_out)
        order = np.random.default_rng([self.config.seed, number]).permutation(rest)
        return np.sort(order[: max(round(share * len(rest)), 2)])

    def _task(self, config: TrainConfig, cultures: Ints) -> Task:
        rows = np.isin(self.inputs.culture, cultures)
        inputs, width = self.inputs, config.shape.width
        closed = fit_closed_form(inputs.pooled, inputs.strata, width=width, rows=rows)
        return Task(self.bundle, inputs, closed, rows, config)


def _curve(
    axis: str, sizes: Sequence[float], found: Sequence[Ranks], *, sure: bool, seed: int
) -> Curve:
    """The law through the mean losses; intervals from cultures drawn with replacement."""
    losses = np.stack([1 - ranks.auc for ranks in found])
    own = losses.mean(1)
    law = fit_power_law(sizes, own) if sure else None
    if law is None:
        return Curve(axis, tuple(sizes), tuple(own.tolist()), None, None, None, None, None)
    laws = [each for each in _drawn(sizes, losses, found[0].culture, seed) if each]
    last = max(sizes)
    gains = [each.at(last) - each.at(2 * last) for each in laws]
    return Curve(
        axis=axis,
        sizes=tuple(sizes),
        losses=tuple(own.tolist()),
        law=law,
        alpha=_span([each.alpha for each in laws]),
        floor=_span([each.c for each in laws]),
        gain=law.at(last) - law.at(2 * last),
        gains=_span(gains),
    )


def _drawn(
    sizes: Sequence[float], losses: Reals, culture: Ints, seed: int
) -> Iterator[PowerLaw | None]:
    _, where = np.unique(culture, return_inverse=True)
    total = np.stack([np.bincount(where, row) for row in losses], 1)
    count = np.bincount(where)
    rng = np.random.default_rng(seed)
    for _ in range(_DRAWS):
        draw = rng.integers(len(count), size=len(count))
        yield fit_power_law(sizes, total[draw].sum(0) / count[draw].sum())


def _span(values: Sequence[float]) -> Span:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


_MEANING: Mapping[str, str] = {
    "data": "More data: twice the cultures",
    "width": "A bigger model: twice the width",
    "compute": "More training: twice the steps",
}


def _sentence(curves: Sequence[Curve], cultures: int) -> str:
    if cultures < ENOUGH_CULTURES:
        least = ENOUGH_CULTURES
        return (
            f"Only {cultures} cultures can be asked for; it takes {least} to say what would help."
        )
    helps = [c for c in curves if c.gains is not None and c.gains[0] > 0 and c.gain is not None]
    if not helps:
        return "Neither more data, a bigger model nor more training can be said to help."
    best = max(helps, key=lambda curve: curve.gain or 0.0)
    assert best.gains is not None
    return (
        f"{_MEANING[best.axis]} would lower the loss by {best.gain:.3f} "
        f"[{best.gains[0]:.3f}, {best.gains[1]:.3f}], n = {cultures} cultures held out."
    )
