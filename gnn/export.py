"""From the graph to a bundle: the part that `spec` asks for, as arrays."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gnn.bundle import (
    Bools,
    Cultures,
    Edges,
    GraphBundle,
    Ints,
    Named,
    Spans,
)
from gnn.choice import choose_cultures, choose_periods, choose_relations, choose_themes, named_seed
from gnn.column import numbers
from gnn.cooccurrence import Together, co_occurrences, mentioned, reach, read_together
from gnn.evidence import Vectors, encoders, left_out, traits, vectors, works_of
from gnn.facet import Grouping, edges, group, parts, studied, table
from gnn.item import Era, ItemTable, World, read_eras, read_items, read_world
from gnn.spec import ExportSpec
from gnn.vector import Kept, item_vectors
from kg.errors import StoreBusy
from kg.store import Store

_CULTURE = ("name", "aliases", "latitude", "longitude", "region", "family")
_DEFAULT = ExportSpec()
_ATTEMPTS = 3
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read: `rows` are the cultures that stay, `place` (C,) their positions in `world`.

    `near` (E,) are the entities that stay, `titles` and `fingerprints` those of all documents,
    `works` (D,) the document that stands for each.
    """

    world: World
    items: ItemTable
    together: Together
    grouping: Grouping
    rows: Sequence[_Row]
    place: Ints
    near: Bools
    themes: Named
    periods: Named
    titles: Sequence[str | None]
    fingerprints: Sequence[str | None]
    works: Ints


def export(store: Store, spec: ExportSpec = _DEFAULT, *, kept: Kept | None = None) -> GraphBundle:
    """Read what `spec` asks for, in an order that depends on nothing but the graph.

    Vectors that `kept` has of documents that did not change are not read again; the bundle is the
    same, and `kept` holds its vectors afterwards. Raises NotFound where the spec names a culture,
    theme, region, period, entity or relation type that is not there, and StoreBusy where documents
    come and go faster than they can be read.
    """
    relations = choose_relations(spec)
    part, found = _settled(store, spec, kept)
    items, grouping = part.items, part.grouping
    groups = encoders(grouping, items, found)
    entities, mentions = mentioned(grouping, items, part.world, part.place, part.near)
    documents, numbered = _documents(part)
    works = works_of(items, numbered)
    relation = {
        "mentions": mentions,
        "co_occurs": co_occurrences(part.together, entities, items, part.world),
        "parts": parts(*grouping.keys.T),
    }
    return GraphBundle(
        snapshot=_snapshot(part.fingerprints),
        spec=spec,
        cultures=_columns(part.rows),
        themes=part.themes,
        periods=part.periods,
        documents=documents,
        facets=table(grouping, items, numbered),
        items={each: vectors(grouping, items, found, own, works) for each, own in groups.items()},
        traits=traits(grouping, items, works),
        entities=entities,
        left_out=left_out(groups),
        years=_years(part.world.eras, part.periods),
        **{name: each if name in relations else _none(each) for name, each in relation.items()},
    )


def _settled(store: Store, spec: ExportSpec, kept: Kept | None) -> tuple[_Part, Vectors]:
    """What was read while no document changed: until then no handle of a node is another's."""
    for _ in range(_ATTEMPTS):
        part = _read(store, spec)
        prints = [each or "" for each in part.fingerprints]
        found = item_vectors(store, part.items, part.grouping.used(part.items), prints, kept)
        if snapshot(store) == _snapshot(part.fingerprints):
            return part, found
    raise StoreBusy(
        f"The graph changed each of the {_ATTEMPTS} times that it was read.",
        hint="Export again when no documents are coming in.",
    )


def snapshot(store: Store) -> str:
    """What documents the graph holds, as a hash of their fingerprints."""
    return _snapshot(store.nodes("Document", ["fingerprint"])["fingerprint"])


