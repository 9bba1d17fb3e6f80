"""Words and what they are tagged: the way between spans of a text and B-, I- and O."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_WORD = re.compile(
    r"(?:\w\.){2,}(?:['’‘ʼ`´]\w+)?"  # M.Ö., A.B.D.'nin
    r"|%?\d+(?:[.,:/]\d+)*(?:['’‘ʼ`´]\w+|\.(?=\s))?"  # 1.453'te, 20. yüzyıl
    r"|[\w&]+(?:[/&'’‘ʼ`´]\w+)*"
    r"|[^\w\s]"
)


class Span(NamedTuple):
    """A labelled stretch of a text: `text[start:end]` is the name."""

    start: int
    end: int
    label: str


class Found(NamedTuple):
    """A name as a model gives it: its own label, and how sure it is, 0..1."""

    start: int
    end: int
    label: str
    score: float


class Word(NamedTuple):
    """A word of a text: `text[start:end] == form`."""

    start: int
    end: int
    form: str


def words(text: str) -> list[Word]:
    """The words of `text`, endings after apostrophes and points of ordinals included."""
    return [Word(*match.span(), match[0]) for match in _WORD.finditer(text)]


def tags(found: Sequence[Word], spans: Iterable[Span]) -> list[str]:
    """One of B-LABEL, I-LABEL, O a word; a word that a span only touches belongs to it."""
    row = ["O"] * len(found)
    for span in spans:
        inside = [i for i, w in enumerate(found) if w.start < span.end and w.end > span.start]
        for place, i in enumerate(inside):
            row[i] = f"{'I' if place else 'B'}-{span.label}"
    return row


def spans(found: Sequence[Word], row: Sequence[str]) -> list[Span]:
    """The names that `row`, one tag a word, spells; an I- that goes on with nothing begins one."""
    made: list[Span] = []
    before = "O"
    for word, tag in zip(found, row, strict=True):
        if tag != "O" and tag[:2] == "I-" and before[2:] == tag[2:]:
            made[-1] = made[-1]._replace(end=word.end)
        elif tag != "O":
            made.append(Span(word.start, word.end, tag[2:]))
        before = tag
    return made
