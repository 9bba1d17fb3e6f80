"""Facets: which items stand behind each culture, theme and period."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import ALL, Edges, Facets, Ints
from gnn.item import Item
from gnn.spec import ExportSpec

Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Grouping:
    """`keys` are (culture, theme, period) in order, `members` the items of each, by position."""

    keys: tuple[Key, ...]
    members: tuple[tuple[int, ...], ...]


def studied(items: Iterable[Item], spec: ExportSpec) -> frozenset[str]:
    """Cultures that something describes, or that enough passages mention."""
    described: set[str] = set()
    mentions: Counter[str] = Counter()
    for item in items:
        described |= item.described
        mentions.update(item.cultures)
    often = {culture for culture, n in mentions.items() if n >= spec.min_mentions}
    return frozenset(described | often)


def group(
    items: Sequence[Item],
    cultures: Sequence[str],
    themes: Sequence[str],
    eras: Sequence[str],
    *,
    least: int = 1,
) -> Grouping:
    """The facets with at least `least` items, in order; an item counts once in each."""
    where = {uid: i for i, uid in enumerate(cultures)}
    theme = {uid: i for i, uid in enumerate(themes)}
    era = {uid: i for i, uid in enumerate(eras)}
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for position, item in enumerate(items):
        own_themes = [theme[uid] for uid in item.themes if uid in theme]
        own_eras = [era[uid] for uid in item.eras if uid in era]
        for culture in (where[uid] for uid in item.cultures if uid in where):
            for key in _keys(culture, own_themes, own_eras):
                found[key].append(position)
    keys = tuple(sorted(key for key, members in found.items() if len(members) >= least))
    return Grouping(keys, tuple(tuple(found[key]) for key in keys))


def _keys(culture: int, themes: list[int], eras: list[int]) -> Iterator[Key]:
    yield culture, ALL, ALL
    for theme in themes:
        yield culture, theme, ALL
        for era in eras:
            yield culture, theme, era


def table(grouping: Grouping, items: Sequence[Item], documents: Sequence[str]) -> Facets:
    """The facets as arrays, with counts of what is behind them."""
    where = {uid: i for i, uid in enumerate(documents)}
    kinds = [Counter(items[i].kind for i in members) for members in grouping.members]
    behind = [
        sorted({where[uid] for i in members for uid in items[i].documents})
        for members in grouping.members
    ]
    culture, theme, period = integers(grouping.keys, 3)
    return Facets(
        culture=culture,
        theme=theme,
        period=period,
        passages=np.array([kind["passage"] for kind in kinds], np.int64),
        media=np.array([kind["media"] for kind in kinds], np.int64),
        traits=np.array([kind["trait"] for kind in kinds], np.int64),
        sources=np.array([len(each) for each in behind], np.int64),
        documents=integers([(d, f) for f, each in enumerate(behind) for d in each], 2),
    )


def parts(grouping: Grouping) -> Edges:
    """Edges between the facets of a culture that are one level apart, both ways, weight 1."""
    where = {key: i for i, key in enumerate(grouping.keys)}
    pairs = []
    for facet, key in enumerate(grouping.keys):
        broader = where.get(_broader(key))
        if broader is not None and broader != facet:
            pairs += [(facet, broader), (broader, facet)]
    return edges([(source, target, 1.0) for source, target in pairs])


def _broader(key: Key) -> Key:
    culture, theme, period = key
    return (culture, theme if period != ALL else ALL, ALL)


def edges(rows: Iterable[tuple[int, int, float]]) -> Edges:
    """(source, target, weight) as arrays, by target and then by source."""
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    index = integers([(source, target) for source, target, _ in ordered], 2)
    return Edges(index, np.array([weight for *_, weight in ordered], np.float32))


def integers(rows: Sequence[Sequence[int]], width: int) -> Ints:
    """n rows of `width` numbers as an array (width, n)."""
    return np.ascontiguousarray(np.array(rows, np.int64).reshape(-1, width).T)
