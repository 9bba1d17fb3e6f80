"""A sentence whose names somebody has labelled."""

from dataclasses import dataclass

from ingest.extract.tagging import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its names: sorted, none empty, none overlapping; offsets are code points."""

    text: str
    spans: tuple[Span, ...] = ()
