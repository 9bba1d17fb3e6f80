"""What a graph holds, in numbers."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from api.review import count
from gnn.export import snapshot
from gnn.runs import current
from ingest.ingestion import recent
from kg.errors import ManifestError
from kg.store import Store


def overview(store: Store) -> dict[str, Any]:
    """Counts by label and type, documents by source, files set aside with reasons, the run."""
    documents = store.nodes("Document", ["source", "path", "remarks"])
    collections = store.nodes("Collection", ["source", "path", "remarks"])
    unreadable = store.nodes("Unreadable", ["source", "path", "reason"])
    sources = store.nodes("Source", ["name", "folder"])
    folders = dict(zip(sources["name"], sources["folder"], strict=True))
    owned, refused = Counter(documents["source"]), Counter(unreadable["source"])
    run = current(store)
    return {
        "store": store.kind,
        "counts": store.counts(),
        "sources": [
            (name, owned[name], refused[name], folders.get(name, ""))
            for name in sorted({*owned, *refused, *folders})
        ],
        "unreadable": _rows(unreadable, "source", "path", "reason"),
        "remarks": [
            (source, path, remark)
            for columns in (documents, collections)
            for source, path, remarks in _rows(columns, "source", "path", "remarks")
            for remark in remarks or ()
        ],
        "review": _waiting(store),
        "run": asdict(run) if run else None,
        "ingestions": [asdict(each) | {"words": each.words} for each in recent(store)],
        "older": run is not None and run.snapshot != snapshot(store),
    }


def _waiting(store: Store) -> int | None:
    """How many candidates wait for review; None where that cannot be told: what finds them is
    not installed, or a file of corrections is wrong, as `umran review` then says."""
    try:
        return count(store)
    except (ImportError, ManifestError):
        return None


def _rows(columns: dict[str, list[Any]], *names: str) -> list[tuple[Any, ...]]:
    return sorted(zip(*(columns[name] for name in names), strict=True), key=lambda row: row[:2])
