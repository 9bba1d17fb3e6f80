"""Baselines that answer the same questions without learning anything by gradient.

raw and PCA compare spaces that have nothing in common through anchors: how similar a facet is to
each culture of the training part, in its own modality (Moschella et al. 2023, "Relative
representations"). masked mean is step 0 of the model. geography and family predict the target
from training cultures that are near on the map, or of the same language family.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, Floats, GraphBundle, Ints
from gnn.closed_form import ClosedForm
from gnn.geography import distances
from gnn.inputs import Inputs
from gnn.retrieval import Question, Reals, Scorer, balanced, token_scorer, unit
from kg.naming import normalise

_REACH = 4_000.0  # km


@dataclass(frozen=True, slots=True)
class Held:
    """One outer fold as the baselines see it: `train` (F,) facets may be learned from."""

    bundle: GraphBundle
    inputs: Inputs
    closed: ClosedForm
    mask: Mapping[str, Bools]
    train: Bools

    def views(self) -> dict[str, Floats]:
        """The closed form (F, width) of each modality; rows that are absent mean nothing."""
        strata = self.inputs.strata
        return {
            name: self.closed[name](each.x, strata) for name, each in self.inputs.pooled.items()
        }


def baselines(held: Held) -> dict[str, Scorer]:
    """The scorers by name; geography and family only where something is known of them."""
    views = held.views()
    raw = {name: np.nan_to_num(each.x, nan=0.0) for name, each in held.inputs.pooled.items()}
    found = {
        "raw": _relative(held, raw),
        "PCA": _relative(held, views),
        "masked mean": token_scorer(views, held.mask),
    }
    cultures = held.bundle.cultures
    if not np.isnan(cultures.latitude).all():
        found["geography only"] = _predicted(held, views, nearness(held.bundle))
    if any(cultures.family):
        found["family only"] = _predicted(held, views, kinship(held.bundle))
    return found


def placed(held: Held, tokens: Mapping[str, Floats], scorer: Scorer) -> Scorer:
    """What `scorer` says, and as much again what the cultures of the training part are like that
    live near the one that asks, in its `tokens`. Where the answer lives plays no part."""
    place = _predicted(held, tokens, nearness(held.bundle))
    return lambda question: balanced(scorer(question)) + balanced(place(question))


def nearness(bundle: GraphBundle) -> Reals:
    """(C, C) exp(-km / 4000) along great circles; 0 where a place is not known."""
    km = distances(bundle.cultures)
    near: Reals = np.nan_to_num(np.exp(-km / _REACH), nan=0.0)
    return near


def kinship(bundle: GraphBundle) -> Reals:
    """(C, C) 1 where both are of one known language family."""
    names = np.array([normalise(family) for family in bundle.cultures.family])
    same: Reals = ((names == names[:, None]) & (names != "")).astype(np.float64)
    return same


def _predicted(held: Held, views: Mapping[str, Floats], weights: Reals) -> Scorer:
    culture: Ints = held.inputs.culture

    def score(question: Question) -> Reals:
        near = held.mask[question.target] & held.train & held.inputs.wide
        known = np.flatnonzero(near & (held.inputs.strata == question.stratum))
        weight = weights[np.ix_(culture[question.rows], culture[known])]
        share = weight / np.maximum(weight.sum(1, keepdims=True), 1e-12)
        view = views[question.target].astype(np.float64)
        found: Reals = unit(share @ view[known]) @ unit(view[question.rows]).T
        return found

    return score


def _relative(held: Held, vectors: Mapping[str, Floats]) -> Scorer:
    units = {name: unit(each) for name, each in vectors.items()}

    def score(question: Question) -> Reals:
        target, rows = question.target, question.rows
        total: Reals = np.zeros((len(rows), len(rows)))
        anchors = held.train & held.inputs.wide & (held.inputs.strata == question.stratum)
        for name in (other for other in units if other != target):
            both = np.flatnonzero(anchors & held.mask[name] & held.mask[target])
            query = _profiles(units[name], rows, both)
            match = query @ _profiles(units[target], rows, both).T
            total += np.where(held.mask[name][rows][:, None], match, 0)
        return total

    return score


def _profiles(units: Reals, rows: Ints, anchors: Ints) -> Reals:
    """(n, anchors) how similar rows are to the anchors, against their own average."""
    if not len(anchors):
        return np.zeros((len(rows), 1))
    similar = units[rows] @ units[anchors].T
    return unit(similar - similar.mean(1, keepdims=True))
