"""A small graph of cultures, written by hand, with everything that an export reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kg.naming import entity_uid, normalise, uid
from kg.store import Store
from kg.transaction import Transaction

Row = dict[str, Any]
Rows = dict[tuple[str, ...], list[Row]]
CULTURES = ("Ottoman", "Ojibwa", "Inca", "Sámi", "Yoruba", "Mongol")
THEMES = {"worship": "ibadet", "architecture": "mimari"}
ERAS = {"before 1500": (None, 1499), "1500 to now": (1500, None)}
OTHERS = ("dome", "lodge", "drum")


def fill(store: Store, *, seed: int = 0, order: Sequence[int] = range(6)) -> None:
    """Six cultures with passages; some with pictures, sounds, traits; "Venetian" is only named.

    `order` is that in which they are written.
    """
    rows = _Rows()
    _shared(rows)
    for number in order:
        _culture(rows, number, np.random.default_rng([seed, number]))
    _pairs(rows)
    store.write(rows.write)


class _Rows:
    """What is to be written, so that one statement a label and an edge type does it."""

    def __init__(self) -> None:
        self._nodes: Rows = defaultdict(list)
        self._edges: Rows = defaultdict(list)
        self._counts: Rows = defaultdict(list)

    def upsert(self, label: str, rows: Iterable[Row]) -> None:
        self._nodes[label,] += rows

    def link(self, type: str, source: str, target: str, rows: Iterable[Row]) -> None:
        self._edges[type, source, target] += rows

    def tally(self, type: str, source: str, target: str, rows: Iterable[Row]) -> None:
        self._counts[type, source, target] += rows

    def write(self, tx: Transaction) -> None:
        for (label,), rows in self._nodes.items():
            tx.upsert(label, rows)
        for ends, rows in self._edges.items():
            tx.link(*ends, rows)
        for ends, rows in self._counts.items():
            tx.tally(*ends, rows)


def culture(name: str) -> str:
    return entity_uid("Culture", name)


def theme(name: str) -> str:
    return uid("Theme", name)


def era(name: str) -> str:
    return uid("Period", name)


def _shared(tx: _Rows) -> None:
    tx.upsert("Theme", [{"uid": theme(n), "name": n, "name_tr": tr} for n, tr in THEMES.items()])
    rows = [
        {"uid": era(n), "name": n, "kind": "era", "year_from": a, "year_to": b}
        for n, (a, b) in ERAS.items()
    ]
    tx.upsert("Period", [*rows, {"uid": era("Tanzimat"), "name": "Tanzimat", "kind": "named"}])
    for label, names in (("Culture", (*CULTURES, "Venetian")), ("Concept", OTHERS)):
        tx.upsert(label, [_named(label, name) for name in names])
    tx.upsert("Culture", [{"uid": culture("Ottoman"), "aliases": ["Osmanlı"]}])
    traits = [
        {"uid": uid("Trait", code), "name": code, "code": code} for code in ("descent", "god")
    ]
    tx.upsert("Trait", traits)
    tx.link("ABOUT", "Trait", "Theme", [_edge(uid("Trait", "god"), theme("worship"), score=1.0)])


def _named(label: str, name: str) -> dict[str, Any]:
    place = (
        {"latitude": float(len(name)), "longitude": 10.0 * len(name)} if label == "Culture" else {}
    )
    return {"uid": entity_uid(label, name), "name": name, "norm": normalise(name)} | place


def _culture(tx: _Rows, number: int, rng: np.random.Generator) -> None:
    name = CULTURES[number]
    document = uid("Document", name)
    tx.upsert("Document", [{"uid": document, "title": name, "fingerprint": f"print {name}"}])
    tx.link("DESCRIBES", "Document", "Culture", [_edge(document, culture(name))])
    _passages(tx, rng, name, document)
    if number % 3 != 2:
        _media(tx, rng, name, document, "image" if number % 2 else "audio")
    codes = {"descent": "ab"[number % 2], "god": "xyz"[number % 3]}
    for code, value in codes.items() if number != 1 else ():
        edge = _edge(culture(name), uid("Trait", code), document=document, code=value, year=1400)
        tx.link("HAS_TRAIT", "Culture", "Trait", [edge])


def _pairs(tx: _Rows) -> None:
    for one, other, passages in (("dome", "lodge", 3), ("dome", "drum", 1)):
        ends = sorted((entity_uid("Concept", one), entity_uid("Concept", other)))
        row = {"source": ends[0], "target": ends[1], "count": passages}
        tx.tally("CO_OCCURS", "Concept", "Concept", [row])


def _passages(tx: _Rows, rng: np.random.Generator, name: str, document: str) -> None:
    rows = [
        {
            "uid": uid("Passage", name, i),
            "idx": i,
            "lang": "tr" if i % 2 else "en",
            "encoder": "words 1" if i else "other 2",
            "embedding": vector(rng, 256),
        }
        for i in range(6)
    ]
    tx.upsert("Passage", rows)
    uids = [row["uid"] for row in rows]
    tx.link("PART_OF", "Passage", "Document", [_edge(each, document) for each in uids])
    about = [_edge(each, theme(list(THEMES)[i % 2]), score=1.0) for i, each in enumerate(uids)]
    tx.link("ABOUT", "Passage", "Theme", about)
    dated = [_edge(each, era(list(ERAS)[i % 2])) for i, each in enumerate(uids[:3])]
    tx.link("DATED", "Passage", "Period", [*dated, _edge(uids[3], era("Tanzimat"))])
    for i, each in enumerate(uids):
        concept = entity_uid("Concept", OTHERS[i % 3])
        _mention(tx, each, "Concept", concept, 0)
        _mention(tx, each, "Concept", concept, 9)  # twice in a passage counts once
    if name in CULTURES[2:]:
        _mention(tx, uids[0], "Culture", culture("Venetian"), 20)
    _mention(tx, uids[1], "Culture", culture("Ottoman"), 20)


def _mention(tx: _Rows, passage: str, label: str, entity: str, start: int) -> None:
    edge = _edge(passage, entity, start=start, end=start + 4, surface="name")
    tx.link("MENTIONS", "Passage", label, [edge])


def _media(tx: _Rows, rng: np.random.Generator, name: str, document: str, modality: str) -> None:
    own = uid("Media", name)
    row = {"uid": own, "modality": modality, "encoder": "shapes 1", "embedding": vector(rng, 12)}
    tx.upsert("Media", [row])
    tx.link("PART_OF", "Media", "Document", [_edge(own, document)])
    tx.link("DESCRIBES", "Media", "Culture", [_edge(own, culture(name))])
    tx.link("ABOUT", "Media", "Theme", [_edge(own, theme("architecture"), score=1.0)])


def vector(rng: np.random.Generator, size: int) -> list[float]:
    """A float32 vector, as encoders make them."""
    return [float(value) for value in rng.normal(size=size).astype(np.float32)]


def _edge(source: str, target: str, **properties: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "properties": properties}


def names(rows: Iterable[Any]) -> list[str]:
    return [row.name for row in rows]
