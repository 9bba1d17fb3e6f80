"""Items: the single pieces of evidence (a passage, a picture, a coded trait) read from a store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gnn.bundle import Floats
from kg.store import Store

_PAGE = 500
_Sets = Mapping[str, frozenset[str]]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence; `kind` is passage, media or trait, all references are uids.

    `described` says that it is about its cultures, not only names them. `code` is set for traits,
    whose `uid` is that of the trait. Of the portions of one work the first stands for all in
    `documents`.
    """

    kind: str
    uid: str
    cultures: frozenset[str]
    themes: frozenset[str]
    eras: frozenset[str]
    documents: frozenset[str]
    modality: str = ""
    encoder: str = ""
    language: str = ""
    vector: Floats | None = field(default=None, compare=False)
    described: frozenset[str] = _NONE
    code: str = ""


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


def read_eras(store: Store) -> list[Era]:
    """All eras in the order of uid."""
    columns = store.nodes("Period", ["name", "kind", "year_from", "year_to"])
    rows = zip(*columns.values(), strict=True)
    return [Era(uid, name, first, last) for uid, name, kind, first, last in rows if kind == "era"]


def read_items(
    store: Store, eras: Iterable[Era], mentions: Mapping[str, Mapping[str, frozenset[str]]]
) -> list[Item]:
    """All items that belong to a culture, by kind and uid.

    `mentions` are, by label, the entities that a passage mentions.
    """
    eras = list(eras)
    passages = _passages(store, eras, mentions.get("Culture", {}))
    works = _works(store)
    return [
        replace(item, documents=frozenset(works.get(uid, uid) for uid in item.documents))
        for item in (*passages, *_media(store, eras), *_traits(store, eras))
    ]


def _works(store: Store) -> dict[str, str]:
    """Portion of a work -> its first portion."""
    columns = store.nodes("Document", ["work", "part"])
    rows = zip(columns["uid"], columns["work"], columns["part"], strict=True)
    portions = sorted((work, len(part), part, uid) for uid, work, part in rows if work)
    first: dict[str, str] = {}
    return {uid: first.setdefault(work, uid) for work, _, _, uid in portions}


def _passages(store: Store, eras: list[Era], mentioned: _Sets) -> Iterator[Item]:
    documents = _targets(store, "PART_OF", "Passage", "Document")
    described = _targets(store, "DESCRIBES", "Document", "Culture")
    themes = _targets(store, "ABOUT", "Passage", "Theme")
    dated = _dated(store, "Passage", eras)
    for row in _vectors(store, "Passage", ("lang", "encoder")):
        uid = row["uid"]
        sources = documents.get(uid, _NONE)
        about = frozenset[str]().union(*(described.get(each, _NONE) for each in sources))
        cultures = about | mentioned.get(uid, _NONE)
        if cultures:
            yield Item(
                "passage", uid, cultures, themes.get(uid, _NONE), dated.get(uid, _NONE), sources,
                "text", row["encoder"] or "", row["lang"] or "", row["vector"], about,
            )  # fmt: skip


def _media(store: Store, eras: list[Era]) -> Iterator[Item]:
    documents = _targets(store, "PART_OF", "Media", "Document")
    described = _targets(store, "DESCRIBES", "Media", "Culture")
    themes = _targets(store, "ABOUT", "Media", "Theme")
    dated = _dated(store, "Media", eras)
    for row in _vectors(store, "Media", ("modality", "encoder")):
        uid = row["uid"]
        if cultures := described.get(uid, _NONE):
            yield Item(
                "media", uid, cultures, themes.get(uid, _NONE), dated.get(uid, _NONE),
                documents.get(uid, _NONE), row["modality"] or "", row["encoder"] or "", "",
                row["vector"], cultures,
            )  # fmt: skip


def _traits(store: Store, eras: list[Era]) -> Iterator[Item]:
    themes = _targets(store, "ABOUT", "Trait", "Theme")
    columns = store.edges("HAS_TRAIT", "Culture", "Trait", ["document", "code", "year"])
    for culture, trait, document, code, year in zip(*columns.values(), strict=True):
        if code is None:
            continue
        when = frozenset(era.uid for era in eras if year is not None and era.holds(year))
        cultures, sources = frozenset([culture]), frozenset([document or ""]) - {""}
        yield Item(
            "trait", trait, cultures, themes.get(trait, _NONE), when, sources, "traits",
            described=cultures, code=str(code),
        )  # fmt: skip


def read_mentions(store: Store, labels: Iterable[str]) -> dict[str, _Sets]:
    """By label: passage -> the entities of that label that it mentions, each once."""
    return {label: _targets(store, "MENTIONS", "Passage", label) for label in labels}


def _targets(store: Store, type: str, source: str, target: str) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    columns = store.edges(type, source, target)
    for start, end in zip(columns["source"], columns["target"], strict=True):
        found[start].add(end)
    return {start: frozenset(ends) for start, ends in found.items()}


def _dated(store: Store, label: str, eras: list[Era]) -> _Sets:
    known = {era.uid for era in eras}
    return {uid: ends & known for uid, ends in _targets(store, "DATED", label, "Period").items()}


def _vectors(store: Store, label: str, properties: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Rows with `uid`, `properties` and `vector` (float32 or None), in the order of uid.

    A page at a time becomes arrays, since Python's own floats take eight times the memory.
    """
    columns = ", ".join(f"n.{name} AS {name}" for name in properties)
    query = (
        f"MATCH (n:{label}) WHERE n.uid > $after RETURN n.uid AS uid, {columns}, "
        "n.embedding AS vector ORDER BY uid LIMIT $page"
    )
    after = ""
    while rows := store.read(query, after=after, page=_PAGE):
        for row in rows:
            yield row | {"vector": _as_array(row["vector"])}
        after = rows[-1]["uid"]


def _as_array(value: list[float] | None) -> Floats | None:
    return None if value is None else np.asarray(value, np.float32)
