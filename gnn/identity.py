"""Numbers of nodes that outlast deletions: what learned tables (an embedding a node) go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import GraphBundle, Ints, Names


@dataclass(frozen=True, slots=True)
class Ids:
    """`key` and `number` of each row of a table, and the `next` number, which none ever had."""

    key: Names
    number: Ints
    next: int


def identify(bundle: GraphBundle, earlier: Mapping[str, Ids]) -> dict[str, Ids]:
    """The numbers of cultures, entities, documents and facets.

    What `earlier` has keeps its number, what is new gets the next ones in the order of rows; the
    number of what is gone is not given again.
    """
    keys = {
        "cultures": bundle.cultures.uid,
        "entities": bundle.entities.uid,
        "documents": bundle.documents.uid,
        "facets": _facets(bundle),
    }
    return {table: _numbered(key, earlier.get(table)) for table, key in keys.items()}


def _numbered(keys: Sequence[str], earlier: Ids | None) -> Ids:
    known = dict(zip(earlier.key, earlier.number.tolist(), strict=True)) if earlier else {}
    number = np.fromiter((known.get(key, -1) for key in keys), np.int64, len(keys))
    first = earlier.next if earlier else 0
    new = number < 0
    number[new] = first + np.arange(new.sum())
    return Ids(tuple(keys), number, first + int(new.sum()))


def _facets(bundle: GraphBundle) -> Names:
    """Culture, theme and period by uid; "all", which is -1, takes the last of each list."""
    theme, period = (*bundle.themes.uid, ""), (*bundle.periods.uid, "")
    rows = zip(bundle.facets.culture, bundle.facets.theme, bundle.facets.period, strict=True)
    return tuple(f"{bundle.cultures.uid[c]} {theme[t]} {period[p]}" for c, t, p in rows)
