"""Does the model earn its place? All measures, beside their baselines, and a sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gnn.block import blocks
from gnn.bootstrap import Interval, unsaid
from gnn.bundle import ALL, GraphBundle
from gnn.evaluation.affinity import affinities
from gnn.evaluation.attribute import attributes
from gnn.evaluation.embedding import Embeddings
from gnn.evaluation.leak import leaks
from gnn.evaluation.measured import Measured
from gnn.evaluation.measures import (
    Ground,
    Plan,
    held_out,
    hidden,
    linked,
    moved,
    neighbouring,
    ordered,
    retrieval,
)
from gnn.verdict import NOTHING, verdict

Progress = Callable[[int, int, str], None]
_PLAN = Plan()
_HEADLINE = "attributes, macro-F1, same region left out"


@dataclass(frozen=True, slots=True)
class Scored:
    """One measure: its model ("" where none competes), the score of each method, and what the
    model gains on each other."""

    measure: str
    model: str
    scores: Mapping[str, Interval]
    gains: Mapping[str, Interval]

    @property
    def best(self) -> str:
        """The baseline of the highest score, "" where there is none."""
        return max(self.gains, key=lambda name: self.scores[name].value, default="")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `evaluate` found; leaks and notes are sentences, verdict is one."""

    cultures: int
    blocks: int
    plan: Plan
    scored: Sequence[Scored]
    leaks: Sequence[str]
    notes: Sequence[str]

    @property
    def verdict(self) -> str:
        """Whether the model beats the best baseline, by the headline or else the first measure
        there is."""
        able = [each for each in self.scored if each.best]
        if not able:
            return f"{NOTHING}: no measure has both a model and a baseline."
        head = next((each for each in able if each.measure == _HEADLINE), able[0])
        scores = {name: score.value for name, score in head.scores.items()}
        return verdict(head.measure, scores, head.model, head.gains)

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "verdict": self.verdict,
            "cultures": self.cultures,
            "blocks": self.blocks,
            "folds": self.plan.folds,
            "seeds": list(self.plan.each),
            "leaks": list(self.leaks),
            "notes": list(self.notes),
            "measures": [
                {
                    "measure": each.measure,
                    "model": each.model,
                    "best_baseline": each.best,
                    "scores": {name: score.plain() for name, score in each.scores.items()},
                    "gains": {name: gain.plain() for name, gain in each.gains.items()},
                }
                for each in self.scored
            ],
        }


def evaluate(
    bundle: GraphBundle, plan: Plan = _PLAN, *, progress: Progress | None = None
) -> Evaluation:
    """Measure everything that the graph allows; what it does not is said in the notes.

    Same bundle and plan, same bits. progress: (done, steps, what), before each of the steps.
    """
    block = blocks(bundle.cultures)
    notes, scored = list(_notes(bundle, block)), []
    if len(set(block)) > 1:
        for measured, note in _measured(bundle, plan, progress):
            notes += [note] if note else []
            if measured and len(measured.culture):
                scores = measured.scores(block, seed=plan.train.seed)
                gains = measured.gains(block, seed=plan.train.seed)
                scored.append(Scored(measured.name, measured.model, scores, gains))
    found = leaks(bundle)
    return Evaluation(len(block), len(set(block)), plan, scored, found, notes)


def _measured(
    bundle: GraphBundle, plan: Plan, progress: Progress | None
) -> Iterator[tuple[Measured | None, str]]:
    """Each measure, or None and a sentence that says why not."""
    tell = progress or (lambda done, steps, what: None)
    tell(0, 6, "retrieval")
    found = list(retrieval(bundle, plan))
    yield from ((each, "") for each in found)
    if not found:
        yield None, "Retrieval: no theme has enough cultures with two kinds of evidence."
    ground = _ground(bundle, plan)
    if ground.affinities.items:
        yield from _attributes(ground, plan, tell)
        tell(4, 6, "later links")
        links = linked(ground, plan)
        note = "Later links: no entity is new in a later period to a culture of an earlier one."
        yield (links[0], f"Later links: those from {links[1]:.0f} on.") if links else (None, note)
    tell(5, 6, "missing modalities, drift")
    lost = hidden(bundle, plan)
    yield lost, "" if lost else "Missing modalities: it takes two of them, and two regions."
    if ground.affinities.items:
        yield moved(ground), ""


def _attributes(
    ground: Ground, plan: Plan, tell: Progress
) -> Iterator[tuple[Measured | None, str]]:
    if not ground.among.any():
        yield (
            None,
            (
                "Attributes: no trait is coded often enough, with two codes of 5 cultures or more, "
                "for cultures that have anything else."
            ),
        )
        return
    for number, apart in enumerate((False, True), 1):
        tell(number, 6, "attributes" + (", same region left out" if apart else ""))
        yield held_out(ground, plan, apart=apart), ""
    tell(3, 6, "triplets")
    found = ordered(ground, plan)
    yield found, "" if found else "Triplets: no two cultures share four coded attributes."
    near = neighbouring(ground)
    yield near, "" if near else "Theme neighbours: fewer than two themes have coded attributes."


def _ground(bundle: GraphBundle, plan: Plan) -> Ground:
    near = affinities(bundle)
    there = np.any([*near.mask.values(), np.zeros(near.size, bool)], axis=0)
    found = attributes(bundle, among=there)
    trainings = (Embeddings(bundle, replace(plan.train, seed=seed)) for seed in plan.each)
    return Ground(bundle, near, found, tuple(trainings), there & found.known.any(1))


def _notes(bundle: GraphBundle, block: Sequence[str]) -> Iterator[str]:
    """What the graph lacks, in sentences."""
    cultures = bundle.cultures
    if why := unsaid(len(block), len(set(block))):
        yield why
    if len(set(block)) < 2:
        yield "All cultures are of one family or region, so none can be held out."
    alone = sum(each.startswith("culture") for each in block)
    if alone:
        yield f"{alone} cultures have no known family or region: each counts as independent."
    lost = int(np.isnan(cultures.latitude).sum())
    if lost == len(block):
        yield "No culture has coordinates, so there is no baseline of geography."
    elif lost:
        yield f"{lost} of {len(block)} cultures have no coordinates: geography does not know them."
    facets = bundle.facets
    sources = facets.sources[(facets.theme == ALL) & (facets.period == ALL)]
    single = int((sources <= 1).sum())
    if single:
        yield (
            f"{single} of {len(sources)} cultures rest on one source: their vectors may say more "
            "of the source than of the culture."
        )
