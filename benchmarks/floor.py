"""The floor: what the same reading costs when it is written by hand, with nothing around it.

Blank spaCy sentencizer, PhraseMatcher over the lexicon's names, the same encoder, and plain
batched UNWIND MERGE: documents, passages with vectors, entities, mentions with offsets and
co-occurrence. No endings, no themes, no periods, no search terms, no change or removal.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import neo4j

from benchmarks.servers import Server
from ingest.encode import text as text_encoder
from ingest.entries import lexicon
from kg.declaration import EdgeType, NodeType, Schema, VectorIndex
from kg.schema import TEXT_SIZE

SCHEMA = Schema(
    tuple(NodeType(label, "", "uid", ()) for label in ("FloorText", "FloorPassage", "FloorEntity")),
    tuple(EdgeType(type_, "", (), ()) for type_ in ("FLOOR_PART", "FLOOR_NAMES", "FLOOR_WITH")),
    vectors=(VectorIndex("floor_embedding", "FloorPassage", "embedding", TEXT_SIZE),),
)
BATCH = 2_000

_TEXTS = "UNWIND $rows AS row MERGE (n:FloorText {uid: row.uid}) SET n += row"
_PASSAGES = "UNWIND $rows AS row MERGE (n:FloorPassage {uid: row.uid}) SET n += row"
_ENTITIES = "UNWIND $rows AS row MERGE (n:FloorEntity {uid: row.uid}) SET n += row"
_PARTS = (
    "UNWIND $rows AS row MATCH (p:FloorPassage {uid: row.source}) "
    "MATCH (d:FloorText {uid: row.target}) MERGE (p)-[:FLOOR_PART]->(d)"
)
_NAMES = (
    "UNWIND $rows AS row MATCH (p:FloorPassage {uid: row.source}) "
    "MATCH (e:FloorEntity {uid: row.target}) "
    "MERGE (p)-[r:FLOOR_NAMES {start: row.start, end: row.end}]->(e) SET r.surface = row.surface"
)
_WITH = (
    "UNWIND $rows AS row MATCH (a:FloorEntity {uid: row.source}) "
    "MATCH (b:FloorEntity {uid: row.target}) MERGE (a)-[r:FLOOR_WITH]->(b) "
    "SET r.passages = coalesce(r.passages, 0) + row.count"
)


class Floor:
    """The hand-written rival of `ingest.pipeline.ingest`."""

    def __init__(self, server: Server) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        server.declare(SCHEMA)
        self._server = server
        self._spacy = spacy.blank("xx")
        self._spacy.add_pipe("sentencizer")
        self._matcher = PhraseMatcher(self._spacy.vocab, attr="LOWER")
        for entry in lexicon().entries:
            names = self._spacy.tokenizer.pipe([entry.name, *entry.aliases])
            self._matcher.add(entry.key, list(names))

    def ingest(self, folder: Path, *, batch: int = 100) -> None:
        """Read the texts of `folder` into the graph, each batch in one transaction."""
        paths = sorted(folder.glob("*.txt"))
        with self._server.driver.session(database=self._server.database) as session:
            for start in range(0, len(paths), batch):
                rows = self._read(paths[start : start + batch])
                session.execute_write(_write, rows)

    def _read(self, paths: list[Path]) -> dict[str, list[dict[str, Any]]]:
        texts = [path.read_text(encoding="utf-8") for path in paths]
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _STATEMENTS}
        pairs: Counter[tuple[str, str]] = Counter()
        for path, doc in zip(paths, self._spacy.pipe(texts), strict=True):
            uid = _uid(str(path))
            rows[_TEXTS].append({"uid": uid, "title": path.stem, "text": doc.text})
            for found in self._passages(uid, doc, rows):
                pairs.update(combinations(sorted(found), 2))
        vectors = text_encoder.encode([row["text"] for row in rows[_PASSAGES]]).tolist()
        for row, vector in zip(rows[_PASSAGES], vectors, strict=True):
            row["embedding"] = vector
        rows[_WITH] += [
            {"source": one, "target": other, "count": count}
            for (one, other), count in pairs.items()
        ]
        return rows

    def _passages(
        self, document: str, doc: Any, rows: dict[str, list[dict[str, Any]]]
    ) -> Iterator[set[str]]:
        """Append the rows of each sentence; yields the entities that it names."""
        for idx, sentence in enumerate(doc.sents):
            uid = f"{document}-{idx}"
            start, end = sentence.start_char, sentence.end_char
            rows[_PASSAGES].append(
                {"uid": uid, "idx": idx, "start": start, "end": end, "text": sentence.text}
            )
            rows[_PARTS].append({"source": uid, "target": document})
            yield self._mentions(uid, sentence, rows)

    def _mentions(
        self, passage: str, sentence: Any, rows: dict[str, list[dict[str, Any]]]
    ) -> set[str]:
        found = set()
        for span in self._matcher(sentence, as_spans=True):
            found.add(span.label_)
            rows[_ENTITIES].append({"uid": span.label_})
            mention = {"start": span.start_char, "end": span.end_char, "surface": span.text}
            rows[_NAMES].append({"source": passage, "target": span.label_, **mention})
        return found


_STATEMENTS = (_TEXTS, _PASSAGES, _PARTS, _ENTITIES, _NAMES, _WITH)


def _write(transaction: neo4j.ManagedTransaction, rows: dict[str, list[dict[str, Any]]]) -> None:
    for statement, every in rows.items():
        for start in range(0, len(every), BATCH):
            transaction.run(statement, rows=every[start : start + BATCH]).consume()


def _uid(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]
