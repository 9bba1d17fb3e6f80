"""Folds of cultures: what is held out is held out with all its facets, and its kin with it."""

from collections import defaultdict

import numpy as np

from gnn.bundle import Cultures, Ints
from kg.errors import SettingsError
from kg.naming import normalise

GROUPINGS = ("family", "culture")


def folds(cultures: Cultures, among: Ints, number: int, *, grouping: str, seed: int) -> list[Ints]:
    """At most `number` parts of the cultures `among` (indexes), of about the same size.

    Cultures of one language family fall into one part if `grouping` is "family"; a culture whose
    family is not known stands alone. Less than two groups give no folds.
    """
    if grouping not in GROUPINGS:
        raise SettingsError(f"grouping is {grouping!r}.", hint=f"Known are {GROUPINGS}.")
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for culture in (int(each) for each in among):
        groups[_key(cultures, culture, grouping)].append(culture)
    shuffled = np.random.default_rng(seed).permutation(sorted(groups))
    bins: list[list[int]] = [[] for _ in range(min(number, len(groups)))]
    for name in sorted(shuffled, key=lambda name: -len(groups[name])):
        min(bins, key=len).extend(groups[name])
    return [np.array(sorted(each), np.int64) for each in bins] if len(bins) > 1 else []


def _key(cultures: Cultures, culture: int, grouping: str) -> str:
    family = normalise(cultures.family[culture]) if grouping == "family" else ""
    return f"family {family}" if family else f"culture {cultures.uid[culture]}"
