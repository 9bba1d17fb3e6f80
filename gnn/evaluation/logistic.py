"""Multinomial logistic regression of several variables at once, with a ridge."""

import numpy as np

from gnn.bundle import Ints
from gnn.evaluation.attribute import Attributes, Reals

_STEPS = 60


def logistic(x: Reals, attributes: Attributes, train: Ints, *, ridge: float) -> Reals:
    """(d, K) weights that lower the log loss of all variables plus `ridge` |W|^2 / 2.

    x: (n, d) of the cultures `train`, the last column a constant, which has no ridge.
    """
    from scipy.optimize import minimize

    known = attributes.spread(attributes.known[train])
    truth = attributes.hot[train] * known
    penalty = np.full((x.shape[1], 1), ridge)
    penalty[-1] = 1e-3
    starts = np.searchsorted(attributes.variable, np.arange(len(attributes.name)))

    def loss(flat: Reals) -> tuple[float, Reals]:
        weights = flat.reshape(x.shape[1], -1)
        scores = x @ weights
        scores = scores - np.maximum.reduceat(scores, starts, axis=1)[:, attributes.variable]
        raised = np.exp(scores)
        share = raised / attributes.spread(attributes.per_variable(raised))
        value = -(truth * np.log(share + 1e-12)).sum() + 0.5 * (penalty * weights**2).sum()
        slope = x.T @ ((share - truth) * known) + penalty * weights
        return float(value), slope.ravel()

    start = np.zeros(x.shape[1] * attributes.hot.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return np.asarray(found.x, np.float64).reshape(x.shape[1], -1)
