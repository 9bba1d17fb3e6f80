"""Facets: which items stand behind each culture, theme and period."""

from dataclasses import dataclass

import numpy as np

from gnn.bundle import ALL, Bools, Edges, Facets, Floats, Ints
from gnn.csr import Rows, compress, distinct
from gnn.item import MEDIA, PASSAGE, TRAIT, ItemTable
from gnn.spec import ExportSpec


@dataclass(frozen=True, slots=True)
class Grouping:
    """`keys` (F, 3) are culture, theme and period in order, -1 for all; `members` (2, m) pairs of
    facet and item, in that order, each once.
    """

    keys: Ints
    members: Ints

    @property
    def size(self) -> int:
        """Number of facets, F."""
        return len(self.keys)

    def used(self, items: ItemTable) -> Bools:
        """(N,) which items stand behind any facet."""
        found = np.zeros(items.size, np.bool_)
        found[self.members[1]] = True
        return found


def studied(items: ItemTable, cultures: int, spec: ExportSpec) -> Bools:
    """(C,) which cultures something describes, or enough passages mention."""
    found = np.bincount(items.cultures[1], minlength=cultures) >= spec.min_mentions
    found[items.described[1]] = True
    return np.asarray(found)


def group(items: ItemTable, cultures: Ints, themes: Ints, eras: Ints, *, least: int) -> Grouping:
    """The facets with at least `least` items, in order; an item counts once in each.

    `cultures`, `themes` and `eras` give the number of each of the world's, -1 for what is left out.
    """
    item, culture = _kept(items.cultures, cultures)
    own_themes = compress(_kept(items.themes, themes), items.size)
    own_eras = compress(_kept(items.eras, eras), items.size)
    wide = (int(themes.max(initial=-1)) + 2, int(eras.max(initial=-1)) + 2)
    row, theme = own_themes.along(item)
    deep, era = own_eras.along(item[row])
    code = np.concatenate(
        [
            _code(culture, ALL, ALL, wide),
            _code(culture[row], theme, ALL, wide),
            _code(culture[row][deep], theme[deep], era, wide),
        ]
    )
    every = np.concatenate([item, item[row], item[row][deep]])
    return _grouping(code, every, wide, least)


def _grouping(code: Ints, item: Ints, wide: tuple[int, int], least: int) -> Grouping:
    names, facet, number = np.unique(code, return_inverse=True, return_counts=True)
    keep = number >= least
    place = np.cumsum(keep) - 1
    own = keep[facet]
    members = distinct(np.stack([place[facet[own]], item[own]]))
    rest, era = np.divmod(names[keep], wide[1])
    culture, theme = np.divmod(rest, wide[0])
    return Grouping(np.stack([culture, theme - 1, era - 1], axis=1), members)


def _kept(pairs: Ints, number: Ints) -> Ints:
    found = np.stack([pairs[0], number[pairs[1]]])
    return found[:, found[1] >= 0]


def _code(culture: Ints, theme: Ints | int, era: Ints | int, wide: tuple[int, int]) -> Ints:
    """One number for a key, in the order of keys; "all" comes before the first."""
    return np.asarray((culture * wide[0] + (theme + 1)) * wide[1] + (era + 1))


def table(grouping: Grouping, items: ItemTable, documents: Ints) -> Facets:
    """The facets as arrays; `documents` gives the number of each of the world's, -1 for none."""
    facet, item = grouping.members
    pairs = _kept(items.documents, documents)
    position, document = compress(pairs, items.size).along(item)
    behind = distinct(np.stack([facet[position], document]))
    culture, theme, period = np.ascontiguousarray(grouping.keys.T)

    def count(kind: int) -> Ints:
        return _counted(facet[items.kind[item] == kind], grouping.size)

    return Facets(
        culture=culture,
        theme=theme,
        period=period,
        passages=count(PASSAGE),
        media=count(MEDIA),
        traits=count(TRAIT),
        sources=_counted(behind[0], grouping.size),
        documents=np.ascontiguousarray(behind[::-1]),
    )


def _counted(facet: Ints, size: int) -> Ints:
    return np.bincount(facet, minlength=size).astype(np.int64)


def members_of(grouping: Grouping) -> Rows:
    """Facet -> items."""
    return compress(grouping.members, grouping.size)


def parts(culture: Ints, theme: Ints, period: Ints) -> Edges:
    """Edges between the facets of a culture that are one level apart, both ways, weight 1."""
    wide = (int(theme.max(initial=0)) + 2, int(period.max(initial=0)) + 2)
    code = _code(culture, theme, period, wide)
    broader = _code(culture, np.where(period == ALL, ALL, theme), ALL, wide)
    place = np.minimum(np.searchsorted(code, broader), max(len(code) - 1, 0))
    facet = np.flatnonzero((code[place] == broader) & (code != broader))
    up = np.concatenate([np.ones(len(facet)), np.zeros(len(facet))]).astype(np.float32)
    return edges(
        np.concatenate([facet, place[facet]]),
        np.concatenate([place[facet], facet]),
        np.ones(2 * len(facet), np.float32),
        upward=up,
    )


def edges(source: Ints, target: Ints, weight: Floats, **features: Floats) -> Edges:
    """Edges by target and then by source, with named features; equal ones keep their order."""
    wide = int(source.max(initial=0)) + 1
    order = np.argsort(target * wide + source, kind="stable")
    index = np.stack([source[order], target[order]]).astype(np.int64)
    columns = [np.asarray(column, np.float32)[order] for column in features.values()]
    matrix = np.stack(columns, axis=1) if columns else np.empty((len(order), 0), np.float32)
    return Edges(index, np.asarray(weight, np.float32)[order], matrix, tuple(features))
