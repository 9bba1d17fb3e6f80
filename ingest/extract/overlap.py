"""Which of several overlapping spans stay: one rule for all extractors."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ingest.entries import COMPETITOR


class Span(Protocol):
    """A stretch of a text, end excluded, with the label of what it names."""

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        ...

    @property
    def end(self) -> int:
        """Offset behind the last code point."""
        ...

    @property
    def label(self) -> str:
        """What kind of thing it names."""
        ...


SpanT = TypeVar("SpanT", bound=Span)


def settle(spans: Iterable[SpanT]) -> list[SpanT]:
    """The spans that stay, in the order of the text; `spans` come best first.

    A span stays unless it meets a better one. Nesting is no conflict where the labels differ
    (a people inside the name of a war), but nothing stays inside a competitor.
    """
    kept: list[SpanT] = []
    for span in spans:
        if all(_together(span, better) for better in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: (span.start, -span.end))


def _together(span: Span, better: Span) -> bool:
    if span.end <= better.start or span.start >= better.end:
        return True
    return better.label not in (span.label, COMPETITOR) and _nested(span, better)


def _nested(one: Span, other: Span) -> bool:
    inside = other.start <= one.start and one.end <= other.end
    around = one.start <= other.start and other.end <= one.end
    return inside != around
