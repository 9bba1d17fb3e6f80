"""Mentions from a conditional random field (Lafferty et al. 2001) that `umran train-ner` made.

A folder holds the weights (`model.crf`, crfsuite's format) and `crf.json` with the language of
the texts and the labels. Needs python-crfsuite, neither torch nor a download.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ingest.document import Mention, Passage
from ingest.extract.features import features, gazetteer
from ingest.extract.labels import mentions
from ingest.extract.lexicon import LexiconExtractor
from ingest.extract.tagging import Found, Word, spans, words
from ingest.extract.weights import digest
from kg.errors import ModelMissing

WEIGHTS = "model.crf"
SETTINGS = "crf.json"


class CrfExtractor:
    """The names that one CRF finds; the score is the mean probability of the words' tags.

    ModelMissing where python-crfsuite or the folder's files are not here.
    """

    def __init__(self, folder: str) -> None:
        self._tagger, about = _load(Path(folder))
        self._language: str = about["language"]
        self._lower: dict[str, int] = about.get("lower", {})
        self.name = f"crf:{Path(folder).name}"
        self.version = digest(Path(folder))

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        return mentions(passages, self.spans(passages), extractor=self.name)

    def spans(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """What the model itself says, offsets in the passage's text."""
        found = [words(passage.text) for passage in passages]
        texts = [passage.text for passage in passages]
        observed = observe(texts, found, self._language, self._lower)
        return [self._found(*pair) for pair in zip(found, observed, strict=True)]

    def _found(self, found: list[Word], rows: list[list[str]]) -> list[Found]:
        if not found:
            return []
        self._tagger.set(rows)
        row = self._tagger.tag()
        sure = [self._tagger.marginal(tag, i) for i, tag in enumerate(row)]
        return [
            Found(*span, _mean(found, sure, span.start, span.end)) for span in spans(found, row)
        ]


def observe(
    texts: Sequence[str], found: Sequence[list[Word]], language: str, lower: Mapping[str, int]
) -> Iterator[list[list[str]]]:
    """Per text, the features of its words `found`; training and extraction both see these."""
    named = gazetteer(texts, found, _lexicon(), language)
    for row, names in zip(found, named, strict=True):
        yield features(row, names, lower)


@cache
def _lexicon() -> LexiconExtractor:
    return LexiconExtractor()


def _mean(found: Sequence[Word], sure: Sequence[float], start: int, end: int) -> float:
    inside = [p for word, p in zip(found, sure, strict=True) if start <= word.start < end]
    return min(1.0, sum(inside) / len(inside))


def _load(folder: Path) -> tuple[Any, dict[str, Any]]:
    try:
        import pycrfsuite
    except ImportError as error:
        hint = "Install it: pip install 'umran[read]'."
        raise ModelMissing("python-crfsuite is not installed.", hint=hint) from error
    tagger = pycrfsuite.Tagger()
    try:
        about = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        about["language"] = str(about["language"])
        tagger.open(str(folder / WEIGHTS))
    except (OSError, ValueError, KeyError) as error:
        hint = "Name a folder that `umran train-ner --kind crf` wrote."
        raise ModelMissing(f"No CRF in {str(folder)!r}: {error}", hint=hint) from error
    return tagger, about
