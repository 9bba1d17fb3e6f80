"""The parts of a marked-up text as its elements are met, for readers of HTML and TEI."""

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.read.page import mark, unmarked
from ingest.read.prose import Part


@dataclass(slots=True)
class Flow:
    """What was said so far. Text goes to the open note, else to the open heading, else the body.

    White space is folded, but while `preformatted` is not 0.
    """

    done: list[Part] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    heading: Any = None
    note: Any = None
    preformatted: int = 0
    page: str = ""

    @property
    def words(self) -> list[str]:
        """Where text goes now."""
        if self.note is not None:
            return self.notes[-1]
        return self.body if self.heading is None else self.title

    def say(self, text: str | None) -> None:
        """Add text."""
        text = unmarked(text or "")
        if text and not self.preformatted:
            text = re.sub(r"\s+", " ", text)
            text = text.lstrip(" ") if self._spaced() else text
        if text:
            self.words.append(text)

    def _spaced(self) -> bool:
        """Whether white space, or nothing, comes before what is said now; marks are neither."""
        before = next((word for word in reversed(self.words) if unmarked(word) == word), " ")
        return before.endswith((" ", "\n", "\t"))

    def put(self, sign: str) -> None:
        """Add a line end, a blank line or a tab."""
        self.words.append(sign)

    def turn(self, label: str) -> None:
        """Begin a page; said twice of one page, once counts."""
        if mark(label) != self.page:
            self.page = mark(label)
            self.words.append(self.page)

    def begin_heading(self, element: Any) -> None:
        """Begin a part; text is its title until the element ends."""
        self.done.append(self._part())
        self.title, self.body, self.notes = [], [], []
        self.heading = element

    def begin_note(self, element: Any) -> None:
        """Take text apart until the element ends."""
        self.note = element
        self.notes.append([self.page])

    def end(self, element: Any) -> None:
        """Close the heading or the note that the element began."""
        if element is self.heading:
            self.heading = None
        if element is self.note:
            self.note = None

    def parts(self) -> list[Part]:
        """All parts, the open one with them."""
        return [*self.done, self._part()]

    def _part(self) -> Part:
        title = " ".join("".join(self.title).split())
        return Part(title, _lines(self.body), tuple(map(_lines, self.notes)))


def _lines(words: list[str]) -> str:
    return "\n".join(map(str.strip, "".join(words).split("\n")))
