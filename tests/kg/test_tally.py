"""Counters, large batches and concurrent writers: every row counts once."""

import threading
from collections.abc import Callable
from itertools import pairwise

from kg.store import Store


def upsert(store: Store, label: str, *rows: dict[str, object]) -> None:
    store.write(lambda tx: tx.upsert(label, rows))


def link(store: Store, type: str, source: str, target: str, *rows: dict[str, object]) -> None:
    store.write(lambda tx: tx.link(type, source, target, rows))


def pair(source: str, target: str, **properties: object) -> dict[str, object]:
    return {"source": source, "target": target, "properties": properties}


def two_cultures(store: Store) -> None:
    upsert(store, "Culture", {"uid": "a", "name": "Yörük"}, {"uid": "b", "name": "Sámi"})


def passages(store: Store) -> list[int]:
    rows = store.read("MATCH ()-[r:CO_OCCURS]->() RETURN r.passages AS n ORDER BY n")
    return [row["n"] for row in rows]


def test_a_tally_creates_and_adds(store: Store) -> None:
    two_cultures(store)
    upsert(store, "Place", {"uid": "c"})
    for count in (3, 4, -2):
        rows = [{"source": "a", "target": "c", "count": count}]
        store.write(lambda tx, rows=rows: tx.tally("CO_OCCURS", "Culture", "Place", rows))
    rows = [{"source": s, "target": "c", "count": 1} for s in ("a", "b", "nobody")]
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", rows))
    assert passages(store) == [1, 6]


def test_a_tally_to_zero_can_be_cleared_away(store: Store) -> None:
    two_cultures(store)
    for count in (2, -2):
        rows = [{"source": "a", "target": "b", "count": count}]
        store.write(lambda tx, rows=rows: tx.tally("CO_OCCURS", "Culture", "Culture", rows))
    assert passages(store) == [0]
    query = "MATCH (:Culture)-[r:CO_OCCURS]->() WHERE r.passages = 0 DELETE r"
    store.write(lambda tx: tx.run(query))
    assert store.counts()["CO_OCCURS"] == 0


def test_a_tally_tells_pairs_apart_whose_uids_read_the_same_when_joined(store: Store) -> None:
    upsert(store, "Culture", *({"uid": uid} for uid in ("a", "ab")))
    upsert(store, "Place", *({"uid": uid} for uid in ("c", "bc")))
    first = [{"source": "a", "target": "bc", "count": 1}]
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", first))
    second = [{"source": "ab", "target": "c", "count": 1}]
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", second))
    found = store.edges("CO_OCCURS", "Culture", "Place", ["passages"])
    assert found == {"source": ["a", "ab"], "target": ["bc", "c"], "passages": [1, 1]}


def test_more_rows_than_one_batch_holds(store: Store) -> None:
    uids = [f"{i:05}" for i in range(2_100)]
    upsert(store, "Practice", *({"uid": uid} for uid in uids))
    upsert(store, "Theme", {"uid": "t"})
    link(store, "ABOUT", "Practice", "Theme", *(pair(uid, "t", score=1.0) for uid in uids))
    rows = [{"source": s, "target": t, "count": 2} for s, t in pairwise(uids)]
    for _ in range(2):
        store.write(lambda tx: tx.tally("CO_OCCURS", "Practice", "Practice", rows))
    counts = store.counts()
    assert (counts["Practice"], counts["ABOUT"], counts["CO_OCCURS"]) == (2_100, 2_100, 2_099)
    assert set(passages(store)) == {4}


def test_two_writers_of_the_same_uids_make_each_node_once(store: Store) -> None:
    rows = [{"uid": f"{i:03}", "name": f"n{i}"} for i in range(200)]
    together(lambda: [upsert(store, "Person", *rows) for _ in range(3)])
    assert store.nodes("Person", ["name"])["uid"] == [row["uid"] for row in rows]


def test_two_writers_that_tally_add_up(store: Store) -> None:
    two_cultures(store)
    upsert(store, "Place", {"uid": "c"})
    rows = [{"source": s, "target": "c", "count": 1} for s in "ab"]
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", rows))

    def work() -> None:
        for _ in range(10):
            store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", rows))

    together(work)
    assert passages(store) == [21, 21]


def together(work: Callable[[], object]) -> None:
    """Run `work` in two threads at once; an error in either fails the test."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
