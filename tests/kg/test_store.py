"""Writing: what goes in is in, once, whole or not at all; the same on every store."""

import re
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from kg.errors import ConstraintViolated, StoreError
from kg.reading import query
from kg.settings import Settings
from kg.store import Store, open_store
from kg.transaction import Transaction
from tests.graph import dump, empty

_BOOKMARK = re.compile(r"'bookmark': '([^']+)'")
TURKISH = "İıŞşĞğÇçÖöÜü Iğdır'ın kubbesi — âlem"


def upsert(store: Store, label: str, *rows: dict[str, object]) -> None:
    store.write(lambda tx: tx.upsert(label, rows))


def link(store: Store, type: str, source: str, target: str, *rows: dict[str, object]) -> None:
    store.write(lambda tx: tx.link(type, source, target, rows))


def pair(source: str, target: str, **properties: object) -> dict[str, object]:
    return {"source": source, "target": target, "properties": properties}


def two_cultures(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a", "name": "Yörük"}, {"uid": "b", "name": "Sámi"})


def test_an_upsert_twice_is_one_node(store: Store) -> None:
    two_cultures(store)
    once = dump(store)
    two_cultures(store)
    assert dump(store) == once
    assert store.counts()["Culture"] == 2


def test_the_same_uid_twice_in_one_batch_is_one_node(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a", "name": "x"}, {"uid": "a", "region": "y"})
    found = store.read("MATCH (c:Culture) RETURN c.name AS name, c.region AS region")
    assert found == [{"name": "x", "region": "y"}]


def test_a_key_that_is_missing_in_a_row_leaves_the_property(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a", "name": "Yörük", "region": "Anatolia"})
    upsert(store, "Culture", {"uid": "a", "name": "Yürük"}, {"uid": "b"})
    assert store.nodes("Culture", ["name", "region"]) == {
        "uid": ["a", "b"],
        "name": ["Yürük", None],
        "region": ["Anatolia", None],
    }


def test_null_removes_a_property(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a", "name": "Yörük"})
    upsert(store, "Culture", {"uid": "a", "name": None})
    assert dump(store)["nodes"] == [(("Culture",), (("uid", "'a'"),))]


def test_the_same_uid_under_two_labels_is_two_nodes(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a"})
    upsert(store, "Place", {"uid": "a"})
    assert (store.counts()["Culture"], store.counts()["Place"]) == (1, 1)


def test_empty_batches_do_nothing(store: Store) -> None:
    upsert(store, "Culture")
    link(store, "SIMILAR_TO", "Culture", "Culture")
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", []))
    assert dump(store) == {"nodes": [], "edges": []}


def test_a_link_twice_is_one_edge_and_its_properties_are_the_last(store: Store) -> None:
    two_cultures(store)
    for score in (0.25, 0.5):
        link(
            store,
            "SIMILAR_TO",
            "Culture",
            "Culture",
            pair("a", "b", run="r", theme="all", score=score),
        )
    found = store.edges("SIMILAR_TO", "Culture", "Culture", ["score", "run"])
    assert found == {"source": ["a"], "target": ["b"], "score": [0.5], "run": ["r"]}


def test_links_with_other_keys_are_other_edges(store: Store) -> None:
    upsert(store, "Passage", {"uid": "p"})
    upsert(store, "Practice", {"uid": "e"})
    rows = [pair("p", "e", start=n, end=n + 4, surface="dans") for n in (0, 9, 0)]
    link(store, "MENTIONS", "Passage", "Practice", *rows)
    assert store.edges("MENTIONS", "Passage", "Practice", ["start"])["start"] == [0, 9]


def test_a_link_goes_one_way_and_may_be_a_loop(store: Store) -> None:
    two_cultures(store)
    rows = [pair(*ends, run="r", theme="all") for ends in ("ab", "ba", "aa")]
    link(store, "SIMILAR_TO", "Culture", "Culture", *rows, *rows)
    found = store.edges("SIMILAR_TO", "Culture", "Culture")
    assert found == {"source": ["a", "a", "b"], "target": ["a", "b", "a"]}


def test_a_link_whose_end_is_missing_links_nothing(store: Store) -> None:
    two_cultures(store)
    link(
        store,
        "SIMILAR_TO",
        "Culture",
        "Culture",
        pair("a", "nobody", run="r", theme="all"),
        pair("nobody", "b", run="r", theme="all"),
        pair("a", "b", run="r", theme="all"),
    )
    assert store.counts()["SIMILAR_TO"] == 1
    assert store.counts()["Culture"] == 2


def test_text_comes_back_code_point_for_code_point(store: Store) -> None:
    decomposed = "I\u0307stanbul a\u0308"
    for text in (TURKISH, decomposed, "𐱅𐰇𐰼𐰰 👩‍🔬", "tab\tline\nquote'\"\\ `{}$x", ""):
        upsert(store, "Document", {"uid": "d", "text": text})
        assert store.nodes("Document", ["text"])["text"] == [text]


def test_numbers_lists_and_booleans_keep_their_type(store: Store) -> None:
    row = {"uid": "a", "n": 2**53 + 1, "low": -(2**63), "x": 1.0, "yes": True, "names": ["ş", "b"]}
    upsert(store, "Culture", row)
    [found] = store.read("MATCH (c:Culture) RETURN properties(c) AS p")
    assert found["p"] == row
    assert {name: type(found["p"][name]) for name in row} == {n: type(v) for n, v in row.items()}


def test_moments_are_texts_whose_time_zone_both_stores_understand(store: Store) -> None:
    east = datetime(2026, 3, 29, 1, 30, 0, 123456, timezone(timedelta(hours=3)))
    upsert(store, "Run", {"uid": "r", "created": east.isoformat()})
    [row] = store.read(
        "MATCH (r:Run) WHERE datetime(r.created).epochMillis = datetime($utc).epochMillis "
        "AND datetime(r.created) < datetime($later) RETURN r.created AS created",
        utc=east.astimezone(UTC).isoformat(),
        later="2026-03-29T01:30:00Z",
    )
    assert datetime.fromisoformat(row["created"]) == east


def test_a_moment_of_the_driver_keeps_its_time_zone(store: Store) -> None:
    """Parameters may be such; what is stored is text, since one store would lose the zone."""
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, timezone(timedelta(hours=3)))
    [row] = store.read(
        "RETURN datetime($text) AS text, $moment AS moment", moment=moment, text=moment.isoformat()
    )
    assert row["text"].to_native() == moment


def test_float32_vectors_come_back_bit_for_bit(store: Store) -> None:
    size = store.schema.vector("Passage").size
    vectors = np.random.default_rng(0).normal(size=(20, size)).astype(np.float32)
    vectors[0, :4] = [np.finfo(np.float32).tiny, np.float32(0.1), 1e-45, np.finfo(np.float32).max]
    vectors[0, 3] = 3.4e37
    rows = [{"uid": f"{i:02}", "embedding": v.tolist()} for i, v in enumerate(vectors)]
    upsert(store, "Passage", *rows)
    found = np.array(store.nodes("Passage", ["embedding"])["embedding"], dtype=np.float32)
    assert found.tobytes() == vectors.tobytes()


def test_an_unknown_label_or_type_is_a_key_error(store: Store) -> None:
    row = pair("a", "b")
    works = [
        lambda tx: tx.upsert("Nothing", []),
        lambda tx: tx.link("NOTHING", "Culture", "Culture", []),
        lambda tx: tx.link("PART_OF", "Culture", "Document", [row]),
        lambda tx: tx.tally("CO_OCCURS", "Document", "Culture", []),
    ]
    for work in works:
        with pytest.raises(KeyError):
            store.write(work)
    with pytest.raises(KeyError):
        store.nodes("Nothing", [])


def test_reading_an_unknown_label_or_type_finds_nothing(store: Store) -> None:
    assert store.read("MATCH (n:Nothing) RETURN n") == []
    assert store.read("MATCH ()-[r:NOTHING]->() RETURN r") == []
    assert store.read("MATCH (n:Culture) RETURN n.nothing") == []


def test_two_nodes_cannot_share_a_uid(store: Store) -> None:
    two_cultures(store)
    before = dump(store)
    with pytest.raises(ConstraintViolated):
        store.write(lambda tx: tx.run("CREATE (:Culture {uid: 'a', name: 'another'})"))
    assert dump(store) == before


def test_an_exception_leaves_nothing(store: Store) -> None:
    two_cultures(store)
    before = dump(store)

    def work(tx: Transaction) -> None:
        tx.upsert("Culture", [{"uid": "a", "name": "changed"}, {"uid": "new"}])
        tx.link("SIMILAR_TO", "Culture", "Culture", [pair("a", "b", run="r", theme="all")])
        tx.run("MATCH (c:Culture {uid: 'b'}) DETACH DELETE c")
        raise RuntimeError("the caller's own")

    with pytest.raises(RuntimeError, match="the caller's own"):
        store.write(work)
    assert dump(store) == before


def test_a_failing_statement_leaves_nothing_of_those_before(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.upsert("Culture", [{"uid": "a"}])
        tx.run("THIS IS NOT CYPHER")

    with pytest.raises(StoreError):
        store.write(work)
    assert dump(store) == {"nodes": [], "edges": []}


def test_a_transaction_sees_its_own_writes(store: Store) -> None:
    def work(tx: Transaction) -> list[dict[str, object]]:
        tx.upsert("Culture", [{"uid": "a"}, {"uid": "b"}])
        tx.link("SIMILAR_TO", "Culture", "Culture", [pair("a", "b", run="r", theme="all")])
        return tx.run("MATCH (:Culture)-[r:SIMILAR_TO]->(b) RETURN b.uid AS b")

    assert store.write(work) == [{"b": "b"}]


def test_preparing_twice_changes_nothing(store: Store) -> None:
    two_cultures(store)
    before = dump(store)
    store.prepare()
    assert dump(store) == before


def test_rows_of_any_size_go_in(store: Store) -> None:
    """The embedded engine ends a connection at 16 MiB, and nobody is told."""
    rows = [{"uid": f"{i:03}", "title": "日" * 60_000} for i in range(120)]
    store.write(lambda tx: tx.upsert("Document", rows))
    assert store.counts()["Document"] == 120


def test_a_row_that_the_embedded_engine_would_not_answer_is_refused(embedded_store: Store) -> None:
    empty(embedded_store)
    rows = [{"uid": "small"}, {"uid": "large", "text": 3_200_000 * "İzmir"}]
    with pytest.raises(StoreError, match="takes 16,000,000"):
        embedded_store.write(lambda tx: tx.upsert("Document", rows))
    assert embedded_store.nodes("Document", [])["uid"] == []


def test_a_read_waits_for_what_was_written_on_whatever_server(
    neo4j_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """On a cluster a bookmark says what a member must have seen; `neo4j://` asks for routes."""
    routed = neo4j_settings.uri.replace("bolt://", "neo4j://")
    with (
        caplog.at_level("DEBUG", "neo4j.io"),
        open_store(neo4j_settings.model_copy(update={"uri": routed})) as store,
    ):
        upsert(store, "Culture", {"uid": "a", "name": "Yörük"})
        assert store.read("MATCH (c:Culture {uid: 'a'}) RETURN c.name AS n") == [{"n": "Yörük"}]
        query(store, "RETURN 1 AS one")
    said = [record.getMessage() for record in caplog.records]
    assert any("C: ROUTE" in each for each in said)
    reads = [i for i, each in enumerate(said) if "C: BEGIN" in each and "'mode': 'r'" in each]
    told = [found[1] for each in said[: reads[0]] if (found := _BOOKMARK.search(each))]
    assert len(reads) == 2
    assert all(told[-1] in said[i] for i in reads)
