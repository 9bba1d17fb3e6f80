"""Attributes: coded traits of whole cultures, to be predicted for cultures that are held out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.bundle import ALL, Bools, GraphBundle, Ints, Names

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attributes:
    """V variables with K codes in all, of C cultures.

    hot: (C, K) 1 for the code of a culture. variable: (K,) to which variable a code belongs,
    ascending. known: (C, V). name: of the variables.
    """

    hot: Reals
    variable: Ints
    known: Bools
    name: Names

    def spread(self, of_variables: Reals | Bools) -> Reals:
        """(n, V) -> (n, K), to each code what its variable has."""
        return np.asarray(of_variables, np.float64)[:, self.variable]

    def per_variable(self, of_codes: Reals) -> Reals:
        """(n, K) -> (n, V) sums over the codes of each variable."""
        starts = np.searchsorted(self.variable, np.arange(len(self.name)))
        sums: Reals = np.add.reduceat(of_codes, starts, axis=1)
        return sums

    def shares(self, scores: Reals, prior: Reals) -> Reals:
        """(n, K) scores -> probabilities that sum to 1 for each variable.

        What is negative counts as 0; a trace of the prior (K,) keeps every code possible.
        """
        sure = np.maximum(scores, 0) + 1e-3 * prior + 1e-9
        found: Reals = sure / self.spread(self.per_variable(sure))
        return found

    def prior(self, train: Ints) -> Reals:
        """(K,) the share of each code among the cultures `train`; plus one of each."""
        count = self.hot[train].sum(0) + 1
        found: Reals = count / self.spread(self.per_variable(count[None]))[0]
        return found


def attributes(bundle: GraphBundle, *, among: Bools | None = None, most: int = 16) -> Attributes:
    """The `most` variables that are coded for the most cultures, of the cultures `among` (C,).

    A culture has a code where more than half of what is said agrees. A code of fewer than `needed`
    cultures counts as not coded: how it is predicted would be luck.
    """
    own = np.ones(len(bundle.cultures.uid), bool) if among is None else among
    found = [(name, hot * own[:, None]) for name, hot in _variables(bundle)]
    least = needed(int(np.any([hot.any(1) for _, hot in found], axis=0).sum()) if found else 0)
    usable = [(name, hot[:, hot.sum(0) >= least]) for name, hot in found]
    usable = [(name, hot) for name, hot in usable if hot.shape[1] > 1]
    kept = sorted(usable, key=lambda pair: (-pair[1].sum(), pair[0]))[:most]
    if not kept:
        none = np.zeros((len(bundle.cultures.uid), 0))
        return Attributes(none, np.zeros(0, np.int64), none.astype(bool), ())
    sizes = [hot.shape[1] for _, hot in kept]
    return Attributes(
        np.concatenate([hot for _, hot in kept], axis=1),
        np.repeat(np.arange(len(kept)), sizes),
        np.stack([hot.any(1) for _, hot in kept], axis=1),
        tuple(name for name, _ in kept),
    )


def needed(cultures: int) -> int:
    """Cultures that a code needs: a fifteenth of those that are coded, from 5 to 20."""
    return int(np.clip(round(cultures / 15), 5, 20))


def labels(name: str, values: Names) -> Attributes:
    """One variable that is given as a text for each culture ("" where unknown)."""
    least = needed(sum(bool(value) for value in values))
    codes = sorted({value for value in values if value and values.count(value) >= least})
    hot = np.array([[value == code for code in codes] for value in values], np.float64)
    hot = hot.reshape(len(values), len(codes))
    known = np.asarray(hot.any(1))[:, None]
    return Attributes(hot, np.zeros(len(codes), np.int64), known, (name,))


def _variables(bundle: GraphBundle) -> Iterator[tuple[str, Reals]]:
    """(uid, one-hot (C, codes)) of each variable."""
    traits, size = bundle.traits, len(bundle.cultures.uid)
    rows = np.flatnonzero((bundle.facets.theme == ALL) & (bundle.facets.period == ALL))
    for number, uid in enumerate(traits.uid):
        columns = np.flatnonzero(traits.variable == number)
        if len(columns):
            hot = np.zeros((size, len(columns)))
            values = np.where(traits.known[rows][:, columns], traits.values[rows][:, columns], 0)
            hot[bundle.facets.culture[rows]] = values > 0.5
            yield uid, hot
