"""The stored form of a text: clean parts under headings, put together with offsets that hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Metadata, Page, Section, TextDocument
from ingest.read import page
from kg.errors import Unreadable

LETTERS = 21_000_000
"""Code points of a text: what a transaction holds, and a little more than the largest .txt has."""

ACCENTS = 200
"""Combining marks in a row: to bring them into order takes the square of their number."""

_SIGNS = re.compile(rf"[^\w\s\x00-\x7f]{{{ACCENTS + 1},}}")
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), *range(127, 160), 0xA0), " ")
_UNWANTED: dict[int, str | None] = {**_CONTROLS, **_DROPPED}
_START = re.compile(
    r"\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^*]{0,400}\*{3}"
)
_END = re.compile(r"\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; the title is "" for what stands before the first.

    Title, text and notes may hold marks of pages; a note without one is of the last page before.
    """

    title: str
    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """NFC with LF line ends, at most one blank line in a row, none at either end.

    Soft hyphens, zero-width spaces and trailing spaces go; stray controls become spaces.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_UNWANTED)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return composed(re.sub(r"\n{3,}", "\n\n", text).strip("\n"))


def composed(text: str) -> str:
    """The text in NFC. Raises Unreadable for a letter with so many accents that it never ends."""
    for found in _SIGNS.finditer(text):
        if sum(unicodedata.combining(sign) > 0 for sign in found[0]) > ACCENTS:
            raise Unreadable(f"A letter in it has more than {ACCENTS} accents.")
    return unicodedata.normalize("NFC", text)


def without_licence(parts: list[Part]) -> list[Part]:
    """The parts between the START and END lines of Project Gutenberg, where there are such."""
    for index, part in enumerate(parts):
        if found := _START.search(part.text):
            parts = [Part("", part.text[found.end() :], part.notes), *parts[index + 1 :]]
            break
    for index, part in enumerate(parts):
        if found := _END.search(part.text):
            return [*parts[:index], Part(part.title, part.text[: found.start()])]
    return parts


def compose(metadata: Metadata, parts: list[Part], *, remarks: Sequence[str] = ()) -> TextDocument:
    """One text of all parts, blank lines between them; a section runs from its heading on.

    The notes of a part follow its text, a paragraph each. Raises Unreadable where no letter or
    digit is left, or more than LETTERS.
    """
    written = _Written()
    sections: list[Section] = []
    for part in without_licence(parts):
        first = len(written.pieces)
        title = written.add(" ".join(part.title.split()))
        start = written.end - len(title)
        written.add(part.text)
        for note in part.notes:
            written.note(note)
        if title and len(written.pieces) > first:
            sections.append(Section(title, start, written.end))
    text = "\n\n".join(written.pieces)
    if len(text) > LETTERS:
        raise Unreadable(f"It has more than {LETTERS:,} letters; split it.")
    if not any(map(str.isalnum, text)):
        raise Unreadable("The file holds no text.")
    pages, notes = tuple(written.pages), tuple(written.notes)
    return TextDocument(metadata, text, tuple(sections), pages, notes, tuple(remarks))


@dataclass(slots=True)
class _Written:
    """The pieces of a text so far; `end` is the length of them with blank lines between."""

    pieces: list[str] = field(default_factory=list)
    end: int = 0
    pages: list[Page] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str) -> str:
        """Add a piece, cleaned, and its pages; answers it as it is stored, or ""."""
        piece, pages = page.taken(clean(page.settled(text)))
        start = self.end + 2 * bool(self.pieces)
        self.pages += (Page(each.label, start + min(each.start, len(piece))) for each in pages)
        if piece:
            self.pieces.append(piece)
            self.end = start + len(piece)
        return piece

    def note(self, text: str) -> None:
        """Add a note; what follows is of the page that was open before it."""
        before = self.pages[-1].label if self.pages else ""
        if piece := self.add(text):
            self.notes.append((self.end - len(piece), self.end))
        if self.pages and self.pages[-1].label != before:
            self.pages.append(Page(before, self.end))
