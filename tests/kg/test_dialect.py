"""What differs between the stores is declared from one schema, and holds in both."""

import re

import pytest

from kg.culture import known
from kg.declaration import EdgeType, NodeType, Property, Schema, TextIndex, VectorIndex
from kg.dialect import Embedded, Neo4j
from kg.errors import StoreError, StoreFull
from kg.reading import query
from kg.schema import SCHEMA
from kg.store import Store
from kg.transaction import Transaction

SMALL = Schema(
    (NodeType("Thing", "a thing", "name", (Property("uid", "STRING", "hash"),)),),
    (EdgeType("NEAR", "is near", ("Thing",), ("Thing",)),),
    vectors=(VectorIndex("thing_vector", "Thing", "vector", 3),),
    texts=(TextIndex("thing_words", "Thing", "words"),),
)


def test_neo4j_statements_follow_from_the_schema() -> None:
    statements = list(Neo4j().statements(SMALL))
    assert [re.match(r"CREATE (\w+ )?(CONSTRAINT|INDEX) (\w+)", s)[3] for s in statements] == [  # type: ignore[index]
        "thing_uid",
        "thing_vector",
        "thing_words",
    ]
    assert all("IF NOT EXISTS" in statement for statement in statements)


def test_embedded_statements_follow_from_the_schema() -> None:
    statements = list(Embedded.statements(Embedded.__new__(Embedded), SMALL))
    assert "CREATE EDGE TYPE NEAR IF NOT EXISTS" in statements
    assert all("IF NOT EXISTS" in statement for statement in statements)


def test_every_label_has_its_constraint_in_the_store(store: Store) -> None:
    for node in SCHEMA.nodes:
        store.write(lambda tx, label=node.label: tx.upsert(label, [{"uid": "a"}, {"uid": "a"}]))
    counts = store.counts()
    assert {counts[node.label] for node in SCHEMA.nodes} == {1}


def test_a_store_says_what_it_is(store: Store) -> None:
    assert store.kind in {"Neo4j", "embedded store"}


def test_a_file_cannot_be_loaded_even_past_the_door(store: Store) -> None:
    text = "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"
    with pytest.raises(StoreError) as error:
        store.read(text)
    assert "root:" not in str(error.value)


def test_what_is_counted_behind_optional_has_its_label(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.upsert("Culture", [{"uid": "a"}, {"uid": "b"}])
        tx.upsert("Document", [{"uid": "text"}])
        tx.upsert("Media", [{"uid": "drum"}, {"uid": "dome"}])
        for label, source in (("Document", "text"), ("Media", "drum"), ("Media", "dome")):
            row = {"source": source, "target": "a", "properties": {}}
            tx.link("DESCRIBES", label, "Culture", [row])

    store.write(work)
    found = query(
        store,
        "MATCH (c:Culture) OPTIONAL MATCH (d:Document)-[:DESCRIBES]->(c) "
        "WITH c, Count( d ) AS n RETURN c.uid, n, 'count(c) AS n' ORDER BY c.uid",
    )
    assert found.rows == (("a", 1, "count(c) AS n"), ("b", 0, "count(c) AS n"))
    assert (known(store, "a").documents, known(store, "a").media) == (1, 2)


def test_want_of_memory_is_told_as_such(embedded_store: Store) -> None:
    """The engine says it to its log alone, as a cause."""
    dialect = embedded_store._dialect
    assert isinstance(dialect, Embedded)
    said = "BOLT: Error during read lock (concealed from the client in production mode)\n"
    with dialect._server._log.open("a") as log:
        log.write(f"{said}Caused by: java.lang.OutOfMemoryError: Java heap space\n")
    assert isinstance(dialect.explained("See the server log"), StoreFull)
    with dialect._server._log.open("a") as log:
        log.write(said)
    other = dialect.explained("See the server log")
    assert (type(other), str(other)) == (StoreError, "Error during read lock")
