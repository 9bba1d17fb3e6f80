"""Two studied cultures and one that is only named, with what people ask about: written by hand."""

from kg.terms import stem
from kg.transaction import Transaction

SENTENCES = ("The mosque has a dome.", "The mosque of the Ottomans has a court.")
ROWS = {
    "Culture": [
        {"uid": "c0", "name": "Ottoman", "norm": "ottoman", "aliases": ["Osmanlı"]},
        {"uid": "c1", "name": "Ojibwa", "norm": "ojibwa", "family": "Algic"},
        {"uid": "c2", "name": "Venetian", "norm": "venetian"},
    ],
    "Structure": [
        {"uid": "s0", "name": "mosque", "norm": "mosque", "aliases": ["cami"]},
        {"uid": "s1", "name": "dome", "norm": "dome"},
    ],
    "Document": [{"uid": "d0", "title": "On domes", "source": "small", "path": "a.md"}],
    "Passage": [
        {"uid": f"p{i}", "idx": i, "text": text, "terms": stem(text, "en"), "lang": "en"}
        for i, text in enumerate(SENTENCES)
    ],
    "Trait": [{"uid": "t0", "name": "descent", "code": "descent"}],
    "Theme": [{"uid": "h0", "name": "Architecture", "name_tr": "Mimarlık"}],
    "Run": [{"uid": "r0", "name": "train", "current": True}],
}
EDGES = (
    ("DESCRIBES", "Document", "Culture", "d0", "c0", {}),
    ("PART_OF", "Passage", "Document", "p0", "d0", {}),
    ("PART_OF", "Passage", "Document", "p1", "d0", {}),
    ("MENTIONS", "Passage", "Structure", "p0", "s0", {"start": 4, "end": 10, "surface": "mosque"}),
    ("MENTIONS", "Passage", "Structure", "p0", "s1", {"start": 17, "end": 21, "surface": "dome"}),
    ("MENTIONS", "Passage", "Structure", "p1", "s0", {"start": 27, "end": 33, "surface": "mosque"}),
    ("MENTIONS", "Passage", "Culture", "p1", "c0", {"start": 41, "end": 49, "surface": "Ottomans"}),
    ("HAS_TRAIT", "Culture", "Trait", "c0", "t0", {"document": "d", "value": "patrilineal"}),
    ("HAS_TRAIT", "Culture", "Trait", "c1", "t0", {"document": "d", "value": "bilateral"}),
    (
        *("SIMILAR_TO", "Culture", "Culture", "c0", "c1"),
        {"run": "r0", "theme": "architecture", "score": 0.5, "rank": 1, "sources": 2},
    ),
)


def fill(tx: Transaction) -> None:
    for label, rows in ROWS.items():
        tx.upsert(label, rows)
    for type_, source, target, a, b, properties in EDGES:
        tx.link(type_, source, target, [{"source": a, "target": b, "properties": properties}])
