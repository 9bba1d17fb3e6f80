"""The script of a graph, run on an empty Neo4j, gives the same graph."""

import math
from pathlib import Path
from typing import Any

import pytest

from kg.literal import literal
from kg.schema import SCHEMA, TEXT_SIZE
from kg.script import dump
from kg.store import Store
from kg.transaction import Transaction
from tests.graph import dump as whole
from tests.graph import empty

TRICKY = (
    'He said "it\'s" and \\ went; a `back` {tick} $rows',
    "\\u0027 \\\\u0027 \\x \\",
    "line\nbreak\r\ttab\b\f\x00\x1f\x7f\x85\u2028\u2029\ufeff",
    "İznik çinisi 𐰀𐰁 🕌 a\u0301 \u202e",
    "; // no comment /* none */",
    "",
)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few nodes are several pages and statements."""
    monkeypatch.setattr("kg.content._PAGE", 5)
    monkeypatch.setattr("kg.script._CHARACTERS", 10_000)


def fill(tx: Transaction) -> None:
    """Nodes and edges with values of all types, among them texts that a script could break on."""
    nodes = [
        {"uid": f"p{i:03}", "text": text, "idx": i, "note": i % 2 == 0, "year_from": -1200 - i}
        for i, text in enumerate(TRICKY * 2)
    ]
    tx.upsert("Passage", [row | {"embedding": [0.1, -1e-7] * (TEXT_SIZE // 2)} for row in nodes])
    tx.upsert("Document", [{"uid": "d", "title": TRICKY[0], "remarks": list(TRICKY)}])
    tx.upsert("Culture", [{"uid": f"c{i}", "name": f"c{i}", "latitude": 1e22} for i in range(3)])
    tx.upsert("Belief", [{"uid": "b", "name": "b"}])
    tx.upsert("Trait", [{"uid": "t", "name": "t"}])
    to_document = [{"source": row["uid"], "target": "d", "properties": {}} for row in nodes]
    tx.link("PART_OF", "Passage", "Document", to_document)
    for label, uid in (("Belief", "b"), ("Culture", "c0")):
        found = {"surface": TRICKY[1], "score": 1.0, "extractor": "x", "start": 0, "end": 3}
        ends = {"source": "p000", "target": uid, "properties": found}
        again = ends | {"properties": found | {"start": 9}}
        tx.link("MENTIONS", "Passage", label, [ends, again])
    codes = [
        {"source": f"c{i}", "target": "t", "properties": {"document": "d", "code": str(i)}}
        for i in range(2)
    ]
    tx.link("HAS_TRAIT", "Culture", "Trait", codes)


def run_script(store: Store, path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        store.write(lambda tx, line=line: tx.run(line.rstrip(";")))  # type: ignore[misc]


def test_a_graph_comes_back_from_its_script(
    store: Store, neo4j_store: Store, tmp_path: Path
) -> None:
    store.write(fill)
    before, script = whole(store), tmp_path / "graph.cypher"
    told: list[Any] = []
    done = dump(store, script, progress=lambda *so_far: told.append(so_far))
    assert (done.nodes, done.edges) == (len(before["nodes"]), len(before["edges"]))
    assert done.size == script.stat().st_size
    assert script.read_bytes().count(b"\n") == done.statements
    assert told[-1][:2] == (done.nodes + done.edges,) * 2

    empty(neo4j_store)
    run_script(neo4j_store, script)
    assert whole(neo4j_store) == before
    run_script(neo4j_store, script)
    assert whole(neo4j_store) == before


def test_vectors_can_stay_behind(store: Store, tmp_path: Path) -> None:
    store.write(fill)
    script = tmp_path / "small.cypher"
    with_vectors = dump(store, script).size
    assert dump(store, script, vectors=False).size < with_vectors
    assert "embedding: [" not in script.read_text(encoding="utf-8")


def test_a_broken_dump_leaves_the_old_file(store: Store, tmp_path: Path) -> None:
    store.write(fill)
    script = tmp_path / "graph.cypher"
    script.write_text("old", encoding="utf-8")

    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dump(store, script, progress=stop)
    assert script.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [script]


def test_an_empty_graph_is_its_indexes(store: Store, tmp_path: Path) -> None:
    done = dump(store, tmp_path / "empty.cypher")
    assert (done.nodes, done.edges) == (0, 0)
    assert done.statements >= len(SCHEMA.nodes)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (1.0, "1.0"),
        (math.inf, "(1.0 / 0.0)"),
        ({"a": [1, "x"]}, '{a: [1, "x"]}'),
    ],
)
def test_values_are_written_as_cypher_has_them(value: Any, text: str) -> None:
    assert literal(value) == text


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        literal(b"x")
