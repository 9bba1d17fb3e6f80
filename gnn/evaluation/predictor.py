"""Ways to predict the attributes of a culture, each with the settings that inner folds choose from.

A predictor gives scores of all codes; what is made of them (probabilities, a share of the prior
taken off) is the same for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from gnn.evaluation.affinity import Affinities
from gnn.evaluation.attribute import Attributes, Reals
from gnn.evaluation.logistic import logistic
from gnn.evaluation.part import Part

Setting = tuple[float, ...]
_REACHES = (1_000.0, 2_000.0, 4_000.0)  # km
_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is known of the cultures, and what is to be predicted."""

    affinities: Affinities
    attributes: Attributes

    def centred(self, train: np.ndarray) -> tuple[Reals, Reals]:
        """(prior (K,), (n, K) codes less the prior); what is not coded is at the prior."""
        attributes = self.attributes
        prior = attributes.prior(train)
        known = attributes.spread(attributes.known[train])
        return prior, (attributes.hot[train] - prior) * known


@dataclass(frozen=True, slots=True)
class Predictor:
    """settings: what can be chosen. prepare: a matrix (C, ...) of a setting, without any attribute.
    predict: (test, K) scores of a part."""

    name: str
    settings: tuple[Setting, ...]
    prepare: Callable[[Problem, Setting], Reals]
    predict: Callable[[Problem, Reals, Part, Setting], Reals]


def predictors(affinities: Affinities) -> tuple[Predictor, ...]:
    """All that can be used with what is known: of items, of place, of family."""
    found = [Predictor("majority", ((),), _nothing, _prior)]
    place = not np.isnan(affinities.km).all()
    if place:
        found.append(
            Predictor("geography kNN", ((3.0,), (5.0,), (10.0,), (20.0,)), _distance, _nearest)
        )
    if affinities.kin.any():
        found.append(Predictor("family only", ((),), lambda p, _: p.affinities.kin, _vote))
    if affinities.items:
        found += [
            Predictor("PCA + logistic", tuple(product((8.0, 16.0), (1.0, 10.0))), _axes, _logistic),
            Predictor("label propagation", settings(place, (0.5, 0.9)), _graph, _propagation),
            Predictor("items x place vote", settings(place, (5.0, 15.0)), _attention, _vote),
            kernel_ridge(place=place),
        ]
    return tuple(found)


def kernel_ridge(name: str = "kernel ridge", *, place: bool) -> Predictor:
    """On w K_items + (1 - w) exp(-km / reach)."""
    return Predictor(name, settings(place, (0.3, 1.0, 3.0)), mixed, ridge)


def likened(name: str, likeness: Reals) -> Predictor:
    """Kernel ridge on a likeness (C, C)."""
    return Predictor(
        name, settings(False, (0.3, 1.0, 3.0)), lambda problem, setting: likeness, ridge
    )


def mixed(problem: Problem, setting: Setting) -> Reals:
    """(C, C) w K_items + (1 - w) exp(-km / reach)."""
    weight, reach = setting[:2]
    found = weight * problem.affinities.likeness()
    if weight < 1:
        found = found + (1 - weight) * problem.affinities.place(reach)
    return found


def settings(place: bool, last: tuple[float, ...]) -> tuple[Setting, ...]:
    """(w, reach, other) with each of `last` as the other: without places items alone, w = 1."""
    if not place:
        return tuple((1.0, _REACHES[0], each) for each in last)
    pairs = [(w, r) for w, r in product(_WEIGHTS, _REACHES) if w < 1 or r == _REACHES[0]]
    return tuple((*pair, each) for pair, each in product(pairs, last))


def _nothing(problem: Problem, _setting: Setting) -> Reals:
    return np.zeros((problem.affinities.size, 0))


def _prior(problem: Problem, _: Reals, part: Part, _setting: Setting) -> Reals:
    return np.repeat(problem.attributes.prior(part.train)[None], len(part.test), axis=0)


def _distance(problem: Problem, _setting: Setting) -> Reals:
    return np.nan_to_num(problem.affinities.km, nan=1e9)


