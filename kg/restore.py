"""A restore: an empty store is filled from a backup, on whatever kind of store it was made.

How far it is stands in the graph, in the same transactions as the rows. So a restore that was
broken off goes on when it is run again, and nothing comes in twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.archive import Part, Reader, read
from kg.batch import batches, weight
from kg.content import Progress, silent
from kg.declaration import Schema
from kg.errors import ArchiveBroken, StoreError, StoreNotEmpty
from kg.history import RESTORATION
from kg.naming import uid
from kg.store import Store
from kg.transaction import HANDLED, Transaction
from kg.value import decoded

_ROWS = 1_000
_BYTES = 2_000_000
"""About what one transaction holds."""
_EMPTIED = 2_000
_MARK = RESTORATION.label


@dataclass(frozen=True, slots=True)
class Restored:
    """What came in, and how many rows were in already from a restore that was broken off."""

    nodes: int
    edges: int
    resumed: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A node, or an edge with its ends (label, uid); `made` are values that Cypher has to make, by
    property: the function, whether there is a list of them, what it is called on."""

    ends: tuple[tuple[str, str], ...]
    properties: dict[str, Any]
    made: dict[str, tuple[str, bool, Any]]


def restore(
    store: Store, source: Path, *, replace: bool = False, progress: Progress | None = None
) -> Restored:
    """Fill the store from the backup `source`, all of which is checked before a row is written.

    With `replace` what Umran has in the store is taken out first. Raises ArchiveBroken for a file
    that is no whole backup, StoreNotEmpty for a store that holds something else.
    """
    with read(source) as archive:
        work = _Work(store, archive, source.name, progress or silent)
        work.check()
        return work.run(replace=replace)


class _Work:
    def __init__(self, store: Store, archive: Reader, name: str, progress: Progress) -> None:
        self._store = store
        self._archive = archive
        self._manifest = archive.manifest
        self._name = name
        self._uid = uid(_MARK, archive.manifest.digest)
        self._progress = progress
        self._total = archive.manifest.nodes + archive.manifest.edges

    def check(self) -> None:
        """Read all of it once: hashes, labels, types, values."""
        done = 0
        for part in self._manifest.parts:
            for _ in self._rows(part):
                done += 1
                if done % _ROWS == 0:
                    self._progress(done, self._total, f"checked {part.name}")

    def run(self, *, replace: bool) -> Restored:
        begun = self._begin(replace=replace)
        if begun < 0:
            self._empty()
        done = 0
        for part in self._manifest.parts:
            rows = self._rows(part)
            for batch in batches(rows, _weight, most=_BYTES, count=_ROWS):
                end = done + len(batch)
                if end > begun:
                    fresh = batch[max(0, begun - done) :]
                    self._put(part, fresh, end - len(fresh), end)
                done = end
                self._progress(done, self._total, part.name)
        self._end()
        return Restored(self._manifest.nodes, self._manifest.edges, max(0, begun))

    def _rows(self, part: Part) -> Iterator[_Row]:
        kind, name = _what(part, self._store.schema)
        for value in self._archive.rows(part):
            row = _node(value) if kind == "nodes" else _edge(value)
            edge = self._store.schema.edge(name) if kind == "edges" else None
            if edge and (row.ends[0][0] not in edge.sources or row.ends[1][0] not in edge.targets):
                raise ArchiveBroken(
                    f"{part.name} holds an edge between labels that it cannot join."
                )
            yield row

    def _begin(self, *, replace: bool) -> int:
        """Rows that are in already; -1 if something else has to be taken out first."""
        found = self._store.read(f"MATCH (r:{_MARK}) RETURN r.uid AS uid, r.rows AS rows")
        rows = {row["uid"]: int(row["rows"]) for row in found}
        if self._uid in rows and not replace:
            return rows[self._uid]
        full = self._store.read("MATCH (n) RETURN labels(n)[0] AS label LIMIT 1")
        if full and not replace:
            what = f"The store holds something ({full[0]['label']} nodes)"
            raise StoreNotEmpty(
                f"{what}, and a restore fills an empty one.",
                hint="Restore into a new one, or say --replace to lose what is there.",
            )
        begun = -1 if full else 0
        mark = {"uid": self._uid, "name": self._name, "digest": self._manifest.digest}
        self._store.write(lambda tx: tx.upsert(_MARK, [mark | {"rows": begun}]))
        return begun

    def _empty(self) -> None:
        for node in self._store.schema.nodes:
            query = (
                f"MATCH (n:{node.label}) WHERE n.uid IS NULL OR n.uid <> $uid "
                f"WITH n LIMIT {_EMPTIED} DETACH DELETE n RETURN count(*) AS n"
            )
            while self._write(query)[0]["n"]:
                self._progress(0, self._total, f"taking out {node.label}")
        self._store.write(lambda tx: self._mark(tx, 0))

    def _put(self, part: Part, rows: list[_Row], start: int, end: int) -> None:
        kind, name = _what(part, self._store.schema)

        def work(tx: Transaction) -> None:
            [mark] = tx.run(f"MATCH (r:{_MARK} {{uid: $uid}}) RETURN r.rows AS rows", uid=self._uid)
            if mark["rows"] >= end:
                return  # this transaction had been acknowledged to nobody
            (_create if kind == "nodes" else _join)(tx, name, rows)
            self._mark(tx, end)

        self._store.write(work)

    def _mark(self, tx: Transaction, rows: int) -> None:
        tx.upsert(_MARK, [{"uid": self._uid, "rows": rows}])

    def _end(self) -> None:
        counts = self._store.counts()
        for part in self._manifest.parts:
            _, name = _what(part, self._store.schema)
            if counts[name] != part.rows:
                raise StoreError(
                    f"{counts[name]} {name} are in, {part.rows} in the backup: something else "
                    "wrote to the graph.",
                    hint="Run umran restore again with --replace.",
                )
        self._write(f"MATCH (r:{_MARK} {{uid: $uid}}) DELETE r")

    def _write(self, query: str) -> list[dict[str, Any]]:
        return self._store.write(lambda tx: tx.run(query, uid=self._uid))


