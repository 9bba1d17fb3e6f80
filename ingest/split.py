"""A document's text into passages: one sentence each, with exact offsets."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from ingest.document import Passage, Section, TextDocument
from ingest.language import detect
from ingest.sentencizer import sentencizer

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*(?:\n\s*\n|\Z))", re.S)
_SAMPLE = 4_000
_LONGEST = 1_500
_BREAK = re.compile(r"[;:,]?\s")
_RUN = re.compile(r"(?<!\S)\S{400,}")
_ENDS, _WORD = 20, "xxxxxxx "
_HEADING = 300
"""Letters of a heading that each passage below it keeps."""
_BY_LETTER = ("zh",)
"""Languages that spaCy cuts letter by letter."""


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
    dull = _dull if language not in _BY_LETTER else str
    paragraphs = ((dull(match[0]), match.start()) for match in _PARAGRAPH.finditer(text))
    for doc, offset in sentencizer(language).pipe(paragraphs, as_tuples=True):
        for sentence in doc.sents:
            yield from _trimmed(text, offset + sentence.start_char, offset + sentence.end_char)


def _dull(paragraph: str) -> str:
    """Short words for what is inside of long runs without white space, where no sentence ends:
    spaCy cuts signs off one by one, and a line of 8,000 brackets takes it 12 seconds."""
    return _RUN.sub(_words, paragraph)


def _words(run: re.Match[str]) -> str:
    inside = len(run[0]) - 2 * _ENDS
    return (
        run[0][:_ENDS] + (_WORD * (inside // len(_WORD) + 1))[: inside - 1] + "x" + run[0][-_ENDS:]
    )


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
        inside = found >= 0 and position < sections[found].end
        return sections[found].title[:_HEADING] if inside else ""

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
