"""Mentions and names to entities: by the lexicon where it knows them, else by their folded name."""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from unicodedata import normalize

from ingest.assign import theme_uid
from ingest.document import Mention
from ingest.entries import Entry, lexicon
from kg.naming import entity_uid, normalise
from kg.schema import ENTITY_LABELS


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as it goes into the graph; the same name gives the same `uid` everywhere.

    `known` tells those of the lexicon from those that texts name. `shown` is the name by which
    a researcher's correction shows it, "" where none does.
    """

    label: str
    uid: str
    name: str
    known: bool = False
    aliases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    shown: str = ""
    place: dict[str, Any] = field(default_factory=dict, compare=False)


def link(mention: Mention) -> Entity | None:
    """The entity that a mention means; None for a label that the graph does not have."""
    if mention.key is not None:
        return _of_entry(mention.key)
    if mention.label not in ENTITY_LABELS:
        return None
    return named(mention.label, mention.surface)


@lru_cache(maxsize=50_000)
def named(label: str, name: str) -> Entity:
    """The entity of this label that is called `name`: the lexicon's, or a new one."""
    shown = " ".join(normalize("NFC", name).split())
    found = lexicon().find(label, shown)
    if found:
        return _of_entry(found.key)
    return Entity(label, entity_uid(label, shown), shown)


@lru_cache(maxsize=50_000)
def _of_entry(key: str) -> Entity:
    entry = lexicon().entry(key)
    return Entity(
        entry.label,
        entity_uid(entry.label, entry.name),
        entry.name,
        True,
        entry.aliases,
        entry.themes,
        place=_place(entry),
    )


def known(label: str, uid: str) -> Entity | None:
    """The lexicon's entity with this uid; None where it has none."""
    return _known(label).get(uid)


@cache
def _known(label: str) -> dict[str, Entity]:
    entries = (entry for entry in lexicon().entries if entry.label == label)
    found = (named(label, entry.name) for entry in entries)
    return {entity.uid: entity for entity in found}


def _place(entry: Entry) -> dict[str, Any]:
    place = {
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "region": entry.region or None,
        "family": entry.family or None,
    }
    return {name: value for name, value in place.items() if value is not None}


def row(entity: Entity) -> dict[str, Any]:
    """The entity as a row of its node."""
    return {**titles(entity, entity.name, entity.shown), "uid": entity.uid, **entity.place}


def titles(entity: Entity, name: str, shown: str) -> dict[str, Any]:
    """What an entity is called: shown as `shown`, its own `name` is an alias."""
    aliases = (
        [alias for alias in (name, *entity.aliases) if alias != shown]
        if shown
        else [*entity.aliases]
    )
    title = shown or name
    return {"name": title, "norm": normalise(title), "aliases": aliases}


def themed(entity: Entity) -> list[dict[str, Any]]:
    """The ABOUT edges of an entity: its themes share it equally."""
    return [
        {
            "source": entity.uid,
            "target": theme_uid(theme),
            "properties": {"score": 1 / len(entity.themes)},
        }
        for theme in entity.themes
    ]
