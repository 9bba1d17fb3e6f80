"""From the lines of printed pages to running text: heads dropped, notes apart, words joined.

A page is what a PDF gives: lines in the order of its content, with their place and size.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.read.page import mark
from ingest.read.prose import Part

EDGE = 2
"""Lines at the top and at the bottom of a page that may be running heads."""
MARGIN = 0.15
"""The share of a page's height, above and below, where they stand."""
WINDOW = 4
"""Pages before and after on which a running head is looked for again."""
REPEATS = 3
"""Pages of these, itself among them, that show it."""
SMALL, LARGE = 0.93, 1.15
"""Sizes, as shares of the body's, under which a note may stand and above which a heading."""
LONGEST_HEADING = 200

_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b")
_NOTE = re.compile(r"[\s\[(]*(?:\d{1,3}|[*†‡§]{1,3})[\s\]).]+(?=\S*[^\W\d])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ENDS = (".", "!", "?", ":", "…", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `size` is its usual letter's height, all in points from the page's bottom."""

    text: str
    size: float
    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its label, its height in points, its lines, and its titles in the outline."""

    label: str
    height: float
    lines: tuple[Line, ...]
    titles: frozenset[str] = frozenset()


def laid_out(sheets: Sequence[Sheet]) -> list[Part]:
    """The parts of a printed text under its headings.

    A heading is a line that the outline names on its page, or one much larger than the body. What
    repeats at the edges of neighbouring pages is dropped; a small line with a note's mark in the
    lower half of a page begins a note.
    """
    body = _body_size(sheets)
    story = _Story(body)
    for sheet, lines in zip(sheets, _without_heads(sheets), strict=True):
        story.turn(sheet)
        for line in lines:
            story.take(line)
    return list(story.parts())


def _body_size(sheets: Iterable[Sheet]) -> float:
    letters: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            letters[round(line.size * 2) / 2] += len(line.text)
    return max(letters, key=lambda size: (letters[size], size), default=0.0)


def _without_heads(sheets: Sequence[Sheet]) -> Iterator[list[Line]]:
    """The lines of each page but those whose like stands at the edge of most pages around."""
    body = _body_size(sheets)
    edges = [{_likeness(line) for line in _edge(sheet, body)} for sheet in sheets]
    for number, sheet in enumerate(sheets):
        near = edges[max(0, number - WINDOW) : number + WINDOW + 1]
        around = Counter(like for each in near for like in each)
        heads = {line for line in _edge(sheet, body) if around[_likeness(line)] >= REPEATS}
        yield [line for line in sheet.lines if line not in heads]


def _edge(sheet: Sheet, body: float) -> list[Line]:
    """The lines at the top and bottom that are no larger than the body's."""
    ordered = sorted(sheet.lines, key=lambda line: -line.top)
    outer = ordered[:EDGE] + ordered[EDGE:][-EDGE:]
    return [line for line in outer if line.size < LARGE * body and _is_outside(line, sheet.height)]


def _is_outside(line: Line, height: float) -> bool:
    return line.bottom > (1 - MARGIN) * height or line.top < MARGIN * height


def _likeness(line: Line) -> str:
    return _NUMBER.sub("#", " ".join(line.text.casefold().split()))


def likeness_of_title(title: str) -> str:
    """A heading as it is compared with the outline."""
    return "".join(filter(str.isalnum, title.casefold()))


@dataclass(slots=True)
class _Story:
    """The text so far: paragraphs of the open part, its notes, and where the last line stood."""

    body: float
    done: list[Part] = field(default_factory=list)
    title: str = ""
    paragraphs: list[list[str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    sheet: Sheet = field(default_factory=lambda: Sheet("", 0.0, ()))
    before: Line | None = None
    place: str = "text"
    turned: str = ""

    def turn(self, sheet: Sheet) -> None:
        """Begin a page."""
        self.sheet, self.turned = sheet, mark(sheet.label)
        if self.place == "note":
            self.place, self.before = "text", None

    def take(self, line: Line) -> None:
        """Add a line to where it belongs."""
        small = line.size <= SMALL * self.body
        if small and line.top < self.sheet.height / 2 and (found := _NOTE.match(line.text)):
            self.notes.append([mark(self.sheet.label) + line.text[found.end() :]])
            self.place = "note"
        elif small and self.place == "note":
            _join(self.notes[-1], line.text)
        elif self._is_heading(line):
            self._head(line)
        else:
            self._say(line)

    def parts(self) -> Iterator[Part]:
        """All parts, the open one with them."""
        yield from self.done
        yield self._part()

    def _part(self) -> Part:
        text = "\n\n".join(map("".join, self.paragraphs))
        return Part(self.title, text, tuple(map("".join, self.notes)))

    def _is_heading(self, line: Line) -> bool:
        if len(line.text) > LONGEST_HEADING or not any(map(str.isalpha, line.text)):
            return False
        return line.size >= LARGE * self.body or likeness_of_title(line.text) in self.sheet.titles

    def _head(self, line: Line) -> None:
        last = self.before
        if self.place == "heading" and last and abs(last.size - line.size) < 1 and not self.turned:
            self.title += " " + line.text
        else:
            self.done.append(self._part())
            self.title, self.paragraphs, self.notes = self.turned + line.text, [], []
        self.place, self.before, self.turned = "heading", line, ""

    def _say(self, line: Line) -> None:
        text = self.turned + line.text
        if not self.paragraphs or self.place == "heading" or self._begins(line):
            self.paragraphs.append([text])
        else:
            _join(self.paragraphs[-1], line.text, between=self.turned)
        self.place, self.before, self.turned = "text", line, ""

    def _begins(self, line: Line) -> bool:
        """Whether the line begins a paragraph: after a gap, indented, or on a new page or column.

        What runs on over a page or column is one paragraph, told by its open end.
        """
        ended = self.paragraphs[-1][-1].endswith(_ENDS)
        last = self.before
        if last is None or self.turned or line.bottom > last.top:
            return ended
        gap = last.bottom - line.top
        indented = line.left > last.left + 0.8 * line.size
        return gap > 0.7 * self.body or (ended and indented) or abs(line.size - last.size) > 1.5


def _join(pieces: list[str], more: str, *, between: str = "") -> None:
    """Add a line to a text: a word that a hyphen parts is whole again, else they stay lines."""
    if more[:1].islower() and _HYPHEN.search(pieces[-1][-2:]):
        pieces[-1] = pieces[-1][:-1]
        pieces.append(between + more)
    else:
        pieces.append(f"\n{between}{more}")
