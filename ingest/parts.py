"""One file, one document or many: the documents of a file, one by one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.corrections import NONE
from ingest.document import (
    Document,
    Page,
    Section,
    SourceFile,
    TableDocument,
    TextDocument,
    TraitRow,
    VectorsDocument,
)
from ingest.read import read
from ingest.read.archive import unpacked
from ingest.read.corpus import JSON_LINES, records
from ingest.read.grid import Remarks
from ingest.read.stream import is_long, portions_of
from ingest.scan import ARCHIVE, survey
from kg.errors import ManifestError, UmranError, Unreadable

_END = re.compile(r"[.!?…]\s")
LONGEST = 1_500_000
"""Code points of the longest document: one document is one transaction, and must fit into it."""
SENTENCES = 20_000
"""About the sentences of the longest document: each is a passage with edges and a vector."""
STREAMED = 250_000
"""Code points of a portion of a text that is read as a stream: memory goes by these."""
MOST_VALUES = 50_000
"""Coded values of the largest table that is one document."""
MOST_CULTURES = 100_000
"""Cultures of the largest table; languages of the world are some 8,000."""
MOST_TRAITS = 20_000
"""Traits of the largest table: each is a document where it has too many values for one."""
MOST_NUMBERS = 4_000_000
"""Numbers of the largest matrix of vectors that is one document."""


def documents(file: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, Document]]:
    """The documents of a file, each with the file it is, or the part of the file that it is.

    `remarks` takes what is left out of a file of many documents. Raises Unreadable, or what says
    that something of ours is missing.
    """
    try:
        yield from _documents(file, remarks)
    except UmranError:
        raise
    except MemoryError:
        raise Unreadable("It needs more memory than there is.", hint="Split it.") from None
    except Exception as error:  # no file may stop the rest, whatever is wrong with it
        said = f"{type(error).__name__}: {error}"
        raise Unreadable(f"The file is damaged or not what its name says ({said}).") from error


def _documents(file: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, Document]]:
    ending = PurePosixPath(file.path).suffix.lower()
    if ending == ARCHIVE:
        yield from _archived(file, remarks)
    elif file.corpus or ending in JSON_LINES:
        for part, document in records(file, remarks):
            yield from _portioned(part, document)
    elif is_long(file):
        for name, portion in numbered(portions_of(file, longest=STREAMED)):
            yield replace(file, part=name, portion_of=""), portion
    else:
        yield from _portioned(file, read(file))


def _portioned(file: SourceFile, document: Document) -> Iterator[tuple[SourceFile, Document]]:
    """The document, or its portions where it is more than one transaction should hold."""
    found: Iterator[tuple[str, Document]] = iter(())
    if isinstance(document, TableDocument):
        _refuse_crowds(document)
    if isinstance(document, TextDocument) and len(document.text) > (longest := _longest(document)):
        found = numbered(portions(document, longest=longest))
    elif isinstance(document, TableDocument) and len(document.traits) > MOST_VALUES:
        found = by_trait(document)
    elif isinstance(document, VectorsDocument) and document.matrix.size > MOST_NUMBERS:
        found = numbered(by_rows(document, most=MOST_NUMBERS))
    else:
        yield file, document
    for name, portion in found:
        part = "#".join(filter(None, (file.part, name)))
        yield replace(file, part=part, portion_of=file.part), portion


def _longest(document: TextDocument) -> int:
    """Code points that fit into one transaction: fewer where sentences are short."""
    ends = len(_END.findall(document.text))
    return min(LONGEST, SENTENCES * len(document.text) // max(ends, 1))


def _refuse_crowds(table: TableDocument) -> None:
    cultures = {row.name for row in table.cultures} | {row.culture for row in table.traits}
    if len(cultures) > MOST_CULTURES:
        raise Unreadable(
            f"It names {len(cultures):,} cultures; the limit is {MOST_CULTURES:,}.",
            hint="Is this the column of the culture?",
        )
    traits = {row.trait for row in table.traits}
    if len(traits) > MOST_TRAITS:
        raise Unreadable(
            f"It has {len(traits):,} columns of traits; the limit is {MOST_TRAITS:,}.",
            hint="Name those that matter in the manifest: table.columns.",
        )


def numbered(documents: Iterator[Document]) -> Iterator[tuple[str, Document]]:
    """Each with its number from 1 as its name."""
    return ((str(number), document) for number, document in enumerate(documents, 1))


def by_rows(document: VectorsDocument, *, most: int) -> Iterator[VectorsDocument]:
    """Vectors in pieces of at most `most` numbers, or one row."""
    rows = max(1, most // document.matrix.shape[1])
    for first in range(0, len(document.cultures), rows):
        own = slice(first, first + rows)
        yield replace(document, matrix=document.matrix[own], cultures=document.cultures[own])


def _archived(file: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, Document]]:
    """What the folder in an archive holds, by its own manifest, else by what is said of it."""
    found = False
    with unpacked(file.location, remarks) as folder:
        try:
            about = replace(file.metadata, title="")
            inside = survey(folder, source=file.source, about=about)
        except ManifestError as error:
            said = str(error).replace(f"{folder}/", "")  # another one each time
            raise Unreadable(f"Its manifest: {said}") from None
        for notice in inside.notices:
            remarks.add(f"{notice.path}: {notice.reason}")
        for member in inside.files:
            try:
                for part, document in _member(member, remarks):
                    name = "#".join(filter(None, (member.path, part.part)))
                    said = f"{file.said}|{part.said}"
                    own = file.corrections if part.corrections == NONE else part.corrections
                    of = part.portion_of
                    of = None if of is None else "#".join(filter(None, (member.path, of)))
                    whole = replace(part, path=file.path, part=name, said=said, corrections=own)
                    yield replace(whole, portion_of=of), document
                    found = True
            except Unreadable as error:
                remarks.add(f"{member.path}: {error}".replace(f"{folder}/", ""))
    if not found:
        first = f" ({remarks.said[0]})" if remarks.said else ""
        raise Unreadable(f"The archive holds nothing that can be read{first}.")


def _member(member: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, Document]]:
    if PurePosixPath(member.path).suffix.lower() == ARCHIVE:
        raise Unreadable("an archive within an archive is not opened")
    yield from documents(member, remarks)


def by_trait(document: TableDocument) -> Iterator[tuple[str, TableDocument]]:
    """A large table in pieces, each with a name: its cultures, then each trait."""
    rows: dict[str, list[TraitRow]] = {}
    for row in document.traits:
        rows.setdefault(row.trait, []).append(row)
    yield "cultures", replace(document, traits=())
    for trait, own in sorted(rows.items()):
        said = replace(document.metadata, title=f"{document.metadata.title}: {own[0].title}")
        yield trait, replace(document, metadata=said, cultures=(), traits=tuple(own), remarks=())


def portions(document: TextDocument, *, longest: int) -> Iterator[TextDocument]:
    """A long text in pieces that follow one another, cut where a paragraph, a line or a word ends.

    Offsets and sections of each are its own.
    """
    start, number = 0, 1
    while start < len(document.text):
        end = _cut(document.text, start, start + longest)
        text = document.text[start:end]
        kept = text.rstrip()
        begin = start + len(kept) - len(kept.lstrip())
        title = f"{document.metadata.title} ({number})"
        if kept.strip():
            stop = start + len(kept)
            yield TextDocument(
                replace(document.metadata, title=title),
                kept.lstrip(),
                tuple(_within(document.sections, begin, stop)),
                tuple(_paged(document.pages, begin, stop)),
                tuple(_noted(document.notes, begin, stop)),
                document.remarks if number == 1 else (),
            )
            number += 1
        start = end


def _cut(text: str, start: int, most: int) -> int:
    if most >= len(text):
        return len(text)
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, start + 1, most)
        if found > 0:
            return found
    return most


def _within(sections: tuple[Section, ...], start: int, end: int) -> Iterator[Section]:
    """The sections that begin in the portion, and the rest of the one that began before it."""
    for section in sections:
        if section.start < end and section.end > start:
            title = section.title if section.start >= start else ""
            begin = max(section.start, start) - start
            yield replace(section, title=title, start=begin, end=min(section.end, end) - start)


def _paged(pages: tuple[Page, ...], start: int, end: int) -> Iterator[Page]:
    """The pages of the portion; the first may have begun before it."""
    for page, following in zip(pages, [*(p.start for p in pages[1:]), end], strict=False):
        if page.start < end and following > start:
            yield replace(page, start=max(page.start, start) - start)


def _noted(notes: tuple[tuple[int, int], ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in notes:
        if first < end and last > start:
            yield max(first, start) - start, min(last, end) - start
