"""The whole graph as a Cypher script that any Neo4j can run: cypher-shell, Desktop, Aura.

One statement a line. Each is what `Transaction` would have run, with its rows written out; so the
script may be run again, and after a break it is run from its beginning.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, TypeVar

from kg import content
from kg.batch import batches
from kg.content import Link, Progress, silent
from kg.declaration import EdgeType
from kg.dialect import Neo4j
from kg.literal import literal
from kg.store import Store
from kg.transaction import Transaction

T = TypeVar("T")
_CHARACTERS = 500_000
"""Values in one statement: a server reads a statement as a whole."""
_VECTOR = "embedding"


@dataclass(slots=True)
class Dumped:
    """What a script holds, with its size."""

    nodes: int = 0
    edges: int = 0
    statements: int = 0
    size: int = field(default=0, metadata={"unit": "bytes"})


def dump(
    store: Store, target: Path, *, vectors: bool = True, progress: Progress | None = None
) -> Dumped:
    """Write the graph to `target`, which is replaced when all of it is written, or not at all.

    Nobody should write to the graph meanwhile: pages are read one after another.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            done = _Script(store, file, vectors, progress or silent).write()
        done.size = part.stat().st_size
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return done


class _Script:
    """Writes statements to `file` instead of running them."""

    def __init__(self, store: Store, file: TextIO, vectors: bool, progress: Progress) -> None:
        self._store = store
        self._schema = store.schema
        self._file = file
        self._vectors = vectors
        self._progress = progress
        self._counts = store.counts()
        self._done = Dumped()
        self._transaction = Transaction(self._run, store.schema)

    def write(self) -> Dumped:
        for statement in Neo4j().statements(self._schema):
            self._statement(statement)
        for node in self._schema.nodes:
            if self._counts[node.label]:
                self._nodes(node.label)
        for edge in self._schema.edges:
            if self._counts[edge.type]:
                self._edges(edge)
        return self._done

    def _nodes(self, label: str) -> None:
        rows = map(self._kept, content.nodes(self._store, label))
        for batch in _batches(rows):
            self._transaction.upsert(label, batch)
            self._done.nodes += len(batch)
            self._tell(label)

    def _edges(self, edge: EdgeType) -> None:
        for source in edge.sources:
            if self._counts[source]:
                for batch in _batches(content.edges(self._store, edge, source)):
                    self._link(edge.type, source, batch)

    def _link(self, type: str, source: str, batch: list[Link]) -> None:
        for label in sorted({link.target_label for link in batch}):
            rows = [
                {"source": link.source, "target": link.target, "properties": link.properties}
                for link in batch
                if link.target_label == label
            ]
            self._transaction.link(type, source, label, rows)
        self._done.edges += len(batch)
        self._tell(type)

    def _kept(self, properties: dict[str, Any]) -> dict[str, Any]:
        if self._vectors:
            return properties
        return {name: value for name, value in properties.items() if name != _VECTOR}

    def _run(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        self._statement(query.replace("$rows", literal(parameters["rows"]), 1))
        return []

    def _statement(self, text: str) -> None:
        self._file.write(text + ";\n")
        self._done.statements += 1

    def _tell(self, what: str) -> None:
        total = sum(self._counts.values())
        self._progress(self._done.nodes + self._done.edges, total, what)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    return batches(rows, lambda row: len(str(row)), most=_CHARACTERS)
