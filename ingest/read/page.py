"""Marks in a text that is being read: here a page, or a moment of a recording, begins.

A mark is a label between U+FDD0 and U+FDD1, which Unicode keeps for the inner use of programs.
"""

import re
import unicodedata

from ingest.document import Page

LONGEST = 40
"""Code points of a label; longer ones are no page numbers."""

_MARK = re.compile("\ufdd0([^\ufdd0\ufdd1]*)\ufdd1")
_GAP = re.compile("(?:\ufdd0[^\ufdd0\ufdd1]*\ufdd1\\s*)+")
_STRAY = str.maketrans("", "", "\ufdd0\ufdd1")


def mark(label: str) -> str:
    """The mark of a page with this label, to stand in the text before the page's first word."""
    words = " ".join(label.translate(_STRAY).split())
    return f"\ufdd0{words[:LONGEST]}\ufdd1" if words else ""


def unmarked(text: str) -> str:
    """A file's own text, where these signs mean nothing, without them."""
    return text.translate(_STRAY)


def settled(text: str) -> str:
    """The text with each mark right before the next word, so that it parts no white space."""
    return _GAP.sub(_last, text)


def taken(text: str) -> tuple[str, list[Page]]:
    """The text (NFC) without its marks, and the pages with their offsets in it."""
    first, *rest = _MARK.split(text)
    pieces, pages, length = [first.translate(_STRAY)], list[Page](), len(first.translate(_STRAY))
    for label, piece in zip(rest[::2], rest[1::2], strict=True):
        pages.append(Page(label, length))
        pieces.append(piece.translate(_STRAY))
        length += len(pieces[-1])
    return unicodedata.normalize("NFC", "".join(pieces)).rstrip("\n"), pages


def _last(gap: re.Match[str]) -> str:
    marks = "".join(found[0] for found in _MARK.finditer(gap[0]))
    return _MARK.sub("", gap[0]) + marks
