"""One file, one document or many: the documents of a file, one by one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.document import Document, Page, Section, SourceFile, TextDocument
from ingest.read import read
from ingest.read.corpus import JSON_LINES, records
from ingest.read.grid import Remarks

LONGEST = 4_000_000
"""Code points of the longest document: one document is one transaction, and must fit into it."""


def documents(file: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, Document]]:
    """The documents of a file, each with the file it is, or the part of the file that it is.

    `remarks` takes what is left out of a file of many documents. Raises Unreadable.
    """
    if file.corpus or PurePosixPath(file.path).suffix.lower() in JSON_LINES:
        yield from records(file, remarks)
        return
    document = read(file)
    if not isinstance(document, TextDocument) or len(document.text) <= LONGEST:
        yield file, document
        return
    for number, portion in enumerate(portions(document, longest=LONGEST), 1):
        yield replace(file, part=str(number)), portion


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
