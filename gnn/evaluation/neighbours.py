"""Theme neighbours: do the nearest of other families and regions agree on a theme that is hidden?

Nearness is of what is known beside the theme: other traits, items, place. How these are weighed is
chosen on the other themes, so that a theme never has a say in how its own neighbours are found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from gnn.bootstrap import averaged
from gnn.bundle import ALL, Bools, GraphBundle, Ints
from gnn.evaluation.affinity import Affinities, Reals
from gnn.evaluation.attribute import Attributes
from gnn.evaluation.measured import Measured
from gnn.evaluation.predictor import Problem
from kg.naming import normalise

NEAREST = 5
_REACH = 4_000.0  # km
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_OWN = "items, traits and place"


def themes_of(bundle: GraphBundle, attributes: Attributes) -> Ints:
    """(V,) the first theme that each variable is coded under, -1 for none."""
    found = np.full(len(attributes.name), -1, np.int64)
    place = {uid: number for number, uid in enumerate(attributes.name)}
    facets, traits = bundle.facets, bundle.traits
    for theme in range(len(bundle.themes.uid) - 1, -1, -1):
        rows = (facets.theme == theme) & (facets.period == ALL)
        for column in np.flatnonzero(traits.known[rows].any(0)):
            number = place.get(traits.uid[traits.variable[column]], -1)
            if number >= 0:
                found[number] = theme
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of the n cultures that are asked about: nearness by items and by place (n, n), who is apart
    from whom (n, n), and their codes."""

    items: Reals
    place: Reals
    apart: Bools
    attributes: Attributes
    theme: Ints

    def near(self, hidden: Sequence[int], weights: tuple[float, float]) -> Reals:
        """(n, n) nearness without the themes `hidden`; weights of items and of traits, the rest is
        of place."""
        items, traits = weights
        seen = ~np.isin(self.theme, hidden)
        mixed: Reals = items * self.items + (1 - items - traits) * self.place
        return mixed + traits * _same(self.attributes, seen) if traits else mixed

    def agreeing(self, theme: int, near: Reals) -> tuple[Reals, Ints]:
        """(m,) agreement on a theme with the nearest that are coded on it, and (m,) whose it is."""
        own, of = self.attributes, self.theme == theme
        known, hot = own.known[:, of], own.hot[:, of[own.variable]]
        able = self.apart & (known.astype(np.float64) @ known.T > 0)
        best = np.argsort(-np.where(able, near, -np.inf), axis=1, kind="stable")[:, :NEAREST]
        both = np.stack([(known & known[each]).sum(1) for each in best.T]).sum(0)
        same = np.stack([(hot * hot[each]).sum(1) for each in best.T]).sum(0)
        rows = np.flatnonzero(able.any(1))
        return same[rows] / both[rows], rows


def neighbours(problem: Problem, theme: Ints, among: Ints) -> Measured | None:
    """Share of the hidden theme's variables on which the nearest agree, of each culture and theme.

    theme: (V,) of the variables. None where fewer than two themes have variables.
    """
    known = sorted(set(theme[theme >= 0].tolist()))
    if len(known) < 2:
        return None
    seen, weights = _seen(problem, theme, among), list(_weights(problem))
    found: defaultdict[str, list[Reals]] = defaultdict(list)
    cultures = []
    for hidden in known:
        rest = [each for each in known if each != hidden]
        sought = [_sought(seen, hidden, rest, each) for each in weights]
        ways = {_OWN: weights[int(np.argmax(sought))], **_plain(problem)}
        for name, way in ways.items():
            share, whose = seen.agreeing(hidden, seen.near([hidden], way))
            found[name].append(averaged(share))
        cultures.append(among[whose])
    parts = {name: np.concatenate(each) for name, each in found.items()}
    return Measured("theme neighbours, agreement", _OWN, parts, np.concatenate(cultures))


def _sought(seen: _Seen, hidden: int, rest: Sequence[int], weights: tuple[float, float]) -> float:
    """Mean agreement on the other themes, each hidden beside the theme that is asked about."""
    each = [seen.agreeing(t, seen.near([hidden, t], weights))[0] for t in rest]
    return float(np.concatenate(each).mean())


def _seen(problem: Problem, theme: Ints, among: Ints) -> _Seen:
    both = np.ix_(among, among)
    own = problem.attributes
    return _Seen(
        problem.affinities.likeness()[both],
        problem.affinities.place(_REACH)[both],
        _apart(problem.affinities, among),
        replace(own, hot=own.hot[among], known=own.known[among]),
        theme,
    )


def _weights(problem: Problem) -> Iterator[tuple[float, float]]:
    """(items, traits); what is missing to 1 is of place."""
    place = not np.isnan(problem.affinities.km).all()
    for items, traits in product(_STEPS if problem.affinities.items else (0.0,), _STEPS):
        if items + traits == 1 or (place and items + traits < 1):
            yield items, traits


def _plain(problem: Problem) -> dict[str, tuple[float, float]]:
    found = {"other traits": (0.0, 1.0)}
    if problem.affinities.items:
        found["items"] = (1.0, 0.0)
    if not np.isnan(problem.affinities.km).all():
        found["geography only"] = (0.0, 0.0)
    return found


def _same(attributes: Attributes, of: Bools) -> Reals:
    """(C, C) share of the variables `of` (V,) on which two agree; drawn to one half where few are
    known of both."""
    known = attributes.known[:, of].astype(np.float64)
    hot = attributes.hot * of[attributes.variable]
    same: Reals = (hot @ hot.T + 1) / (known @ known.T + 2)
    return same


def _apart(affinities: Affinities, among: Ints) -> Bools:
    """(n, n) neither of one known family nor of one known region."""
    apart = np.ones((len(among), len(among)), bool)
    for values in (affinities.cultures.family, affinities.cultures.region):
        names = np.array([normalise(value) for value in values], dtype=str)[among]
        apart &= (names != names[:, None]) | (names == "")
    np.fill_diagonal(apart, False)
    return apart
