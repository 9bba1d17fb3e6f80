"""What the graph has of a source: which files, in which documents, with which fingerprints."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.document import SourceFile
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Known:
    """Of one source.

    `whole` maps the path of a file that is in the graph with all its documents, or is set aside,
    to its fingerprint, `refused` one that is set aside to the reason. `documents` maps a path to
    its documents: uid -> fingerprint.
    """

    whole: Mapping[str, str]
    refused: Mapping[str, str]
    documents: Mapping[str, dict[str, str]]

    @property
    def paths(self) -> set[str]:
        """The files of which something is in the graph."""
        return {*self.whole, *self.documents}

    def has(self, file: SourceFile) -> bool:
        """Whether the file is there as it is now."""
        return self.whole.get(file.path) == file.fingerprint

    def of(self, path: str) -> dict[str, str]:
        """The documents of one file, uid -> fingerprint."""
        return self.documents.get(path, {})


def look(store: Store, source: str) -> Known:
    """What the graph has of `source`, in three reads."""
    whole: dict[str, str] = {}
    documents: dict[str, dict[str, str]] = defaultdict(dict)
    for uid, path, part, fingerprint in _rows(store, "Document", source):
        documents[path][uid] = fingerprint
        if not part:
            whole[path] = fingerprint
    refused: dict[str, str] = {}
    for label in ("Collection", "Unreadable"):
        for _, path, note, fingerprint in _rows(store, label, source):
            whole[path] = fingerprint
            refused |= {path: note} if label == "Unreadable" else {}
    return Known(whole, refused, documents)


def _rows(store: Store, label: str, source: str) -> list[list[str]]:
    note = "reason" if label == "Unreadable" else "part"
    [row] = store.read(
        f"MATCH (n:{label}) WHERE n.source = $source "
        f"RETURN collect([n.uid, n.path, n.{note}, n.fingerprint]) AS rows",
        source=source,
    )
    rows: list[list[str]] = row["rows"]
    return rows
