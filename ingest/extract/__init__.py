"""Passages to mentions: lexicon, rules, CRFs, spaCy pipelines, BERT classifiers: one door.

A mention covers whole words up to an apostrophe ending: of "Osmanlı'nın" it is "Osmanlı", of
"camilerin" all of it. What a model finds has a label only; the linker gives it a key.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Protocol, runtime_checkable

from ingest.document import Mention, Passage
from ingest.extract.tagging import Found
from kg.errors import SettingsError

__all__ = ["Extractor", "Model", "extractor"]


class Extractor(Protocol):
    """Something that finds mentions.

    The law: `document.text[mention.start:mention.end] == mention.surface`, and what is found in
    a passage depends on that passage alone. `name` and `version` go into the pipeline's
    fingerprint: a change of either reads everything anew.
    """

    @property
    def name(self) -> str:
        """What mentions say found them; several names are joined by commas."""
        ...

    @property
    def version(self) -> str:
        """Changes with the code, the data or the weights."""
        ...

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        ...


@runtime_checkable
class Model(Extractor, Protocol):
    """An extractor that was trained: it has labels of its own."""

    def spans(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """What the model itself says of each passage, offsets in the passage's text."""
        ...


class Joined:
    """Several extractors as one: where their mentions overlap, the earlier extractor wins.

    Nested mentions with different labels all stay.
    """

    def __init__(self, parts: Sequence[Extractor]) -> None:
        self._parts = tuple(parts)
        self.name = ",".join(part.name for part in self._parts)
        self.version = ",".join(part.version for part in self._parts)

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """As `Extractor.extract`; each mention keeps the name of the extractor that found it."""
        from ingest.extract.overlap import settle

        found = [part.extract(passages) for part in self._parts]
        return [tuple(settle(chain(*columns))) for columns in zip(*found, strict=True)]


def extractor(spec: str) -> Extractor:
    """The extractor that `spec` names: lexicon, rules, crf:FOLDER, spacy:NAME, hf:NAME, or several
    joined by commas, the first with the most say. NAME is a model's name or a folder; hf+bf16:NAME
    runs it with 16 bits, hf+onnx:NAME by ONNX Runtime.

    SettingsError for anything else; ModelMissing where a package or a model is not here.
    """
    parts = [_single(part.strip()) for part in spec.split(",")]
    return parts[0] if len(parts) == 1 else Joined(parts)


def _single(spec: str) -> Extractor:
    kind, _, name = spec.partition(":")
    if kind in _BUILT_IN and not name:
        return _BUILT_IN[kind]()
    if kind not in _MODELS or not name:
        raise SettingsError(
            f"There is no extractor {spec!r}.",
            hint="Use lexicon, rules, crf:FOLDER, spacy:NAME, hf:NAME (docs/ner.md), with commas.",
        )
    return _MODELS[kind](name)


@cache
def _lexicon() -> Extractor:
    from ingest.extract.lexicon import LexiconExtractor

    return LexiconExtractor()


def _rules() -> Extractor:
    from ingest.extract.rules import RulesExtractor

    return RulesExtractor()


def _crf(folder: str) -> Extractor:
    from ingest.extract.crf import CrfExtractor

    return CrfExtractor(folder)


def _spacy(name: str) -> Extractor:
    from ingest.extract.spacy import SpacyExtractor

    return SpacyExtractor(name)


def _huggingface(name: str, form: str = "") -> Extractor:
    from ingest.extract.huggingface import HuggingFaceExtractor

    return HuggingFaceExtractor(name, form)


_BUILT_IN: Mapping[str, Callable[[], Extractor]] = {"lexicon": _lexicon, "rules": _rules}
_MODELS: Mapping[str, Callable[[str], Extractor]] = {
    "crf": _crf,
    "spacy": _spacy,
    "hf": _huggingface,
    "hf+bf16": partial(_huggingface, form="bf16"),
    "hf+onnx": partial(_huggingface, form="onnx"),
}
