"""Predictions of held-out cultures, every setting chosen on inner folds.

For each outer fold inner folds of the rest choose the setting, and how much of the log prior is
taken off (macro-F1 would otherwise compare thresholds, not methods). All methods alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Ints
from gnn.evaluation.attribute import Reals
from gnn.evaluation.macro import chosen, counts, macro_f1
from gnn.evaluation.part import Part, by_region, parts
from gnn.evaluation.predictor import Predictor, Problem, Setting
from gnn.fold import folds

ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)
_INNER = 3


@dataclass(frozen=True, slots=True)
class Predicted:
    """scores: (C, K) log p - alpha log prior of cultures that were held out; of the others 0.

    settings: what was chosen, by outer fold.
    """

    scores: Reals
    settings: tuple[tuple[Setting, float], ...]


def nested(
    predictor: Predictor, problem: Problem, among: Ints, *, number: int, apart: bool, seed: int
) -> Predicted:
    """Predict each of the cultures `among` once. `apart`: nothing is learned from its region.

    Settings are chosen once for an outer fold, on all cultures outside of it.
    """
    cultures = problem.affinities.cultures
    outer = folds(cultures, among, number, grouping="family", seed=seed)
    inner = [
        parts(cultures, np.setdiff1d(among, held_out), _INNER, apart=apart, seed=seed + 1)
        for held_out in outer
    ]
    settings = best_settings(predictor, problem, inner)
    scores = np.zeros_like(problem.attributes.hot)
    for held_out, (setting, alpha) in zip(outer, settings, strict=True):
        rest = np.setdiff1d(among, held_out)
        whole = Part(rest, held_out, rest)
        prepared = predictor.prepare(problem, setting)
        for part in by_region(cultures, whole) if apart else [whole]:
            shares, prior = logs(predictor, problem, prepared, (part, setting))
            scores[part.test] = shares - alpha * prior
    return Predicted(scores, tuple(settings))


def best_settings(
    predictor: Predictor, problem: Problem, inner: Sequence[Sequence[Part]]
) -> list[tuple[Setting, float]]:
    """For each list of inner parts the setting and alpha of the best macro-F1, first of equals."""
    best = [(-1.0, (predictor.settings[0], 0.0))] * len(inner)
    for setting in predictor.settings:
        prepared = predictor.prepare(problem, setting)
        for number, own in enumerate(inner):
            shares, priors = np.zeros((2, *problem.attributes.hot.shape))
            for part in own:
                found = logs(predictor, problem, prepared, (part, setting))
                shares[part.test], priors[part.test] = found
            tested = np.concatenate([part.test for part in own]) if own else np.zeros(0, np.int64)
            for alpha in ALPHAS:
                score = f1(problem, shares - alpha * priors, tested)
                if score > best[number][0] + 1e-9:
                    best[number] = (score, (setting, alpha))
    return [each for _, each in best]


def logs(
    predictor: Predictor, problem: Problem, prepared: Reals, asked: tuple[Part, Setting]
) -> tuple[Reals, Reals]:
    """Log shares (test, K) and log prior (K,) of a part."""
    part, setting = asked
    prior = problem.attributes.prior(part.train)
    scores = predictor.predict(problem, prepared, part, setting)
    return np.log(problem.attributes.shares(scores, prior)), np.log(prior)


def f1(problem: Problem, scores: Reals, tested: Ints) -> float:
    """Macro-F1 of the codes of the highest scores (C, K), over the cultures `tested`."""
    own = problem.attributes
    found = counts(own, chosen(own, scores))[tested]
    return float(macro_f1(own)(found.sum(0)[None])[0])
