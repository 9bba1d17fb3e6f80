"""The measures of `umran evaluate`, each on cultures that were held out, over several seeds."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from gnn.bootstrap import averaged
from gnn.bundle import Bools, GraphBundle
from gnn.evaluation.affinity import Affinities, Reals
from gnn.evaluation.attribute import Attributes, attributes
from gnn.evaluation.embedding import Embeddings, learned
from gnn.evaluation.fastrp import fastrp
from gnn.evaluation.link import reciprocal_ranks, split
from gnn.evaluation.macro import chosen, counts, macro_f1
from gnn.evaluation.measured import MODEL, PLACED, Measured
from gnn.evaluation.missing import Missing, missing
from gnn.evaluation.neighbours import neighbours, themes_of
from gnn.evaluation.nested import nested
from gnn.evaluation.predictor import Predictor, Problem, likened, predictors
from gnn.evaluation.reseed import seed_distance
from gnn.evaluation.triplet import agreement, right, triplets
from gnn.fold import folds
from gnn.pooling import pool
from gnn.retrieval import Ranks, join
from gnn.training import TrainConfig

_EVERY = 1_000  # variables, where all are wanted


@dataclass(frozen=True, slots=True)
class Plan:
    """folds: outer folds of families; seeds: deals of the folds, and seeds of the training."""

    folds: int = 5
    seeds: int = 3
    train: TrainConfig = field(default_factory=TrainConfig)

    @property
    def each(self) -> range:
        """The seeds."""
        return range(self.train.seed, self.train.seed + self.seeds)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the measures share: embeddings by seed, and the cultures `among` (C,) that have both
    items and attributes."""

    bundle: GraphBundle
    affinities: Affinities
    attributes: Attributes
    embeddings: tuple[Embeddings, ...]
    among: Bools

    def baselines(self, seed: int) -> dict[str, Reals]:
        """(C, C) likenesses that nothing is learned for."""
        return likenesses(self.bundle, self.affinities, seed)


def likenesses(bundle: GraphBundle, affinities: Affinities, seed: int) -> dict[str, Reals]:
    """(C, C) likeness by items, by place, and by links, as far as there are any."""
    found = {"raw": affinities.likeness()}
    if not np.isnan(affinities.km).all():
        found["geography only"] = affinities.place(4_000.0)
    links = fastrp(bundle, seed=seed)
    return found if links is None else found | {"FastRP": links @ links.T}


def retrieval(bundle: GraphBundle, plan: Plan) -> Iterator[Measured]:
    """Finding a culture by one modality from the others: R@10, MRR and AUC."""
    from gnn.train import measure

    found: defaultdict[str, list[Ranks]] = defaultdict(list)
    everyone = np.arange(len(bundle.cultures.uid))
    if len(pool(bundle)) < 2:
        return
    for seed in plan.each:
        parts = folds(bundle.cultures, everyone, plan.folds, grouping="family", seed=seed)
        told = measure(bundle, replace(plan.train, seed=seed), parts)
        for name, ranks in {MODEL: told.model, **told.baselines}.items():
            found[name].append(ranks)
        if told.placed is not None:
            found[PLACED].append(told.placed)
    joined = {name: join(each) for name, each in found.items()}
    if not len(joined[MODEL].rank):
        return
    culture, model = joined[MODEL].culture, PLACED if PLACED in joined else MODEL
    ten = {name: averaged((each.rank <= 10).astype(np.float64)) for name, each in joined.items()}
    yield Measured("retrieval, R@10", model, ten, culture)
    first = {name: averaged(1 / each.rank) for name, each in joined.items()}
    yield Measured("retrieval, MRR", model, first, culture)
    auc = {name: averaged(each.auc) for name, each in joined.items()}
    yield Measured("retrieval, AUC", model, auc, culture)


def held_out(ground: Ground, plan: Plan, *, apart: bool) -> Measured:
    """Macro-F1 of attributes of held-out families; `apart`: without same-region neighbours too."""
    problem, among = Problem(ground.affinities, ground.attributes), np.flatnonzero(ground.among)
    found: defaultdict[str, list[Reals]] = defaultdict(list)
    for number, seed in enumerate(plan.each):
        for method in _methods(ground, number, seed):
            told = nested(method, problem, among, number=plan.folds, apart=apart, seed=seed)
            found[method.name].append(
                counts(ground.attributes, chosen(ground.attributes, told.scores))[among]
            )
    name = "attributes, macro-F1" + (", same region left out" if apart else "")
    parts = {method: np.stack(each, axis=1) for method, each in found.items()}
    model = PLACED if PLACED in parts else MODEL
    return Measured(name, model, parts, among, macro_f1(ground.attributes))