def _snapshot(fingerprints: Iterable[str | None]) -> str:
    text = "\n".join(sorted(str(each) for each in fingerprints))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(store: Store, spec: ExportSpec) -> _Part:
    eras = read_eras(store)
    every, themes = choose_themes(store, spec)
    periods = choose_periods(eras, spec)
    rows = _cultures(store)
    documents = store.nodes("Document", ["title", "fingerprint", "work", "part"])
    uids = tuple(row["uid"] for row in rows)
    world = read_world(
        store, cultures=uids, themes=every, eras=eras, documents=tuple(documents["uid"])
    )
    items = read_items(store, world)
    together = read_together(store, world)
    near = _near(store, spec, together, items, world)
    stay = choose_cultures(rows, spec, studied(items, len(rows), spec)) & near[world.own]
    stay &= np.bincount(items.cultures[1], minlength=len(rows)) >= max(spec.min_items, 1)
    grouping = group(
        items,
        np.where(stay, np.cumsum(stay) - 1, -1),
        _numbered(world.themes, themes),
        _numbered([era.uid for era in eras], periods),
        least=spec.min_items,
    )
    place = np.flatnonzero(stay)
    return _Part(
        world, items, together, grouping, [rows[i] for i in place], place, near, themes, periods,
        documents["title"], documents["fingerprint"], _works(documents),
    )  # fmt: skip


def _cultures(store: Store) -> list[_Row]:
    columns = store.nodes("Culture", _CULTURE)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _near(
    store: Store, spec: ExportSpec, together: Together, items: ItemTable, world: World
) -> Bools:
    found = np.full(len(world.entities), not spec.seed)
    if spec.seed:
        start = world.entities.index(named_seed(store, spec))
        found[reach(together, items, world, start, spec.hops)] = True
    return np.asarray(found)


def _numbered(uids: Sequence[str], named: Named) -> Ints:
    return numbers(uids, {uid: i for i, uid in enumerate(named.uid)})


def _documents(part: _Part) -> tuple[Named, Ints]:
    """The works behind facets, and the number of each of the world's documents, -1 for none.

    Of the portions of one work the first stands for all.
    """
    used = part.grouping.used(part.items)
    item, document = part.items.documents
    behind = np.zeros(len(part.world.documents), np.bool_)
    behind[part.works[document[used[item]]]] = True
    kept = np.flatnonzero(behind).tolist()
    found = Named(
        tuple(part.world.documents[i] for i in kept), tuple(part.titles[i] or "" for i in kept)
    )
    return found, np.where(behind, np.cumsum(behind) - 1, -1)[part.works]


def _works(documents: Mapping[str, Sequence[Any]]) -> Ints:
    """(D,) the position of the first portion of each document's work, its own if it is whole."""
    rows = zip(documents["work"], documents["part"], strict=True)
    first: dict[str, int] = {}
    portions = [(work, len(part), part, i) for i, (work, part) in enumerate(rows) if work]
    for work, _, _, place in sorted(portions):
        first.setdefault(work, place)
    places = [first.get(work, i) for i, work in enumerate(documents["work"])]
    return np.array(places, np.int64)


def _columns(rows: Sequence[_Row]) -> Cultures:
    def names(key: str) -> tuple[str, ...]:
        return tuple(row[key] or "" for row in rows)

    def degrees(key: str) -> Any:
        return np.array([np.nan if row[key] is None else row[key] for row in rows], np.float32)

    return Cultures(
        names("uid"),
        names("name"),
        names("region"),
        names("family"),
        degrees("latitude"),
        degrees("longitude"),
    )


def _years(eras: Sequence[Era], periods: Named) -> Spans:
    own = [era for era in eras if era.uid in set(periods.uid)]
    first = [np.nan if era.year_from is None else era.year_from for era in own]
    last = [np.nan if era.year_to is None else era.year_to for era in own]
    return Spans(np.array(first, np.float32), np.array(last, np.float32))


def _none(like: Edges) -> Edges:
    """No edges, with the same features."""
    empty = np.empty(0, np.int64)
    columns = {name: np.empty(0, np.float32) for name in like.names}
    return edges(empty, empty, np.empty(0, np.float32), **columns)
