"""Macro-F1 over the codes of several variables, as sums that blocks of cultures can be drawn of."""

import numpy as np

from gnn.bootstrap import Statistic
from gnn.evaluation.attribute import Attributes, Reals


def chosen(attributes: Attributes, scores: Reals) -> Reals:
    """(C, K) 1 for the code of the highest score (C, K) of each variable; the first of equals."""
    found = np.zeros_like(scores)
    for number in range(len(attributes.name)):
        columns = np.flatnonzero(attributes.variable == number)
        best = columns[scores[:, columns].argmax(1)]
        found[np.arange(len(scores)), best] = 1
    return found


def counts(attributes: Attributes, predicted: Reals) -> Reals:
    """(C, 3, K) hits, predictions and truths of each culture where the variable is known."""
    known = attributes.spread(attributes.known)
    truth = attributes.hot * known
    return np.stack([predicted * truth, predicted * known, truth], axis=1)


def macro_f1(attributes: Attributes) -> Statistic:
    """(draws, [seeds,] 3, K) sums -> (draws,): mean over variables of the mean F1 of their codes.

    A code that a draw neither has nor predicts does not count in it.
    """

    def score(sums: Reals) -> Reals:
        hits, either = sums[..., 0, :], sums[..., 1, :] + sums[..., 2, :]
        f1 = 2 * hits / np.maximum(either, 1e-12)
        there = (either > 0).astype(np.float64)
        shape = (-1, f1.shape[-1])
        total = attributes.per_variable(f1.reshape(shape))
        number = attributes.per_variable(there.reshape(shape))
        means = total / np.maximum(number, 1)
        found: Reals = means.mean(1).reshape(len(sums), -1).mean(1)
        return found

    return score
