"""Items: the single pieces of evidence (passages, pictures, coded traits), a column each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, Ints, Names
from gnn.column import numbers, read_pairs, read_properties, read_uids
from gnn.csr import compress, distinct
from kg.schema import ENTITY_LABELS
from kg.store import Store

PASSAGE, MEDIA, TRAIT = range(3)


@dataclass(frozen=True, slots=True)
class Era:
    """A period without gaps to its neighbours: `uid`, `name` and its years."""

    uid: str
    name: str
    year_from: int | None
    year_to: int | None

    def holds(self, year: int) -> bool:
        """Whether the year falls into it; an open end holds all."""
        after = self.year_from is None or self.year_from <= year
        return after and (self.year_to is None or year <= self.year_to)


@dataclass(frozen=True, slots=True)
class World:
    """What items point at, each list in the order of uid; an item's pairs hold positions here.

    `label` (E,) says which of `labels` an entity is, `own` (C,) where a culture is among them.
    """

    cultures: Names
    themes: Names
    eras: tuple[Era, ...]
    documents: Names
    entities: Names
    names: Names
    labels: Names
    label: Ints
    own: Ints


@dataclass(frozen=True, slots=True)
class ItemTable:
    """N items: passages and media by uid, then traits; pairs (2, m) are item and what it has.

    `uid` is that of the node, for a trait of the variable; `code` is set for traits. `described`
    are the cultures that an item is about, `cultures` also those that it only names. `mentions`
    are the entities that a passage names.
    """

    kind: Ints
    uid: Names
    modality: Names
    encoder: Names
    language: Names
    code: Names
    cultures: Ints
    described: Ints
    themes: Ints
    eras: Ints
    documents: Ints
    mentions: Ints

    @property
    def size(self) -> int:
        """Number of items, N."""
        return len(self.uid)

    def of(self, kind: int) -> Bools:
        """(N,) which items are of this kind."""
        return np.asarray(self.kind == kind)


def read_eras(store: Store) -> tuple[Era, ...]:
    """All eras in the order of uid."""
    columns = store.nodes("Period", ["name", "kind", "year_from", "year_to"])
    rows = zip(*columns.values(), strict=True)
    return tuple(Era(uid, name, a, b) for uid, name, kind, a, b in rows if kind == "era")


def read_world(
    store: Store, *, cultures: Names, themes: Names, eras: Sequence[Era], documents: Names
) -> World:
    """All entities of the store beside what has been read already."""
    found: dict[str, tuple[int, str]] = {}
    for number, label in enumerate(ENTITY_LABELS):
        uids = read_uids(store, label)
        names = read_properties(store, label, uids, ("name",))["name"]
        found |= {uid: (number, name) for uid, name in zip(uids, names, strict=True)}
    uids = sorted(found)
    return World(
        cultures=cultures,
        themes=themes,
        eras=tuple(eras),
        documents=documents,
        entities=tuple(uids),
        names=tuple(found[uid][1] for uid in uids),
        labels=ENTITY_LABELS,
        label=np.array([found[uid][0] for uid in uids], np.int64),
        own=numbers(cultures, _places(uids)),
    )


def read_items(store: Store, world: World) -> ItemTable:
    """All passages, media and coded traits, without their vectors."""
    return _joined([_passages(store, world), _media(store, world), _traits(store, world)])


def _passages(store: Store, world: World) -> ItemTable:
    uids = read_uids(store, "Passage")
    has = _ends(store, "Passage", uids, world)
    mentions = distinct(
        read_pairs(store, ("Passage", "MENTIONS", ""), uids, _places(world.entities))
    )
    described = _described(store, has["documents"], world)
    text = read_properties(store, "Passage", uids, ("encoder", "lang"))
    return _table(
        PASSAGE,
        uids,
        has,
        modality=["text"] * len(uids),
        encoder=text["encoder"],
        language=text["lang"],
        described=described,
        cultures=distinct(np.concatenate([described, _named(mentions, world)], axis=1)),
        mentions=mentions,
    )


def _media(store: Store, world: World) -> ItemTable:
    uids = read_uids(store, "Media")
    way = ("Media", "DESCRIBES", "Culture")
    described = distinct(read_pairs(store, way, uids, _places(world.cultures)))
    text = read_properties(store, "Media", uids, ("modality", "encoder"))
    return _table(
        MEDIA, uids, _ends(store, "Media", uids, world), **text, described=described,
        cultures=described,
    )  # fmt: skip


def _traits(store: Store, world: World) -> ItemTable:
    columns = store.edges("HAS_TRAIT", "Culture", "Trait", ["document", "code", "year"])
    rows = [row for row in zip(*columns.values(), strict=True) if row[3] is not None]
    cultures, traits, documents, codes, years = zip(*rows, strict=True) if rows else ([],) * 5
    known = read_uids(store, "Trait")
    about = read_pairs(store, ("Trait", "ABOUT", "Theme"), known, _places(world.themes))
    item, theme = compress(about, len(known)).along(numbers(traits, _places(known)))
    held = [
        (i, era)
        for i, year in enumerate(years)
        if year is not None
        for era, each in enumerate(world.eras)
        if each.holds(year)
    ]
    has = {
        "themes": np.stack([item, theme]),
        "eras": np.array(held, np.int64).reshape(-1, 2).T,
        "documents": _once([uid or "" for uid in documents], world.documents),
    }
    own = _once(cultures, world.cultures)
    return _table(
        TRAIT, traits, has, modality=["traits"] * len(rows), code=[str(code) for code in codes],
        described=own, cultures=own,
    )  # fmt: skip


def _ends(store: Store, label: str, uids: Sequence[str], world: World) -> dict[str, Ints]:
    """What passages and media point at alike."""
    eras = {era.uid: i for i, era in enumerate(world.eras)}
    ways: Iterable[tuple[str, str, str, Mapping[str, int]]] = (
        ("documents", "PART_OF", "Document", _places(world.documents)),
        ("themes", "ABOUT", "Theme", _places(world.themes)),
        ("eras", "DATED", "Period", eras),
    )
    return {
        name: distinct(read_pairs(store, (label, type_, target), uids, where))
        for name, type_, target, where in ways
    }


def _described(store: Store, documents: Ints, world: World) -> Ints:
    """The cultures that the documents of passages are about."""
    way = ("Document", "DESCRIBES", "Culture")
    about = read_pairs(store, way, world.documents, _places(world.cultures))
    position, culture = compress(about, len(world.documents)).along(documents[1])
    return distinct(np.stack([documents[0][position], culture]))


def _named(mentions: Ints, world: World) -> Ints:
    culture = np.full(len(world.entities), -1, np.int64)
    culture[world.own] = np.arange(len(world.cultures))
    found = np.stack([mentions[0], culture[mentions[1]]])
    return found[:, found[1] >= 0]


def _places(uids: Sequence[str]) -> dict[str, int]:
    return {uid: i for i, uid in enumerate(uids)}


def _once(ends: Sequence[str], world: Sequence[str]) -> Ints:
    """Pairs of items that have one end each, where that is there."""
    found = numbers(ends, _places(world))
    return np.stack([np.flatnonzero(found >= 0), found[found >= 0]])


def _table(
    kind: int, uids: Sequence[str], has: Mapping[str, Ints], **columns: Sequence[str] | Ints
) -> ItemTable:
    blank, none = ("",) * len(uids), np.empty((2, 0), np.int64)
    texts = {
        name: tuple(columns.get(name, blank))
        for name in ("modality", "encoder", "language", "code")
    }
    pairs = {name: columns.get(name, none) for name in ("cultures", "described", "mentions")}
    kinds = np.full(len(uids), kind, np.int64)
    return ItemTable(kinds, tuple(uids), **texts, **pairs, **has)  # type: ignore[arg-type]


def _joined(tables: Sequence[ItemTable]) -> ItemTable:
    def texts(name: str) -> Names:
        return tuple(value for table in tables for value in getattr(table, name))

    offsets = np.cumsum([0, *(table.size for table in tables[:-1])])

    def pairs(name: str) -> Ints:
        every = [
            getattr(table, name) + np.array([[offset], [0]])
            for table, offset in zip(tables, offsets, strict=True)
        ]
        return np.concatenate(every, axis=1)

    return ItemTable(
        kind=np.concatenate([table.kind for table in tables]),
        uid=texts("uid"),
        modality=texts("modality"),
        encoder=texts("encoder"),
        language=texts("language"),
        code=texts("code"),
        cultures=pairs("cultures"),
        described=pairs("described"),
        themes=pairs("themes"),
        eras=pairs("eras"),
        documents=pairs("documents"),
        mentions=pairs("mentions"),
    )
