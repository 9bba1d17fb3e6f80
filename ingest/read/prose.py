"""The stored form of a text: clean parts under headings, put together with offsets that hold."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.document import Metadata, Section, TextDocument
from kg.errors import Unreadable

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
    """What stands under one heading; the title is "" for what stands before the first."""

    title: str
    text: str


def clean(text: str) -> str:
    """NFC with LF line ends, at most one blank line in a row, none at either end.

    Soft hyphens, zero-width spaces and trailing spaces go; stray controls become spaces.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_UNWANTED)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", text).strip("\n"))


def without_licence(parts: list[Part]) -> list[Part]:
    """The parts between the START and END lines of Project Gutenberg, where there are such."""
    for index, part in enumerate(parts):
        if found := _START.search(part.text):
            parts = [Part("", part.text[found.end() :]), *parts[index + 1 :]]
            break
    for index, part in enumerate(parts):
        if found := _END.search(part.text):
            return [*parts[:index], Part(part.title, part.text[: found.start()])]
    return parts


def compose(metadata: Metadata, parts: list[Part]) -> TextDocument:
    """One text of all parts, blank lines between them; a section runs from its heading on.

    Raises Unreadable where no letter or digit is left.
    """
    pieces: list[str] = []
    sections: list[Section] = []
    start = 0
    for part in without_licence(parts):
        title = " ".join(clean(part.title).split())
        piece = "\n\n".join(filter(None, (title, clean(part.text))))
        if not piece:
            continue
        if title:
            sections.append(Section(title, start, start + len(piece)))
        pieces.append(piece)
        start += len(piece) + 2
    text = "\n\n".join(pieces)
    if not any(map(str.isalnum, text)):
        raise Unreadable("The file holds no text.")
    return TextDocument(metadata, text, tuple(sections))
