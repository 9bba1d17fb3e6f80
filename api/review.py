"""What waits for a researcher's decision: names that may be one entity, or one name of two."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from api.places import contested
from ingest.corrections import FILE_NAME, Corrections
from ingest.link import known
from ingest.lookalikes import homonyms, lookalikes
from ingest.rulings import decided
from ingest.scan import corrections_in
from kg.quote import Quote, quotes
from kg.schema import ENTITY_LABELS
from kg.store import Store

_MANY = 5_000
"""Uids in one query."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the graph under the name that texts or the lexicon give it."""

    label: str
    uid: str
    name: str
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names and the question what they are. `kind`: "near" (two names that the lexicon does
    not know), "lexicon" (one that it nearly knows, by its alias `form` where that is not its own
    name), "homonym" (one name under two labels), "place" (one name that tables put in places far
    apart: `places`).

    `merge` and `keep` are the rows that say that they are one, or two; `files` are the corrections
    that they belong into.
    """

    kind: str
    name: Named
    into: Named
    form: str = ""
    sources: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    merge: str = ""
    keep: str = ""
    quotes: tuple[Quote, ...] = ()
    places: tuple[str, ...] = ()


def review(store: Store, *, limit: int | None = None) -> list[Candidate]:
    """The candidates that no correction decides yet, those with the most mentions first; the
    first `limit` with a sentence for each name."""
    waiting = sorted(_waiting(store), key=_weight)[:limit]
    return [_quoted(store, candidate) for candidate in waiting]


def count(store: Store) -> int:
    """How many candidates wait."""
    return sum(1 for _ in _waiting(store))


def _weight(candidate: Candidate) -> tuple[int, str, str]:
    both = candidate.name.mentions + candidate.into.mentions
    return -both, candidate.name.label, candidate.name.name


def _waiting(store: Store) -> Iterator[Candidate]:
    entities = {label: _entities(store, label) for label in ENTITY_LABELS}
    found = [*_near(store, entities), *_homonyms(store, entities)]
    places = _sources(store, (candidate.name for candidate in found))
    decisions = {name: _decisions(folder) for name, folder in _folders(store).items()}
    for candidate in found:
        owners = [
            source
            for source in places.get(candidate.name.uid, [])
            if not _decided(candidate, decisions.get(source, ("", Corrections()))[1])
        ]
        if owners:
            files = tuple(decisions.get(source, (FILE_NAME,))[0] for source in owners)
            yield replace(_with_rows(candidate), sources=tuple(owners), files=files)
    yield from _placed(store, decisions)


def _placed(store: Store, decisions: Mapping[str, tuple[str, Corrections]]) -> Iterator[Candidate]:
    found = list(contested(store))
    mentions = _mentions(store, (Named("Culture", uid, name) for uid, name, *_ in found))
    for uid, name, first, other in found:
        own = known("Culture", uid)
        one = Named("Culture", uid, own.name if own else name, mentions.get(uid, 0))
        two = Named("Culture", "", f"{one.name} ({other.region or PurePosixPath(other.path).stem})")
        file, corrections = decisions.get(other.source, (FILE_NAME, Corrections()))
        asked = Candidate("place", one, two, sources=(other.source,), files=(file,))
        if not _decided(asked, corrections):
            yield replace(
                asked,
                merge=_csv("keep", "Culture", one.name, two.name, "", "one people"),
                keep=_csv("split", "Culture", one.name, two.name, other.path, ""),
                places=(str(first), str(other)),
            )


def _entities(store: Store, label: str) -> list[Named]:
    """All of a label; one that a correction renames has its own name as its first alias."""
    columns = store.nodes(label, ["name", "aliases"])
    return [
        Named(label, uid, name if known(label, uid) or not aliases else aliases[0])
        for uid, name, aliases in zip(*columns.values(), strict=True)
    ]


def _near(store: Store, entities: Mapping[str, list[Named]]) -> Iterator[Candidate]:
    for label, all_ in entities.items():
        strangers = {each.name: each for each in all_ if not known(label, each.uid)}
        mentions = _mentions(store, strangers.values())
        pairs = lookalikes(label, {n: mentions.get(e.uid, 0) for n, e in strangers.items()})
        shared = {each.uid: each for each in all_}
        lexical = {each.name: shared[each.uid] for each in all_ if each.name not in strangers}
        more = _mentions(store, (lexical[p.into] for p in pairs if p.into in lexical))
        for pair in pairs:
            into = strangers.get(pair.into) or lexical.get(pair.into) or Named(label, "", pair.into)
            counts = mentions | more
            one = replace(strangers[pair.name], mentions=counts.get(strangers[pair.name].uid, 0))
            other = replace(into, mentions=counts.get(into.uid, 0))
            yield Candidate("lexicon" if pair.known else "near", one, other, pair.form)


def _homonyms(store: Store, entities: Mapping[str, list[Named]]) -> Iterator[Candidate]:
    """Where the lexicon knows both, it means both: those are no question."""
    by_name = {(e.label, e.name): e for all_ in entities.values() for e in all_}
    for alike in homonyms(by_name):
        group = [by_name[each] for each in alike]
        strangers = [each for each in group if not known(each.label, each.uid)]
        if not strangers:
            continue
        mentions = _mentions(store, group)
        counted = [replace(each, mentions=mentions.get(each.uid, 0)) for each in group]
        into = max(counted, key=lambda e: (known(e.label, e.uid) is not None, e.mentions, e.label))
        for each in counted:
            if each is not into and not known(each.label, each.uid):
                yield Candidate("homonym", each, into)


def _mentions(store: Store, entities: Iterable[Named]) -> dict[str, int]:
    """Uid -> mentions; entities that are only declared are left out."""
    query = "MATCH (n)<-[m:MENTIONS]-() RETURN uid, count(m) AS value"
    return {row["uid"]: row["value"] for row in _each(store, entities, query)}


def _sources(store: Store, entities: Iterable[Named]) -> dict[str, list[str]]:
    """Uid -> the sources whose documents name it, sorted."""
    query = "MATCH (d:Document)-[:NAMES]->(n) RETURN uid, collect(DISTINCT d.source) AS value"
    return {row["uid"]: sorted(row["value"]) for row in _each(store, entities, query)}


def _each(store: Store, entities: Iterable[Named], query: str) -> Iterator[dict[str, Any]]:
    wanted = sorted({(each.label, each.uid) for each in entities if each.uid})
    for label in ENTITY_LABELS:
        uids = [uid for of, uid in wanted if of == label]
        for start in range(0, len(uids), _MANY):
            match = f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) "
            yield from store.read(match + query, uids=uids[start : start + _MANY])


def _folders(store: Store) -> dict[str, Path]:
    columns = store.nodes("Source", ["name", "folder"])
    return {
        name: Path(folder)
        for name, folder in zip(columns["name"], columns["folder"], strict=True)
        if folder
    }


def _decisions(folder: Path) -> tuple[str, Corrections]:
    """Where a source's corrections are, and what they are now. Raises ManifestError."""
    return corrections_in(folder) if folder.is_dir() else (str(folder / FILE_NAME), Corrections())


def _decided(candidate: Candidate, corrections: Corrections) -> bool:
    one, other = candidate.name, candidate.into
    return decided(corrections, (one.label, one.name), (other.label, other.name))


def _with_rows(candidate: Candidate) -> Candidate:
    one, other = candidate.name, candidate.into
    into = other.name if one.label == other.label else f"{other.label}:{other.name}"
    rows = (_csv(action, one.label, one.name, into, "", "") for action in ("merge", "keep"))
    return replace(candidate, merge=next(rows), keep=next(rows))


def _csv(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _quoted(store: Store, candidate: Candidate) -> Candidate:
    found = (
        quote
        for each in (candidate.name, candidate.into)
        if each.uid
        for quote in quotes(store, each.label, each.uid, limit=1)
    )
    return replace(candidate, quotes=tuple(found))
