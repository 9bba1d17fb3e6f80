"""Documents on their way into the graph: gathered, then worked on and written together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from ingest import contribution
from ingest.coding import of_table
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
from ingest.extract import Extractor
from ingest.known import Known
from ingest.parts import documents
from ingest.read.grid import Remarks
from ingest.scan import digest
from ingest.split import split
from ingest.write import Batch, write
from kg.errors import Unreadable
from kg.store import Store

ENCODERS = (text_encoder.NAME, image_encoder.NAME, sound_encoder.NAME)
_CHARACTERS = 500_000
"""Of text in one transaction, beyond which no further document is added."""
_CHANGING = "changing"


@dataclass(slots=True)
class Intake:
    """Takes files in; each batch of at most `most` documents, and not much more text than a
    transaction should hold, is one transaction. `written` is called after each; `part` then names
    the part that was read last of a file of many documents.
    """

    store: Store
    finder: Extractor
    known: Known
    most: int
    written: Callable[[], None] = lambda: None
    refused: list[tuple[SourceFile, str]] = field(default_factory=list)
    part: str = ""
    _batch: Batch = field(default_factory=Batch)
    _texts: list[tuple[SourceFile, TextDocument]] = field(default_factory=list)
    _held: int = 0
    _characters: int = 0

    def take(self, file: SourceFile) -> None:
        """Take in all documents of a file that is new or changed, or set it aside.

        A file may change while others are read, or it itself: what it gave then is kept only where
        each part has a digest of its own, and in any case the next ingest reads it again.
        """
        file = replace(file, sha256=digest(file.location))
        seen: dict[str, str] = {}
        remarks, told = Remarks(), True
        try:
            for part, document in documents(file, remarks):
                told = told and part.sha256 != file.sha256
                seen[document_uid(part)] = part.fingerprint
                self.part = part.part
                self._add(part, document)
        except Unreadable as error:
            self._refuse(_settled(file), seen, str(error))
            return
        now = _settled(file)
        if now == file or told:
            self._close(now, seen, remarks)
        else:
            self._refuse(now, seen, "It changed while it was read; the next time it is read again.")

    def drop(self, path: str, source: str) -> None:
        """Take out what a file that is no more had added."""
        self._batch.gone.append((source, path))
        self._batch.dropped |= self.known.of(path)
        self._count(0)

    def flush(self) -> None:
        """Write what has been gathered."""
        if not (self._batch or self._texts):
            return
        self._batch.gains += _texts(self._texts, self.finder)
        write(self.store, self._batch)
        self._batch, self._texts = Batch(), []
        self._held = self._characters = 0
        self.written()

    def _add(self, file: SourceFile, document: Document) -> None:
        if self.known.of(file.path).get(document_uid(file)) == file.fingerprint:
            return
        if isinstance(document, TextDocument):
            self._texts.append((file, document))
        else:
            self._batch.gains.append(_contribution(file, document))
        self._count(len(document.text) if isinstance(document, TextDocument) else 0)

    def _count(self, characters: int) -> None:
        self._held += 1
        self._characters += characters
        if self._held >= self.most or self._characters >= _CHARACTERS:
            self.flush()

    def _refuse(self, file: SourceFile, seen: dict[str, str], reason: str) -> None:
        self.refused.append((file, reason))
        self._batch.refused.append((file, reason))
        self._texts = [each for each in self._texts if each[0].path != file.path]
        self._batch.dropped |= self.known.of(file.path) | seen
        self._count(0)

    def _close(self, file: SourceFile, seen: dict[str, str], remarks: Remarks) -> None:
        """The file is read to its end: what it no longer holds goes."""
        stale = self.known.of(file.path)
        self._batch.dropped |= {uid: stale[uid] for uid in stale.keys() - seen.keys()}
        if seen.keys() != {document_uid(file)}:
            self._batch.collected.append((file, list(remarks.all())))


def _settled(file: SourceFile) -> SourceFile:
    """The file, with a digest that no file has where it is no longer as it was."""
    return file if digest(file.location) == file.sha256 else replace(file, sha256=_CHANGING)


def _contribution(file: SourceFile, document: Document) -> Contribution:
    if isinstance(document, ImageDocument):
        vector = image_encoder.encode(document.pixels).tolist()
        return contribution.of_media(file, document, vector, encoder=image_encoder.NAME)
    if isinstance(document, SoundDocument):
        vector = sound_encoder.encode(document.samples, document.rate).tolist()
        return contribution.of_media(file, document, vector, encoder=sound_encoder.NAME)
    if isinstance(document, VectorsDocument):
        return contribution.of_vectors(file, document)
    assert isinstance(document, TableDocument)
    return of_table(file, document)


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
