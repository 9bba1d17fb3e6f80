"""A batch into the graph: one transaction, after which all of it is there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.consensus import claim, lock, settle_names, settle_places
from ingest.contribution import Contribution, Ends, document_uid
from ingest.document import SourceFile
from ingest.link import Entity, row, themed
from ingest.removal import settle, take_out
from kg.naming import uid
from kg.store import Store
from kg.transaction import Transaction

_LAST = chr(0x10FFFF)
_SAID = 2_000
"""Letters of a reason that are kept: it may quote the file."""


Pairs = Counter[tuple[str, str, str, str]]

_OWNED = ("Passage", "Media")
"""Labels whose nodes belong to one file: where the file is new to the graph so are they."""
_LOCAL = ("Document", *_OWNED)
"""Labels whose nodes have no edges of their own yet where the file is new to the graph."""


@dataclass(slots=True)
class Batch:
    """What one transaction does.

    gains: what documents add that are new or changed. refused: files that cannot be read, each
    with its reason; what they had added goes. dropped: documents that their file no longer has,
    uid -> fingerprint. gone: paths of files that are no more. collected: files of many documents
    that are complete with this batch, each with remarks on what was left out.
    """

    gains: list[Contribution] = field(default_factory=list)
    refused: list[tuple[SourceFile, str]] = field(default_factory=list)
    dropped: dict[str, str] = field(default_factory=dict)
    gone: list[tuple[str, str]] = field(default_factory=list)
    collected: list[tuple[SourceFile, list[str]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.gains, self.refused, self.dropped, self.gone, self.collected))


def write(store: Store, batch: Batch) -> None:
    """Do all of it or nothing.

    A document that is in the graph already with the same fingerprint is left as it is, so that
    two writers, or one that tries again, add nothing twice; one that another writer has changed
    meanwhile is not dropped.
    """
    if batch:
        store.write(lambda transaction: _write(transaction, batch))


def _write(transaction: Transaction, batch: Batch) -> None:
    present = _claim(transaction, batch.gains)
    new = [gain for gain in batch.gains if present.get(gain.document) != _fingerprint(gain)]
    changed = [gain.document for gain in new if present.get(gain.document)]
    stale = _stale(transaction, batch)
    touched = take_out(transaction, stale, emptied=changed) if stale or changed else {}
    _unmark(transaction, batch)
    _add(transaction, new)
    transaction.upsert("Unreadable", (_unreadable(*each) for each in batch.refused))
    transaction.upsert("Collection", (_collection(*each) for each in batch.collected))
    if touched:
        settle(transaction, touched)


def _unmark(transaction: Transaction, batch: Batch) -> None:
    """What was said of a file as a whole goes, since it is said anew or the file is gone."""
    read = ((gain.source, gain.path) for gain in batch.gains)
    refused = ((file.source, file.path) for file, _ in batch.refused)
    files = {*batch.gone, *read, *refused}
    for label in ("Collection", "Unreadable"):
        transaction.run(
            f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) DETACH DELETE n",
            uids=sorted(uid(label, *file) for file in files),
        )


def _stale(transaction: Transaction, batch: Batch) -> list[str]:
    """Documents of the graph that their file no longer has, locked."""
    refused = {document_uid(file) for file, _ in batch.refused}
    asked = sorted({*batch.dropped, *refused})
    if not asked:
        return []
    lock(transaction, "Document", asked)
    rows = transaction.run(
        "UNWIND $uids AS uid MATCH (d:Document {uid: uid}) "
        "RETURN uid, d.fingerprint AS fingerprint",
        uids=asked,
    )
    return [
        row["uid"]
        for row in rows
        if row["uid"] in refused or row["fingerprint"] == batch.dropped[row["uid"]]
    ]


def _unreadable(file: SourceFile, reason: str) -> dict[str, Any]:
    return {**_marked("Unreadable", file), "reason": reason[:_SAID]}


def _add(transaction: Transaction, gains: Sequence[Contribution]) -> None:
    if not gains:
        return
    for label, rows in _nodes(gains).items():
        add = transaction.create if label in _OWNED else transaction.upsert
        add(label, rows)
    unsettled = _entities(transaction, gains)
    _link(transaction, gains)
    for label, uids in unsettled.items():
        if uids:
            settle_names(transaction, label, uids)
    located = {culture for gain in gains for culture in gain.located}
    settle_places(transaction, located | unsettled["Culture"])


def _collection(file: SourceFile, remarks: list[str]) -> dict[str, Any]:
    return {**_marked("Collection", file), "remarks": remarks}


def _marked(label: str, file: SourceFile) -> dict[str, Any]:
    return {
        "uid": uid(label, file.source, file.path),
        "source": file.source,
        "path": file.path,
        "fingerprint": file.fingerprint,
    }


def _claim(transaction: Transaction, gains: Sequence[Contribution]) -> dict[str, str | None]:
    """Lock the documents' nodes; document -> fingerprint that is in the graph (None: new).

    The write comes before the look, so that a concurrent writer's commit is seen.
    """
    rows = [{"uid": gain.document} for gain in gains]
    found = transaction.run(
        "UNWIND $rows AS row MERGE (d:Document {uid: row.uid}) SET d.uid = row.uid "
        "RETURN d.uid AS uid, d.fingerprint AS fingerprint",
        rows=rows,
    )
    return {each["uid"]: each["fingerprint"] for each in found}


def _fingerprint(gain: Contribution) -> str:
    return str(gain.nodes["Document"][gain.document]["fingerprint"])


def _nodes(gains: Iterable[Contribution]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for gain in gains:
        for label, nodes in gain.nodes.items():
            rows[label].update(nodes)
    return {label: list(nodes.values()) for label, nodes in rows.items()}


def _edges(gains: Iterable[Contribution]) -> dict[Ends, list[dict[str, Any]]]:
    edges: dict[Ends, list[dict[str, Any]]] = defaultdict(list)
    for gain in gains:
        for ends, rows in gain.edges.items():
            edges[ends].extend(rows)
        for entity in gain.entities.values():
            if not entity.known or entity.shown:
                name = {"name": entity.name} | ({"shown": entity.shown} if entity.shown else {})
                edge = {"source": gain.document, "target": entity.uid, "properties": name}
                edges["NAMES", "Document", entity.label].append(edge)
    return edges


def _entities(transaction: Transaction, gains: Iterable[Contribution]) -> dict[str, set[str]]:
    """Create the entities that are not there; of the spellings of a name the smallest is shown.

    Answers, by label, those whose name is to be settled once it is known what documents say.
    """
    wanted: dict[str, dict[str, Entity]] = defaultdict(dict)
    unsettled: dict[str, set[str]] = defaultdict(set)
    for gain in gains:
        for entity in gain.entities.values():
            other = wanted[entity.label].setdefault(entity.uid, entity)
            if entity.name < other.name:
                wanted[entity.label][entity.uid] = entity
            if entity.shown:
                unsettled[entity.label].add(entity.uid)
    for label, entities in sorted(wanted.items()):
        names = claim(transaction, label, entities)
        due = [e for e in entities.values() if e.name < (names[e.uid] or _LAST)]
        transaction.upsert(label, map(row, due))
        unsettled[label].update(e.uid for e in due if names[e.uid])
        edges = [edge for entity in due for edge in themed(entity)]
        if edges:
            transaction.link("ABOUT", label, "Theme", edges)
    return unsettled


def _link(transaction: Transaction, gains: Sequence[Contribution]) -> None:
    """Create the edges of the files' own nodes and count the pairs, all labels together."""
    edges = _edges(gains)
    for (type_, source, target), rows in edges.items():
        if source not in _LOCAL:
            transaction.link(type_, source, target, rows)
    own = {ends: rows for ends, rows in edges.items() if ends[1] in _LOCAL}
    pairs: Pairs = Counter()
    for gain in gains:
        pairs.update(gain.pairs)
    handles = _handles(transaction, own, pairs)
    by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (type_, source, target), rows in own.items():
        by_type[type_] += _handled(rows, handles[source], handles[target])
    for type_, rows in by_type.items():
        transaction.attach(type_, rows)
    transaction.tally_handles("CO_OCCURS", _counted(pairs, handles))


def _handles(
    transaction: Transaction, edges: dict[Ends, list[dict[str, Any]]], pairs: Pairs
) -> dict[str, dict[str, str]]:
    """Label -> uid -> handle of all ends."""
    ends: dict[str, set[str]] = defaultdict(set)
    for (_, source, target), rows in edges.items():
        ends[source].update(row["source"] for row in rows)
        ends[target].update(row["target"] for row in rows)
    for one, other, source, target in pairs:
        ends[one].add(source)
        ends[other].add(target)
    return {label: transaction.handles(label, sorted(uids)) for label, uids in ends.items()}


def _handled(
    rows: Iterable[dict[str, Any]], sources: dict[str, str], targets: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for edge in rows:
        if edge["source"] in sources and edge["target"] in targets:
            yield edge | {"source": sources[edge["source"]], "target": targets[edge["target"]]}


def _counted(pairs: Pairs, handles: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    for (one, other, source, target), count in sorted(pairs.items()):
        yield {"source": handles[one][source], "target": handles[other][target], "count": count}
