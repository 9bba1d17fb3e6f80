"""A backup: the whole graph in one file that any store can be filled from again."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from kg import content
from kg.archive import Manifest, Writer
from kg.content import Progress, silent
from kg.declaration import EdgeType
from kg.errors import StoreBusy, StoreError
from kg.history import RESTORATION
from kg.store import Store
from kg.value import encoded

Json = dict[str, Any]
_STRIDE = 500
"""Rows between two words of progress."""
_LABELS = "MATCH (n) RETURN labels(n) AS labels, count(*) AS n"
_TYPES = "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written. left_out: how many nodes of labels and edges of types there are that are
    none of Umran's, by name."""

    manifest: Manifest
    size: int
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class _State:
    """What any write of Umran changes: numbers by label and type, or a document or a run."""

    counts: dict[str, int]
    digest: str


def backup(store: Store, target: Path, *, progress: Progress | None = None) -> Saved:
    """Write the graph to `target`, which is replaced when all of it is written, or not at all.

    Raises StoreBusy if the graph was written to meanwhile, and StoreError for a half-restored
    graph, or one of nodes that Umran did not make.
    """
    if store.read(f"MATCH (r:{RESTORATION.label}) RETURN r.name AS name LIMIT 1"):
        raise StoreError(
            "The graph is only half restored.", hint="End it first: run umran restore again."
        )
    before = _state(store)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            manifest = _write(store, before.counts, file, progress or silent)
            file.flush()
            os.fsync(file.fileno())
        if _state(store) != before:
            raise StoreBusy(
                "The graph was written to meanwhile; a backup would be half old, half new.",
                hint="Try again when nothing is read in or trained.",
            )
        saved = Saved(manifest, part.stat().st_size, _left_out(store))
        os.replace(part, target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return saved


def _write(store: Store, counts: dict[str, int], file: IO[bytes], progress: Progress) -> Manifest:
    with Writer(file) as writer:
        _Copy(store, counts, writer, progress).write()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return writer.seal(made=made, umran=version("umran"), store=store.kind)


class _Copy:
    """Writes label after label, then type after type."""

    def __init__(
        self, store: Store, counts: dict[str, int], writer: Writer, progress: Progress
    ) -> None:
        self._store = store
        self._counts = counts
        self._writer = writer
        self._progress = progress
        self._total = sum(counts.values())
        self._done = 0

    def write(self) -> None:
        schema = self._store.schema
        for node in schema.nodes:
            self._part("nodes", node.label, self._nodes(node.label))
        for edge in schema.edges:
            self._part("edges", edge.type, self._edges(edge))

    def _part(self, kind: str, name: str, rows: Iterator[Json]) -> None:
        if not (expected := self._counts[name]):
            return
        if self._writer.write(f"{kind}/{name}.jsonl", self._told(rows, name)) != expected:
            raise StoreError(
                f"Not all {kind} of {name} can be saved: some have no uid, ends that the schema "
                "does not know, or several labels. (Or the graph is being written to.)",
                hint="Umran makes none such: take them out, or use your server's own backup.",
            )

    def _nodes(self, label: str) -> Iterator[Json]:
        for properties in content.nodes(self._store, label):
            yield _encoded(properties)

    def _edges(self, edge: EdgeType) -> Iterator[Json]:
        for source in filter(self._counts.get, edge.sources):
            for link in content.edges(self._store, edge, source):
                if link.target_label in edge.targets and link.target is not None:
                    yield {
                        "from": [link.source_label, link.source],
                        "to": [link.target_label, link.target],
                        "properties": _encoded(link.properties),
                    }

    def _told(self, rows: Iterator[Json], name: str) -> Iterator[Json]:
        for row in rows:
            yield row
            self._done += 1
            if self._done % _STRIDE == 0 or self._done == self._total:
                self._progress(self._done, self._total, name)


def _state(store: Store) -> _State:
    columns = [store.nodes("Document", ["fingerprint"]), store.nodes("Run", ["current"])]
    return _State(store.counts(), hashlib.sha256(repr(columns).encode()).hexdigest())


def _left_out(store: Store) -> dict[str, int]:
    known = {each.label for each in store.schema.nodes} | {each.type for each in store.schema.edges}
    found = [(label, row["n"]) for row in store.read(_LABELS) for label in row["labels"] or [""]]
    found += [(row["type"], row["n"]) for row in store.read(_TYPES)]
    left: Counter[str] = Counter()
    for name, number in found:
        left[name] += number
    return {name or "(no label)": number for name, number in left.items() if name not in known}


def _encoded(properties: dict[str, Any]) -> Json:
    return {name: encoded(value) for name, value in properties.items()}
