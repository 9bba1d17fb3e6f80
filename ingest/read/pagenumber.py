"""Numbers of printed pages that stand in a web page by habit: classes and anchors, no roles."""

import re
from itertools import islice
from typing import Any

from ingest.read.page import LONGEST

_CLASSES = frozenset(("pagenum", "pageno", "pagenumber", "pagenr", "pgnum", "pgno", "pb"))
"""As Project Gutenberg's books have them, in small letters and without hyphens."""
_NUMBER = r"\d{1,5}[a-z]?|[ivxlcdm]{1,12}"
_SAID = re.compile(
    rf"[\W_]*(?:(?:pages?|pag|pg|pp?|s|seite|sayfa)\b[\s._]*)?"
    rf"((?:{_NUMBER})(?:-(?:{_NUMBER}))?)[\W_]*",
    re.I,
)
_ANCHOR = re.compile(rf"(?:page|pg|pb)[\s._-]?({_NUMBER})", re.I)


def numbered(element: Any, tag: str) -> tuple[str, bool] | None:
    """The page that begins at an element, and whether the element holds no more than its number.

    None where no page begins. A class alone is not believed of what holds more than a number.
    """
    words = list(islice(element.itertext(), 6))
    brief = len(words) < 6 and sum(map(len, words)) <= LONGEST
    text = "".join(words).strip() if brief else ""
    said, bare = _SAID.fullmatch(text), brief and not text
    anchored = next(filter(None, map(_ANCHOR.fullmatch, _anchors(element))), None)
    if brief and _CLASSES & set(_classes(element)):
        titled = _SAID.fullmatch(element.get("title", ""))
        found = said or (bare and (titled or anchored))
        return (found[1], True) if found else None
    if anchored and tag in ("a", "span"):
        return anchored[1], bool(bare or (said and said[1].lower() == anchored[1].lower()))
    return None


def names_page(anchor: str) -> bool:
    """Whether an anchor is called as those of printed pages are: a link to it is no footnote."""
    return _ANCHOR.fullmatch(anchor) is not None


def _classes(element: Any) -> list[str]:
    return [re.sub("[-_]", "", word) for word in element.get("class", "").lower().split()]


def _anchors(element: Any) -> list[str]:
    return [element.get(name, "") for name in ("id", "name")]
