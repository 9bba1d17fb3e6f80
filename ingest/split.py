"""A document's text into passages: one sentence each, with exact offsets."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ingest.document import Passage, Section, TextDocument
from ingest.language import detect

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*(?:\n\s*\n|\Z))", re.S)
_SAMPLE = 4_000
_LONGEST = 1_500
_BREAK = re.compile(r"[;:,]?\s")


def split(document: TextDocument) -> list[Passage]:
    """The sentences of `document` in order; `document.text[p.start:p.end] == p.text`.

    Headings are no passages. The language is that of the metadata, else detected. A run of text
    without sentence ends is cut at white space after 1,500 code points.
    """
    text, titles = document.text, _titles(document.sections)
    language = document.metadata.language or detect(text[:_SAMPLE])
    sentences = (span for span in _sentences(text, language) if not titles(span[0]))
    spans = [cut for span in sentences for cut in _cut(text, *span)]
    headings, pages, notes = _headings(document.sections), _pages(document), _notes(document)
    return [
        Passage(
            idx, start, end, text[start:end], language, headings(start), pages(start), notes(start)
        )
        for idx, (start, end) in enumerate(spans)
    ]


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    paragraphs = ((match[0], match.start()) for match in _PARAGRAPH.finditer(text))
    pipeline = _splitter(language)
    with pipeline.memory_zone():  # else spaCy keeps every word of every text that it ever saw
        for doc, offset in pipeline.pipe(paragraphs, as_tuples=True):
            for sentence in doc.sents:
                yield from _trimmed(text, offset + sentence.start_char, offset + sentence.end_char)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    raw = text[start:end]
    body = raw.strip()
    if any(map(str.isalnum, body)):
        start += len(raw) - len(raw.lstrip())
        yield start, start + len(body)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        breaks = [match.end() for match in _BREAK.finditer(text, start, start + _LONGEST)]
        stop = breaks[-1] if breaks else start + _LONGEST
        yield from _trimmed(text, start, stop)
        start = stop
    yield from _trimmed(text, start, end)


def _titles(sections: tuple[Section, ...]) -> Callable[[int], bool]:
    """Whether a position lies in the heading that begins a section."""
    starts = [section.start for section in sections]

    def inside(position: int) -> bool:
        found = bisect_right(starts, position) - 1
        return found >= 0 and position < starts[found] + len(sections[found].title)

    return inside


def _headings(sections: tuple[Section, ...]) -> Callable[[int], str]:
    """The innermost heading over a position."""
    starts = [section.start for section in sections]

    def above(position: int) -> str:
        found = bisect_right(starts, position) - 1
        return sections[found].title if found >= 0 and position < sections[found].end else ""

    return above


def _pages(document: TextDocument) -> Callable[[int], str]:
    """The label of the page on which a position lies."""
    starts = [page.start for page in document.pages]

    def over(position: int) -> str:
        found = bisect_right(starts, position) - 1
        return document.pages[found].label if found >= 0 else ""

    return over


def _notes(document: TextDocument) -> Callable[[int], bool]:
    """Whether a position lies in a note."""
    starts = [start for start, _ in document.notes]

    def inside(position: int) -> bool:
        found = bisect_right(starts, position) - 1
        return found >= 0 and position < document.notes[found][1]

    return inside


def _splitter(language: str) -> Any:
    """The pipeline of the language, or one for those that spaCy does not know: records of a corpus
    may say any."""
    try:
        return _pipeline(language or "xx")
    except ImportError:
        return _pipeline("xx")


@cache
def _pipeline(language: str) -> Any:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = sys.maxsize  # the limit is for trained pipelines, which need the memory
    return pipeline
