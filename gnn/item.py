"""Items: the single pieces of evidence (passages, pictures, coded traits), a column each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from gnn.bundle import Bools, Ints, Names
from gnn.column import Nodes, Places, numbers, read_edges, read_nodes
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
    `nodes` are entities, documents, themes and periods by label; `places` says what a handle stands
    for, by list.
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
    nodes: Mapping[str, Nodes]
    places: Mapping[str, Places]


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
    named = [read_nodes(store, label, ("name",)) for label in ENTITY_LABELS]
    labels = np.repeat(np.arange(len(named)), [len(each.uid) for each in named])
    every = [uid for each in named for uid in each.uid]
    names = [name for each in named for name in each.texts["name"]]
    order = sorted(range(len(every)), key=every.__getitem__)
    uids = tuple(every[i] for i in order)
    nodes = {each.label: each for each in named}
    nodes |= {label: read_nodes(store, label) for label in ("Document", "Theme", "Period")}
    periods = tuple(era.uid for era in eras)
    places = {
        "cultures": _ends(nodes["Culture"], cultures),
        "documents": _ends(nodes["Document"], documents),
        "themes": _ends(nodes["Theme"], themes),
        "eras": _ends(nodes["Period"], periods),
        "entities": Places.of(
            np.concatenate([each.handle for each in named])[order], np.arange(len(order))
        ),
    }
    return World(
        cultures=cultures,
        themes=themes,
        eras=tuple(eras),
        documents=documents,
        entities=uids,
        names=tuple(names[i] for i in order),
        labels=ENTITY_LABELS,
        label=labels[order],
        own=numbers(cultures, _places(uids)),
        nodes=nodes,
        places=places,
    )


def _ends(nodes: Nodes, uids: Sequence[str]) -> Places:
    """The places of those of `nodes` that stand in `uids`."""
    return Places.of(nodes.handle, numbers(nodes.uid, _places(uids)))


def read_items(store: Store, world: World) -> ItemTable:
    """All passages, media and coded traits, without their vectors."""
    return _joined([_passages(store, world), _media(store, world), _traits(store, world)])


def _passages(store: Store, world: World) -> ItemTable:
    nodes = read_nodes(store, "Passage", ("encoder", "lang"))
    has = _has(store, nodes, world, mentions=("MENTIONS", "entities"))
    described = _described(store, has["documents"], world)
    named = _named(has["mentions"], world)
    return _table(
        PASSAGE,
        nodes.uid,
        has,
        modality=("text",) * len(nodes.uid),
        encoder=nodes.texts["encoder"],
        language=nodes.texts["lang"],
        described=described,
        cultures=distinct(np.concatenate([described, named], axis=1)),
    )


def _media(store: Store, world: World) -> ItemTable:
    nodes = read_nodes(store, "Media", ("modality", "encoder"))
    has = _has(store, nodes, world, described=("DESCRIBES", "cultures"))
    return _table(MEDIA, nodes.uid, has, **nodes.texts, cultures=has["described"])


def _traits(store: Store, world: World) -> ItemTable:
    columns = store.edges("HAS_TRAIT", "Culture", "Trait", ["document", "code", "year"])
    rows = [row for row in zip(*columns.values(), strict=True) if row[3] is not None]
    cultures, traits, documents, codes, years = zip(*rows, strict=True) if rows else ([],) * 5
    known = read_nodes(store, "Trait")
    about = read_edges(store, known, {"ABOUT": world.places["themes"]})["ABOUT"]
    item, theme = compress(about, len(known.uid)).along(numbers(traits, _places(known.uid)))
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


def _has(store: Store, nodes: Nodes, world: World, **more: tuple[str, str]) -> dict[str, Ints]:
    """What passages and media point at alike, and `more`: by name a type and a list of world."""
    ways = {"documents": ("PART_OF", "documents"), "themes": ("ABOUT", "themes")}
    ways |= {"eras": ("DATED", "eras")} | more
    pairs = read_edges(store, nodes, {type_: world.places[at] for type_, at in ways.values()})
    return {name: distinct(pairs[type_]) for name, (type_, _) in ways.items()}


def _described(store: Store, documents: Ints, world: World) -> Ints:
    """The cultures that the documents of passages are about."""
    way, nodes = {"DESCRIBES": world.places["cultures"]}, world.nodes["Document"]
    about = read_edges(store, nodes, way)["DESCRIBES"]
    about[0] = world.places["documents"].find(nodes.handle)[about[0]]
    about = about[:, about[0] >= 0]
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
    pairs: dict[str, Any] = {
        name: columns.get(name, none) for name in ("cultures", "described", "mentions")
    }
    kinds = np.full(len(uids), kind, np.int64)
    return ItemTable(kinds, tuple(uids), **texts, **(pairs | dict(has)))  # type: ignore[arg-type]


def _joined(tables: Sequence[ItemTable]) -> ItemTable:
    def texts(name: str) -> Names:
        return tuple(chain.from_iterable(getattr(table, name) for table in tables))

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
