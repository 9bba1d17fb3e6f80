"""A folder into the graph: what is new or changed is read, the rest costs a look."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ingest import contribution
from ingest.contribution import Contribution, document_uid
from ingest.document import (
    Document,
    ImageDocument,
    Passage,
    SoundDocument,
    SourceFile,
    TableDocument,
    TextDocument,
    VectorsDocument,
)
from ingest.encode import image as image_encoder
from ingest.encode import sound as sound_encoder
from ingest.encode import text as text_encoder
from ingest.entries import lexicon
from ingest.extract import Extractor, extractor
from ingest.read import read
from ingest.scan import Notice, survey
from ingest.seed import seed, settle
from ingest.source import register
from ingest.split import split
from ingest.write import set_aside, write
from kg.errors import Unreadable
from kg.store import Store

VERSION = "4"
"""Part of every fingerprint: raised when the same file would give other rows."""

_BYTES = 500_000

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `ingest` did: paths by what became of them, and notices of what it passed over."""

    source: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    set_aside: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()

    def passed_over(self) -> dict[str, list[str]]:
        """Reason -> paths of what gives no document."""
        reasons: dict[str, list[str]] = {}
        for notice in self.notices:
            reasons.setdefault(notice.reason, []).append(notice.path)
        return reasons


@dataclass(slots=True)
class _Batch:
    """What one batch gives: rows to write, and files that could not be read."""

    gains: list[Contribution] = field(default_factory=list)
    texts: list[tuple[SourceFile, TextDocument]] = field(default_factory=list)
    refused: list[tuple[SourceFile, str]] = field(default_factory=list)


def ingest(
    store: Store,
    folder: Path,
    *,
    source: str | None = None,
    manifest: Path | None = None,
    extract: str = "lexicon",
    batch: int = 100,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the files of `folder` into the graph; each batch is one transaction.

    Files whose content, manifest and pipeline are unchanged are not opened again. A file that
    cannot be read is set aside with its reason. `progress(done, total, path)` is called as files
    are done. Raises ManifestError, Unreadable for a missing folder, ModelMissing,
    SourceTaken.
    """
    found = survey(folder, source=source, manifest=manifest)
    finder = extractor(extract)
    owner = register(store, found.source, folder, chosen=found.chosen)
    stale = owner.lexicon != lexicon().digest
    pipeline = _pipeline(finder)
    files = [_stamped(file, pipeline) for file in found.files]
    known = _known(store, found.source)
    due = [file for file in files if known.get(document_uid(file)) != file.fingerprint]
    refused: list[Notice] = []
    if stale:
        seed(store, owner)
    for done, chunk in _chunks(due, batch):
        refused += _take(store, chunk, finder)
        if progress:
            progress(done, len(due), chunk[-1].path)
    if stale and owner.lexicon:
        settle(store, owner)
    bad = {notice.path for notice in refused}
    return Outcome(
        found.source,
        added=tuple(f.path for f in due if document_uid(f) not in known and f.path not in bad),
        changed=tuple(f.path for f in due if document_uid(f) in known and f.path not in bad),
        unchanged=len(files) - len(due),
        set_aside=tuple(refused),
        notices=tuple(found.notices),
    )


def _take(store: Store, files: Sequence[SourceFile], finder: Extractor) -> list[Notice]:
    batch = _Batch()
    for file in files:
        try:
            _sort(batch, file, read(file))
        except Unreadable as error:
            batch.refused.append((file, str(error)))
    batch.gains += _texts(batch.texts, finder)
    write(store, batch.gains)
    set_aside(store, batch.refused)
    return [Notice(file.path, reason) for file, reason in batch.refused]


def _sort(batch: _Batch, file: SourceFile, document: Document) -> None:
    if isinstance(document, TextDocument):
        batch.texts.append((file, document))
    elif isinstance(document, ImageDocument | SoundDocument):
        vector, encoder = _encoded(document)
        batch.gains.append(contribution.of_media(file, document, vector, encoder=encoder))
    elif isinstance(document, VectorsDocument):
        batch.gains.append(contribution.of_vectors(file, document))
    elif isinstance(document, TableDocument):
        batch.gains.append(contribution.of_table(file, document))


def _encoded(document: ImageDocument | SoundDocument) -> tuple[list[float], str]:
    if isinstance(document, ImageDocument):
        return image_encoder.encode(document.pixels).tolist(), image_encoder.NAME
    return sound_encoder.encode(document.samples, document.rate).tolist(), sound_encoder.NAME


def _texts(
    texts: Sequence[tuple[SourceFile, TextDocument]], finder: Extractor
) -> Iterator[Contribution]:
    """Split, extract and encode all texts of a batch together."""
    split_up = [split(document) for _, document in texts]
    passages = [passage for each in split_up for passage in each]
    mentions = finder.extract(passages)
    vectors = text_encoder.encode([passage.text for passage in passages]).tolist()
    whole: Iterator[tuple[Passage, list[float]]] = iter(
        (replace(passage, mentions=found), vector)
        for passage, found, vector in zip(passages, mentions, vectors, strict=True)
    )
    for (file, document), each in zip(texts, split_up, strict=True):
        own = list(islice(whole, len(each)))
        yield contribution.of_text(
            file,
            document,
            [passage for passage, _ in own],
            [vector for _, vector in own],
            encoder=text_encoder.NAME,
        )


def _known(store: Store, source: str) -> dict[str, str]:
    """Fingerprints of the files that the graph holds or has set aside, by uid."""
    known: dict[str, str] = {}
    for label in ("Unreadable", "Document"):
        columns = store.nodes(label, ["source", "fingerprint"])
        rows = zip(columns["uid"], columns["source"], columns["fingerprint"], strict=True)
        known |= {uid: fingerprint for uid, owner, fingerprint in rows if owner == source}
    return known


def _pipeline(finder: Extractor) -> str:
    encoders = (text_encoder.NAME, image_encoder.NAME, sound_encoder.NAME)
    return "|".join((VERSION, finder.name, finder.version, lexicon().digest, *encoders))


def _stamped(file: SourceFile, pipeline: str) -> SourceFile:
    stamp = hashlib.sha256(f"{file.fingerprint}|{pipeline}".encode()).hexdigest()
    return replace(file, fingerprint=stamp)


def _chunks(files: Sequence[SourceFile], most: int) -> Iterator[tuple[int, Sequence[SourceFile]]]:
    """Files done so far and the next batch: at most `most` files, and not many more bytes than a
    transaction should hold; a larger file is a batch of its own.
    """
    start = weight = 0
    for end, file in enumerate(files, 1):
        weight += _bytes(file.location)
        if end - start == most or weight >= _BYTES or end == len(files):
            yield end, files[start:end]
            start, weight = end, 0


def _bytes(location: Path) -> int:
    """Size of a file; 0 where it has gone since, which reading it will say."""
    try:
        return location.stat().st_size
    except OSError:
        return 0


def describe(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain data."""
    return {
        "source": outcome.source,
        "added": list(outcome.added),
        "changed": list(outcome.changed),
        "unchanged": outcome.unchanged,
        "set_aside": {notice.path: notice.reason for notice in outcome.set_aside},
        "notices": {notice.path: notice.reason for notice in outcome.notices},
    }
