"""How a culture changes from period to period, and whether that is more than chance.

All periods are heard by one encoder, so they lie in one space; encoders of other seeds are turned
to it (orthogonal Procrustes) before they are compared. A step between two periods is called a
change if its distance is larger

    than what shuffled sources give: the sources of both periods are dealt anew to the two, p is the
        share of deals with at least that distance (at most 999 deals);
    than what another seed gives: the distance between the vectors of the same period by encoders
        that differ in their seed alone, the largest of all seeds and of the two periods.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from gnn.align import procrustes
from gnn.bundle import ALL, Floats, GraphBundle, Ints
from gnn.confidence import Confidence
from gnn.discovery import LEVEL, false_discovery
from gnn.replicate import Reals
from kg.errors import NotFound

if TYPE_CHECKING:
    from gnn.kept import Kept

SEEDS = 3
_DEALS = 999


@dataclass(frozen=True, slots=True)
class Step:
    """From one period to the next that something is known of.

    distance: 1 - cosine, 0 to 2. shuffled: what 95 % of deals stay below; p, and q its share of
    false discoveries among the steps; reseeded: what another seed gives. sources: of each period.
    changed: beyond both; None where sources are too few to tell. earlier and later are names;
    facets the two facets.
    """

    earlier: str
    later: str
    distance: float
    shuffled: float
    p: float
    q: float
    reseeded: float
    sources: tuple[int, int]
    changed: bool | None
    facets: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drift:
    """periods and years (the middle, NaN for none) in their order; from_first: distance of each to
    the first."""

    culture: str
    theme: str
    periods: tuple[str, ...]
    years: tuple[float, ...]
    from_first: tuple[float, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def drift(sure: Confidence, others: Sequence[Floats], culture: int, *, theme: int = ALL) -> Drift:
    """The drift of a culture (an index) on a theme or on all.

    others: vectors (F, width) by encoders of other seeds (`reseeded`). Raises NotFound where fewer
    than two periods are known.
    """
    bundle = sure.bundle
    facets = _facets(sure, culture, theme)
    name = bundle.themes.name[theme] if theme != ALL else "all"
    if len(facets) < 2:
        raise NotFound(
            f"{bundle.cultures.name[culture]} is known in {len(facets)} of the periods on {name}.",
            hint="Drift takes two: date documents in the manifest, or take another theme.",
        )
    turned = [_turned(each, sure.replicates.vectors) for each in others]
    rng = np.random.default_rng(sure.seed)
    steps = _judged([_step(sure, turned, pair, rng) for pair in pairwise(facets.tolist())])
    vectors = sure.replicates.vectors[facets]
    years = _middle(bundle)[bundle.facets.period[facets]]
    return Drift(
        culture=bundle.cultures.name[culture],
        theme=name,
        periods=tuple(bundle.periods.name[p] for p in bundle.facets.period[facets]),
        years=tuple(float(year) for year in years),
        from_first=tuple(_apart(vectors[0], each) for each in vectors),
        steps=steps,
        notes=tuple(_notes(steps, others)),
    )


def reseeded(bundle: GraphBundle, kept: "Kept", steps: int, *, seeds: int = SEEDS) -> list[Floats]:
    """What encoders (F, width) say that were trained as the kept one, with other seeds.

    steps: of the training. Where a closed form speaks alone no seed changes anything: none.
    """
    if not steps or (kept.form is not None and kept.blend is None):
        return []
    from gnn.fit import Task, fit
    from gnn.kept import known_to, speak_fused, translated
    from gnn.thread import one_thread

    own = translated(kept, bundle)
    inputs, everyone = known_to(kept, own), np.ones(bundle.size, bool)
    found = []
    with one_thread():
        for seed in range(1, seeds + 1):
            config = replace(kept.config, seed=kept.config.seed + 1_000 * seed)
            task = Task(own, inputs, kept.closed, everyone, config)
            states = fit(task, [steps], members=config.members).states
            found.append(speak_fused(replace(kept, states=states), bundle))
    return found


def _facets(sure: Confidence, culture: int, theme: int) -> Ints:
    """Of the periods that something is known of, in the order of time."""
    facets, middle = sure.bundle.facets, _middle(sure.bundle)
    own = (facets.culture == culture) & (facets.theme == theme) & (facets.period != ALL)
    rows = np.flatnonzero(own & sure.replicates.vectors.any(1))
    return rows[np.argsort(middle[facets.period[rows]], kind="stable")]


def _middle(bundle: GraphBundle) -> Reals:
    """(P,) year in the middle of each period, or the end that is known."""
    first, last = (np.asarray(each, np.float64) for each in (bundle.years.first, bundle.years.last))
    ends = [np.where(np.isnan(one), other, one) for one, other in ((first, last), (last, first))]
    found: Reals = (ends[0] + ends[1]) / 2
    return found if len(found) else np.full(len(bundle.periods.uid), np.nan)


def _turned(other: Floats, own: Reals) -> Reals:
    known = own.any(1) & other.any(1)
    found: Reals = other @ procrustes(other[known], own[known])
    return found


def _step(
    sure: Confidence, others: Sequence[Reals], pair: tuple[int, int], rng: np.random.Generator
) -> Step:
    one, other = (sure.replicates.sample(facet).pseudo for facet in pair)
    own, dealt = _apart(one.mean(0), other.mean(0)), _dealt(one, other, rng)
    p = float((1 + (dealt >= own - 1e-9).sum()) / (1 + len(dealt)))
    seed = max(
        (_apart(each[f], sure.replicates.vectors[f]) for each in others for f in pair), default=0.0
    )
    vectors = sure.replicates.vectors
    distance = _apart(vectors[pair[0]], vectors[pair[1]])
    names = [sure.bundle.periods.name[sure.bundle.facets.period[facet]] for facet in pair]
    return Step(
        earlier=names[0],
        later=names[1],
        distance=distance,
        shuffled=float(np.quantile(dealt, 1 - LEVEL)),
        p=p,
        q=p,
        reseeded=seed,
        sources=(len(one), len(other)),
        changed=None,
        facets=pair,
    )


def _dealt(one: Reals, other: Reals, rng: np.random.Generator) -> Reals:
    """Distances of the means when the sources of both are dealt anew."""
    whole, n = np.concatenate([one, other]), len(one)
    order = rng.permuted(np.tile(np.arange(len(whole)), (_DEALS, 1)), axis=1)
    means = [whole[part].mean(1) for part in (order[:, :n], order[:, n:])]
    lengths = np.linalg.norm(means[0], axis=1) * np.linalg.norm(means[1], axis=1)
    found: Reals = 1 - (means[0] * means[1]).sum(1) / np.maximum(lengths, 1e-12)
    return found


def _judged(steps: Sequence[Step]) -> tuple[Step, ...]:
    """With q, and whether each is a change; fewer than 20 ways to deal the sources tell nothing."""
    share = false_discovery(np.array([step.p for step in steps]))
    found = []
    for step, q in zip(steps, share.tolist(), strict=True):
        changed: bool | None = q <= LEVEL and step.distance > step.reseeded
        if comb(sum(step.sources), step.sources[0]) < 1 / LEVEL:
            changed = None
        found.append(replace(step, q=q, changed=changed))
    return tuple(found)


def _apart(one: Reals, other: Reals) -> float:
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(1 - one @ other / length) if length else 1.0


def _notes(steps: Sequence[Step], others: Sequence[Floats]) -> Iterator[str]:
    if not others:
        yield "The run is a closed form: another seed gives the same vectors."
    for step in steps:
        if step.changed is None:
            yield (
                f"{step.earlier} to {step.later}: {step.sources[0]} and {step.sources[1]} sources "
                "are too few to tell a change from chance."
            )
