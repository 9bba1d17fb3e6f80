"""A generated graph with vectors, written through the store as ingestion would."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from kg.naming import uid
from kg.store import Store
from kg.transaction import Transaction

Row = dict[str, Any]
SIZE = 256
_CULTURES, _CONCEPTS, _THEMES, _ERAS = 60, 2_000, 6, 4
_BATCH = 1_000
_TOGETHER = 10


def fill(store: Store, passages: int, *, mentions: int = 6) -> int:
    """Write `passages` with a vector each, and what hangs on them; the number of edges.

    A passage is part of a document of 40, about a theme, dated, and mentions `mentions` entities,
    every third time a culture.
    """
    rng = np.random.default_rng(0)
    store.write(_shared)
    pairs = list(_pairs(rng, 2 * passages))
    store.write(lambda tx: tx.tally("CO_OCCURS", "Concept", "Concept", pairs))
    edges = len(pairs)
    for start in range(0, passages, _BATCH):
        rows = [_passage(rng, i, mentions) for i in range(start, min(start + _BATCH, passages))]
        edges += store.write(lambda tx, rows=rows: _batch(tx, rows))  # type: ignore[misc]
    return edges


def _batch(tx: Transaction, rows: Sequence[Row]) -> int:
    documents = sorted({row["document"] for row in rows})
    tx.upsert("Document", [{"uid": u, "title": u, "fingerprint": u} for u in documents])
    tx.upsert("Passage", [row["node"] for row in rows])
    ends = {"PART_OF": "Document", "ABOUT": "Theme", "DATED": "Period", "MENTIONS": "Concept"}
    known = tx.handles("Passage", [row["node"]["uid"] for row in rows])
    for label in (*ends.values(), "Culture"):
        known |= tx.handles(label, sorted({end for row in rows for *_, end in row["edges"]}))
    count = 0
    for type_ in ends:
        edges = [
            {"source": known[row["node"]["uid"]], "target": known[end], "properties": properties}
            for row in rows
            for kind, properties, end in row["edges"]
            if kind == type_
        ]
        tx.attach(type_, edges)
        count += len(edges)
    return count


def _passage(rng: np.random.Generator, number: int, mentions: int) -> Row:
    document = uid("Document", "bench", number // 40)
    node = {
        "uid": uid("Passage", "bench", number),
        "idx": number % 40,
        "lang": ("en", "tr")[number % 2],
        "encoder": "bench 1",
        "embedding": rng.normal(size=SIZE).astype(np.float32).tolist(),
    }
    edges = [
        ("PART_OF", {}, document),
        ("ABOUT", {"score": 1.0}, uid("Theme", int(rng.integers(_THEMES)))),
        ("DATED", {}, uid("Period", int(rng.integers(_ERAS)))),
    ]
    for i in range(mentions):
        place = {"start": 10 * i, "end": 10 * i + 5, "surface": "a name", "extractor": "bench"}
        label, most = ("Culture", _CULTURES) if i % 3 == 0 else ("Concept", _CONCEPTS)
        edges.append(("MENTIONS", place, uid(label, int(most * rng.random() ** 2))))
    return {"document": document, "node": node, "edges": edges}


def _shared(tx: Transaction) -> None:
    tx.upsert("Theme", [_named("Theme", i) | {"name_tr": f"tema {i}"} for i in range(_THEMES)])
    tx.upsert("Period", [_named("Period", i) | {"kind": "era"} for i in range(_ERAS)])
    tx.upsert("Culture", [_named("Culture", i) for i in range(_CULTURES)])
    tx.upsert("Concept", [_named("Concept", i) for i in range(_CONCEPTS)])


def _named(label: str, number: int) -> Row:
    return {"uid": uid(label, number), "name": f"{label} {number}"}


def _pairs(rng: np.random.Generator, number: int) -> Iterator[Row]:
    codes = np.unique(rng.integers(_CONCEPTS, size=(number, 2)), axis=0)
    for one, other in codes[codes[:, 0] < codes[:, 1]].tolist():
        ends = sorted((uid("Concept", one), uid("Concept", other)))
        yield {"source": ends[0], "target": ends[1], "count": int(rng.integers(1, _TOGETHER))}
