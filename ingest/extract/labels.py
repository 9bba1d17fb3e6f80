"""What models call things, in our labels, and where a model's span ends in our sense."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.document import Mention, Passage
from ingest.extract import english, turkish
from ingest.extract.forms import QUOTES
from ingest.extract.tagging import Found
from kg.schema import ENTITY_LABELS

LABELS: Mapping[str, str] = {
    **{label.upper(): label for label in ENTITY_LABELS},
    **{"PER": "Person", "PERS": "Person", "NORP": "Culture"},
    **{"GPE": "Place", "LOC": "Place", "LOCATION": "Place"},
    **{"FAC": "Structure", "FACILITY": "Structure"},
    **{"ORG": "Institution", "ORGANIZATION": "Institution", "ORGANISATION": "Institution"},
    **{"EVT": "Event", "WORK_OF_ART": "Artifact", "WOA": "Artifact", "PRODUCT": "Artifact"},
}
"""OntoNotes, WikiNER and CoNLL labels, upper case; what is not here (languages, dates, numbers,
MISC) is left out. NORP holds religions and parties as well: the linker may know better."""

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ENDING = re.compile(rf"(?<=\w)[{QUOTES}]([^\W\d_]+)$")


def label(name: str) -> str | None:
    """Our label for a model's label, its B- or I- taken off before; None if it has no place."""
    return LABELS.get(name.upper())


def known(names: Iterable[str]) -> bool:
    """Whether any of a model's labels, with or without B- and I-, has a place here."""
    return any(label(re.sub(r"^[BIESLU]-", "", name)) for name in names)


def mentions(
    passages: Sequence[Passage], found: Sequence[Iterable[Found]], *, extractor: str
) -> list[tuple[Mention, ...]]:
    """Per passage, the mentions for what a model found in it; `mention` says which."""
    return [
        tuple(
            one
            for start, end, name, score in row
            if (one := mention(passage, start, end, name, score=score, extractor=extractor))
        )
        for passage, row in zip(passages, found, strict=True)
    ]


def mention(
    passage: Passage, start: int, end: int, name: str, *, score: float, extractor: str
) -> Mention | None:
    """The mention for a model's span (offsets in the passage's text), trimmed; None if nothing
    is left or `name`, the model's label, has no place here."""
    ours = label(name)
    span = passage.text[start:end]
    surface = trimmed(span, passage.language)
    if ours is None or not surface:
        return None
    begin = passage.start + start + span.index(surface)
    return Mention(begin, begin + len(surface), surface, ours, score, extractor)


def trimmed(surface: str, language: str) -> str:
    """A span without punctuation at its edges and without the ending after an apostrophe."""
    bare = _EDGES.sub("", surface)
    ending = _ENDING.search(bare)
    if ending is None:
        return bare
    after = turkish.spelled(ending[1])
    endings = (english,) if language == "en" else (english, turkish)
    cut = any(grammar.follows_apostrophe(after) for grammar in endings)
    return bare[: ending.start()] if cut else bare