def _methods(ground: Ground, number: int, seed: int) -> list[Predictor]:
    """The baselines, and the embedding of that seed where there is one."""
    found = list(predictors(ground.affinities))
    links = fastrp(ground.bundle, seed=seed)
    if links is not None:
        found.append(likened("FastRP", links @ links.T))
    place = not np.isnan(ground.affinities.km).all()
    for embeddings in ground.embeddings[number : number + 1]:
        found.append(learned(embeddings, place=place, alone=True))
        found += [learned(embeddings, place=True)] if place else []
    return found


def ordered(ground: Ground, plan: Plan) -> Measured | None:
    """Triplets of held-out cultures: is the nearer one the one with more traits in common?"""
    agree, among = agreement(ground.attributes), np.flatnonzero(ground.among)
    cultures = ground.affinities.cultures
    found: defaultdict[str, list[Reals]] = defaultdict(list)
    anchors = []
    for seed, embeddings in zip(plan.each, ground.embeddings, strict=True):
        plain = ground.baselines(seed)
        for part in folds(cultures, among, plan.folds, grouping="family", seed=seed):
            asked = triplets(agree, part, seed=seed)
            rest = np.setdiff1d(among, part)
            near = {MODEL: embeddings.likeness(rest), **plain}
            for name, each in near.items():
                found[name].append(right(each, asked))
            anchors.append(asked[:, 0])
    culture = np.concatenate(anchors) if anchors else np.zeros(0, np.int64)
    if not len(culture):
        return None
    parts = {name: averaged(np.concatenate(each)) for name, each in found.items()}
    return Measured("triplets, accuracy", MODEL, parts, culture)


def neighbouring(ground: Ground) -> Measured | None:
    """Agreement of the nearest of other families and regions on a theme that is hidden."""
    every = attributes(ground.bundle, among=ground.among, most=_EVERY)
    theme = themes_of(ground.bundle, every)
    return neighbours(Problem(ground.affinities, every), theme, np.flatnonzero(ground.among))


def linked(ground: Ground, plan: Plan) -> tuple[Measured, float] | None:
    """MRR of links that came after the year that is given beside it."""
    from gnn.evaluation.affinity import affinities

    found = split(ground.bundle)
    if found is None or not found.before.items:
        return None
    own = affinities(found.before)
    everyone = np.arange(own.size)
    parts: defaultdict[str, list[Reals]] = defaultdict(list)
    cultures = []
    for seed in plan.each:
        made = Embeddings(found.before, replace(plan.train, seed=seed))
        plain = likenesses(found.before, own, seed)
        told = reciprocal_ranks(found, {MODEL: made.likeness(everyone), **plain})
        for name, values in told.items():
            parts[name].append(averaged(values))
        cultures.append(np.nonzero(found.new)[0])
    joined = {name: np.concatenate(each) for name, each in parts.items()}
    measured = Measured("later links, MRR", MODEL, joined, np.concatenate(cultures))
    return measured, found.year


def hidden(bundle: GraphBundle, plan: Plan) -> Measured | None:
    """Macro-F1 of the region of held-out families with modalities missing."""
    made: list[Missing] = []
    for seed in plan.each:
        found = missing(bundle, number=plan.folds, seed=seed)
        if found is None:
            return None
        made.append(found)
    parts = {
        f"without {name}" if name else "all modalities": np.stack(
            [each.hidden[name] for each in made], axis=1
        )
        for name in made[0].hidden
    }
    name = "region, macro-F1, late fusion"
    return Measured(name, "", parts, made[0].among, macro_f1(made[0].attributes))


def moved(ground: Ground) -> Measured | None:
    """1 - cosine of each culture between trainings that differ in the seed only."""
    if len(ground.embeddings) < 2:
        return None
    everyone = np.arange(ground.affinities.size)
    runs = [each.of(everyone).astype(np.float32) for each in ground.embeddings]
    there = np.flatnonzero(runs[0].any(1))
    values = seed_distance([each[there] for each in runs])
    return Measured("drift null, 1 - cosine", "", {"another seed": averaged(values)}, there)