def _nearest(problem: Problem, km: Reals, part: Part, setting: Setting) -> Reals:
    """Mean of the k nearest on the map for which the variable is coded."""
    own = problem.attributes
    order = part.train[np.argsort(km[np.ix_(part.test, part.train)], axis=1, kind="stable")]
    known = own.known[order]  # (test, train, V)
    taken = known & (known.cumsum(1) <= setting[0])
    hot = np.einsum("tnk,tnk->tk", taken[:, :, own.variable].astype(np.float64), own.hot[order])
    found: Reals = hot / setting[0]
    return found


def _vote(problem: Problem, weights: Reals, part: Part, _setting: Setting) -> Reals:
    """Mean of the codes, weighted; where nobody weighs anything the prior."""
    own = problem.attributes
    weight = weights[np.ix_(part.test, part.train)]
    count = own.spread(weight @ own.known[part.train])
    votes: Reals = weight @ own.hot[part.train] / np.maximum(count, 1e-12)
    return votes + (count <= 1e-12) * own.prior(part.train)


def _attention(problem: Problem, setting: Setting) -> Reals:
    """exp(sharpness (w K_items + (1 - w) K_place)): a softmax over the training cultures."""
    return np.exp(setting[2] * (mixed(problem, setting) - 1))


def ridge(problem: Problem, kernel: Reals, part: Part, setting: Setting) -> Reals:
    """Kernel ridge of the codes less the prior; the third of the setting is the ridge."""
    prior, target = problem.centred(part.train)
    own = kernel[np.ix_(part.train, part.train)] + setting[2] * np.eye(len(part.train))
    found: Reals = prior + kernel[np.ix_(part.test, part.train)] @ np.linalg.solve(own, target)
    return found


def _graph(problem: Problem, setting: Setting) -> Reals:
    """(I - a S)^-1 with S the normalised graph of the ten nearest by the mixed kernel."""
    kernel = mixed(problem, setting)
    np.fill_diagonal(kernel, 0)
    size = len(kernel)
    near = np.zeros_like(kernel)
    best = np.argsort(-kernel, axis=1, kind="stable")[:, :10]
    np.put_along_axis(near, best, np.take_along_axis(kernel, best, axis=1), axis=1)
    near = np.maximum(near, near.T)
    root = 1 / np.sqrt(np.maximum(near.sum(1), 1e-12))
    return np.linalg.inv(np.eye(size) - setting[2] * near * root * root[:, None])


def _propagation(problem: Problem, spread: Reals, part: Part, _setting: Setting) -> Reals:
    """Zhou et al. 2004, "Learning with local and global consistency", of codes less the prior."""
    prior, target = problem.centred(part.train)
    own = problem.attributes
    weight = spread[np.ix_(part.test, part.train)]
    count = own.spread(weight @ own.known[part.train])
    found: Reals = prior + weight @ target / np.maximum(count, 1e-12)
    return found


def _axes(problem: Problem, setting: Setting) -> Reals:
    """(C, width) principal axes of all modalities side by side, of spread 1, and a constant."""
    items, mask = problem.affinities.items, problem.affinities.mask
    wide = np.concatenate([x * mask[name][:, None] for name, x in items.items()], axis=1)
    left, size, _ = np.linalg.svd(wide - wide.mean(0), full_matrices=False)
    kept = min(int(setting[0]), int((size > 1e-6 * max(size[0], 1e-12)).sum()))
    scale = size[:kept] / max(float(size[0]), 1e-12) * np.sqrt(len(wide))
    return np.concatenate([left[:, :kept] * scale, np.ones((len(wide), 1))], axis=1)


def _logistic(problem: Problem, axes: Reals, part: Part, setting: Setting) -> Reals:
    weights = logistic(axes[part.train], problem.attributes, part.train, ridge=setting[1])
    scores = axes[part.test] @ weights
    own = problem.attributes
    top = own.spread(np.maximum.reduceat(scores, _starts(own), axis=1))
    return np.exp(scores - top)


def _starts(attributes: Attributes) -> np.ndarray:
    return np.searchsorted(attributes.variable, np.arange(len(attributes.name)))