def _what(part: Part, schema: Schema) -> tuple[str, str]:
    """nodes or edges, and the label or type, of a part. Raises ArchiveBroken."""
    kind, _, rest = part.name.partition("/")
    name = rest.removesuffix(".jsonl")
    known = {"nodes": [n.label for n in schema.nodes], "edges": [e.type for e in schema.edges]}
    if name not in known.get(kind, ()) or name == _MARK or not rest.endswith(".jsonl"):
        raise ArchiveBroken(
            f"{part.name[:80]!r} in it is nothing that this Umran knows.",
            hint="Restore it with the Umran that wrote it, or a newer one.",
        )
    return kind, name


def _node(value: Any) -> _Row:
    row = _row((), value)
    if not isinstance(row.properties.get("uid"), str):
        raise ArchiveBroken("A node in it has no uid.")
    return row


def _edge(value: Any) -> _Row:
    match value:
        case {"from": [str(a), str(b)], "to": [str(c), str(d)], "properties": properties, **rest}:
            if not rest:
                return _row(((a, b), (c, d)), properties)
    raise ArchiveBroken("An edge in it has not two ends and properties.")


def _row(ends: tuple[tuple[str, str], ...], properties: Any) -> _Row:
    if not isinstance(properties, dict):
        raise ArchiveBroken("Properties in it are no object.")
    plain, made = {}, {}
    for name, given in properties.items():
        value, maker = decoded(given)
        if maker and not name.isidentifier():
            raise ArchiveBroken(f"{name[:80]!r} in it can be no name of a {maker}.")
        if maker:
            made[name] = (maker, isinstance(given, list), value)
        else:
            plain[name] = value
    return _Row(ends, plain, made)


def _create(tx: Transaction, label: str, rows: list[_Row]) -> None:
    for made, alike in _alike(rows):
        query = f"UNWIND $rows AS row CREATE (n:{label}) SET n = row.properties{_set('n', made)}"
        tx.run(query, rows=[_parameters(row) for row in alike])


def _join(tx: Transaction, type: str, rows: list[_Row]) -> None:
    handles: dict[tuple[str, str], str] = {}
    for label in sorted({label for row in rows for label, _ in row.ends}):
        uids = sorted({uid for row in rows for end, uid in row.ends if end == label})
        found = tx.handles(label, uids)
        handles |= {(label, uid): handle for uid, handle in found.items()}
    for made, alike in _alike(rows):
        missing = [end for row in alike for end in row.ends if end not in handles]
        if missing:
            raise ArchiveBroken(f"An end of a {type} is not in it: {missing[0]}.")
        query = f"{HANDLED}CREATE (a)-[r:{type}]->(b) SET r = row.properties{_set('r', made)}"
        joined = [
            _parameters(row) | {"source": handles[row.ends[0]], "target": handles[row.ends[1]]}
            for row in alike
        ]
        tx.run(query, rows=joined)


_Made = tuple[tuple[str, str, bool], ...]


def _alike(rows: list[_Row]) -> Iterable[tuple[_Made, list[_Row]]]:
    """Rows by the properties that Cypher has to make; as a rule none have such."""
    groups: dict[_Made, list[_Row]] = {}
    for row in rows:
        made = tuple((name, maker, many) for name, (maker, many, _) in sorted(row.made.items()))
        groups.setdefault(made, []).append(row)
    return groups.items()


def _set(variable: str, made: _Made) -> str:
    clauses = ""
    for name, maker, many in made:
        value = f"row.made.`{name}`"
        value = f"[each IN {value} | {maker}(each)]" if many else f"{maker}({value})"
        clauses += f" SET {variable}.`{name}` = {value}"
    return clauses


def _parameters(row: _Row) -> dict[str, Any]:
    made = {name: value for name, (_, _, value) in row.made.items()}
    return {"properties": row.properties, "made": made}


def _weight(row: _Row) -> int:
    return weight(row.properties)
