"""Reading out: columns in a fixed order, whatever the page; paths; counts."""

from typing import Any

import pytest

from kg.store import Store
from tests.graph import dump


@pytest.fixture
def hub(store: Store) -> Store:
    """Eleven passages in one document, of which one mentions five entities."""
    uids = [f"p{i:02}" for i in range(11)]

    def work(tx: Any) -> None:
        tx.upsert("Document", [{"uid": "d"}])
        rows = [
            {"uid": u, "idx": i} | ({"lang": "tr"} if i % 2 else {}) for i, u in enumerate(uids)
        ]
        tx.upsert("Passage", reversed(rows))
        tx.upsert("Practice", [{"uid": f"e{i}"} for i in range(5)])
        tx.link("PART_OF", "Passage", "Document", [ends(u, "d") for u in uids])
        rows = [ends("p07", f"e{i}", start=start, end=9) for i in range(5) for start in (7, 2)]
        tx.link("MENTIONS", "Passage", "Practice", rows)

    store.write(work)
    return store


def ends(source: str, target: str, **properties: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "properties": properties}


@pytest.mark.parametrize("page", [1, 2, 5, 11, 12, 5_000])
def test_nodes_are_in_the_order_of_uid_on_any_page(hub: Store, page: int) -> None:
    found = hub.nodes("Passage", ["idx", "lang"], page=page)
    assert found["uid"] == [f"p{i:02}" for i in range(11)]
    assert found["idx"] == list(range(11))
    assert found["lang"] == ["tr" if i % 2 else None for i in range(11)]


@pytest.mark.parametrize("page", [1, 3, 11, 5_000])
def test_edges_of_hubs_and_of_lone_nodes_are_complete(hub: Store, page: int) -> None:
    found = hub.edges("PART_OF", "Passage", "Document", page=page)
    assert found == {"source": [f"p{i:02}" for i in range(11)], "target": ["d"] * 11}
    found = hub.edges("MENTIONS", "Passage", "Practice", ["start", "surface"], page=page)
    assert found["source"] == ["p07"] * 10
    assert found["target"] == [f"e{i}" for i in range(5) for _ in range(2)]
    assert found["start"] == [2, 7] * 5
    assert found["surface"] == [None] * 10


def test_there_may_be_nothing_to_read_out(store: Store) -> None:
    assert store.nodes("Culture", ["name"]) == {"uid": [], "name": []}
    assert store.edges("PART_OF", "Passage", "Document") == {"source": [], "target": []}


def test_columns_hold_plain_python_values(hub: Store) -> None:
    hub.write(lambda tx: tx.upsert("Passage", [{"uid": "p00", "embedding": [0.5] * 256}]))
    found = hub.nodes("Passage", ["idx", "embedding"])
    assert {type(value) for value in found["idx"]} == {int}
    assert type(found["embedding"][0]) is list
    assert type(found["embedding"][0][0]) is float


def test_counts_name_every_label_and_type(hub: Store) -> None:
    counts = hub.counts()
    schema = hub.schema
    assert set(counts) == {n.label for n in schema.nodes} | {e.type for e in schema.edges}
    some = {name: n for name, n in counts.items() if n}
    assert some == {"Document": 1, "Passage": 11, "Practice": 5, "PART_OF": 11, "MENTIONS": 10}


def ring(store: Store) -> None:
    """a -> b -> c -> a, and a -> c."""
    pairs = ("ab", "bc", "ca", "ac")
    rows = [ends(*pair, run="r", theme="all", score=0.5) for pair in pairs]
    store.write(lambda tx: tx.upsert("Culture", [{"uid": uid} for uid in "abc"]))
    store.write(lambda tx: tx.link("SIMILAR_TO", "Culture", "Culture", rows))


def test_a_variable_length_path_takes_no_edge_twice(store: Store) -> None:
    ring(store)
    query = (
        "MATCH p = (a:Culture {uid: 'a'})-[:SIMILAR_TO*1..6]->(b) "
        "RETURN [n IN nodes(p) | n.uid] AS uids ORDER BY size(uids), uids"
    )
    paths = ["".join(row["uids"]) for row in store.read(query)]
    assert sorted(paths) == sorted(["ab", "ac", "abc", "aca", "abca", "acab", "abcac", "acabc"])


def test_a_path_without_direction_takes_no_edge_twice(store: Store) -> None:
    ring(store)
    query = "MATCH (a:Culture {uid: 'a'})-[r:SIMILAR_TO*2]-(b) RETURN b.uid AS b ORDER BY b"
    assert [row["b"] for row in store.read(query)] == ["a", "a", "b", "b", "c"]


def test_one_match_takes_no_edge_twice(store: Store) -> None:
    ring(store)
    query = "MATCH (a)-[r:SIMILAR_TO]-(b)-[s:SIMILAR_TO]-(c) WHERE r = s RETURN count(*) AS n"
    assert store.read(query) == [{"n": 0}]


def test_the_shortest_path_is_found(store: Store) -> None:
    ring(store)
    query = (
        "MATCH (a:Culture {uid: 'b'}) MATCH (b:Culture {uid: 'a'}) "
        "MATCH p = shortestPath((a)-[:SIMILAR_TO*..5]->(b)) RETURN length(p) AS n"
    )
    assert store.read(query) == [{"n": 2}]


def test_graphs_that_differ_in_one_value_have_other_dumps(hub: Store) -> None:
    before = dump(hub)
    for change in ("SET r.end = 9.0", "SET r.end = null", "DELETE r"):
        hub.write(lambda tx, c=change: tx.run(f"MATCH ()-[r:MENTIONS {{start: 2}}]->() {c}"))
        assert dump(hub) != before
        before = dump(hub)
