"""What the corrections decide for one file: which entity a mention or a declared name means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest.corrections import NONE, Correction, Corrections
from ingest.document import Mention
from ingest.extract import english, turkish
from ingest.link import Entity, link, named
from kg.errors import ManifestError
from kg.naming import fold, normalise

Key = tuple[str, str]
"""The uid of an entity, and the one of its names that is meant ("" for all of them)."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Corrections as they are looked up. `moved` and `split` say what becomes of a name (None: it
    is no entity); `shown` maps uids to the names that entities are shown by."""

    moved: Mapping[Key, Entity | None] = field(default_factory=dict)
    split: Mapping[Key, Entity | None] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def link(self, mention: Mention) -> Entity | None:
        """The entity that a mention means here; None where it means none."""
        return self._decide(link(mention), mention.surface)

    def named(self, label: str, name: str) -> Entity | None:
        """The entity of this label that is declared as `name`; None where it is none, or one of
        another label."""
        found = self._decide(named(label, name), name)
        return found if found and found.label == label else None

    def _decide(self, entity: Entity | None, surface: str) -> Entity | None:
        if not self.moved and not self.split and not self.shown:
            return entity
        if entity:
            found, entity = _look(self.split, entity, surface)
            surface = entity.name if found and entity else surface
        entity = self._follow(entity, surface)
        return entity and replace(entity, shown=self.shown.get(entity.uid, ""))

    def _follow(self, entity: Entity | None, surface: str) -> Entity | None:
        while entity:
            found, entity = _look(self.moved, entity, surface)
            if not found:
                return entity
            surface = entity.name if entity else ""
        return None


def _look(
    ruled: Mapping[Key, Entity | None], entity: Entity, surface: str
) -> tuple[bool, Entity | None]:
    """Whether anything is ruled, and the entity then. What is said of one of its names goes before
    what is said of the entity."""
    names = (_name(entity, surface), "") if ruled and entity.aliases else ("",)
    for name in names:
        if (entity.uid, name) in ruled:
            return True, ruled[entity.uid, name]
    return False, entity


@lru_cache(maxsize=10_000)
def _name(entity: Entity, surface: str) -> str:
    """The name of an entity of the lexicon that `surface` is a form of; "" if it is its own."""
    said = normalise(surface)
    own = normalise(entity.name)
    forms = {own, *map(normalise, entity.aliases)}
    begun = [form for form in forms if form == said or _begins(said, form)]
    best = said if said in forms else max(begun, key=lambda form: (len(form), form), default=own)
    return "" if best == own else best


def _begins(said: str, form: str) -> bool:
    *before, last = form.split(" ")
    stems = {*map(fold, turkish.stems(last)), *map(fold, english.stems(last))}
    return any(said.startswith(" ".join([*before, stem])) for stem in stems)


@lru_cache(maxsize=256)
def rulings(corrections: Corrections = NONE) -> Rulings:
    """The rulings of these rows; where several splits hold for a file, the last one does."""
    moved: dict[Key, Entity | None] = {}
    split: dict[Key, Entity | None] = {}
    shown: dict[str, str] = {}
    for row in corrections.rows:
        if row.action == "rename":
            shown[named(row.label, row.name).uid] = row.into
        elif row.action != "keep":
            (split if row.where else moved)[key(row)] = _into(row)
    return Rulings(moved, split, shown)


def key(row: Correction) -> Key:
    """What a row speaks of: an entity under all its names, or one alias of the lexicon."""
    entity = named(row.label, row.name)
    if row.action in ("rename", "keep"):
        return entity.uid, ""
    return entity.uid, _name(entity, row.name)


def _into(row: Correction) -> Entity | None:
    return None if row.action == "drop" else named(row.into_label, row.into)


def decided(corrections: Corrections, name: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a row says what becomes of one of two (label, name), or that they are two."""
    ends = {named(*name).uid, named(*other).uid}
    for row in corrections.rows:
        uid = named(row.label, row.name).uid
        both = {uid, named(row.into_label, row.into).uid} == ends
        if both or (uid in ends and row.action in ("merge", "drop") and not row.where):
            return True
    return False


def check(corrections: Corrections, where: str) -> None:
    """Raises ManifestError where rows contradict each other or lead round in a circle."""
    _refuse_second_rows(corrections.rows, where)
    moves = {key(row): row for row in corrections.rows if row.action == "merge"}
    for row in corrections.rows:
        if row.action in ("merge", "split"):
            _refuse_circle(row, moves, where)


def _refuse_second_rows(rows: Iterable[Correction], where: str) -> None:
    seen: dict[tuple[Key, str], Correction] = {}
    for row in rows:
        if row.action == "keep":
            continue
        other = seen.setdefault((key(row), row.where), row)
        if other is not row:
            raise ManifestError(
                f"{where}, line {row.line}: {row.name!r} is decided already in line {other.line} "
                f"({other.action} {other.name!r}); take one of the two rows out."
            )


def _refuse_circle(row: Correction, moves: Mapping[Key, Correction], where: str) -> None:
    path: list[str] = [row.name]
    at: Correction | None = row
    while at and len(path) <= len(moves) + 1:
        path.append(at.into)
        reached = named(at.into_label, at.into).uid, ""
        if key(row) == reached:
            raise ManifestError(
                f"{where}, line {row.line}: {' > '.join(path)} leads back to {row.name!r}; take "
                "one of these rows out."
            )
        at = moves.get(reached)
