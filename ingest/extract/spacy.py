"""Mentions from a spaCy pipeline, trained or of rules, by its package name or from a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.document import Mention, Passage
from ingest.extract.labels import mentions
from ingest.extract.tagging import Found
from ingest.extract.weights import digest
from kg.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

SCORE = 0.8
"""spaCy gives entities no probability; this is about the F1 of its trained pipelines."""
BATCH = 64
UNUSED = (
    "tagger", "morphologizer", "parser", "senter", "lemmatizer", "trainable_lemmatizer",
    "textcat", "textcat_multilabel", "attribute_ruler",
)  # fmt: skip


class SpacyExtractor:
    """The entities (`doc.ents`) of one pipeline in our labels; `key` is None in all mentions.

    ModelMissing where spaCy or the pipeline is not installed, or the pipeline sets no entities.
    """

    def __init__(self, name: str) -> None:
        self._nlp = _load(name)
        self.name = f"spacy:{Path(name).name}"
        self.version = str(self._nlp.meta.get("version", ""))
        if Path(name).is_dir():
            self.version += f"-{digest(Path(name))}"

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        return mentions(passages, self.spans(passages), extractor=self.name)

    def spans(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """What the pipeline itself says, offsets in the passage's text."""
        docs = self._nlp.pipe((passage.text for passage in passages), batch_size=BATCH)
        return [[_found(ent) for ent in doc.ents] for doc in docs]


def _found(ent: "Span") -> Found:
    return Found(ent.start_char, ent.end_char, ent.label_, SCORE)


def _load(name: str) -> "Language":
    try:
        import spacy
    except ImportError as error:
        hint = "Install it: pip install 'umran[read]'."
        raise ModelMissing("spaCy is not installed.", hint=hint) from error
    try:
        nlp = spacy.load(name, exclude=UNUSED)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        hint = f"Install it (python -m spacy download {name}) or name its folder."
        raise ModelMissing(f"No spaCy pipeline {name!r}: {reason}", hint=hint) from error
    if not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        hint = "Choose one with a component like ner or entity_ruler."
        raise ModelMissing(f"The spaCy pipeline {name!r} finds no entities.", hint=hint)
    return nlp
