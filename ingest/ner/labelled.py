"""A labelled file, whatever tool wrote it, and its split by seed."""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.language import detect
from ingest.ner.annotations import read_annotations
from ingest.ner.conll import read_conll
from ingest.ner.sentence import Sentence
from kg.errors import LabelsUnreadable

_SAMPLE = 200
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[{\]])')


@dataclass(frozen=True, slots=True)
class Labelled:
    """The sentences of one file; `sha256` is that of its bytes."""

    name: str
    sha256: str
    sentences: tuple[Sentence, ...]

    @property
    def labels(self) -> dict[str, int]:
        """How many names each label has, the most frequent first."""
        counted = Counter(span.label for one in self.sentences for span in one.spans)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def language(self) -> str:
        """The likeliest language of the texts, ISO 639-1; "" if none is likely."""
        return detect(" ".join(one.text for one in self.sentences[:_SAMPLE]))


def load(path: Path) -> Labelled:
    """Read CoNLL, JSON or JSONL, told apart by their first character.

    LabelsUnreadable where the file is missing, is none of them, or has no labels.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise LabelsUnreadable(f"{path}: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise LabelsUnreadable(f"{path} is not UTF-8: {error.reason}.") from None
    text = text.replace("\r\n", "\n")
    try:
        found = _read(text)
    except LabelsUnreadable as error:
        raise LabelsUnreadable(f"{path}: {error.what}", hint=error.hint) from None
    if not any(one.spans for one in found):
        raise LabelsUnreadable(f"{path} has no labels.", hint="Label some names first.")
    return Labelled(path.name, hashlib.sha256(content).hexdigest(), tuple(found))


def split(
    sentences: Sequence[Sentence], *, seed: int, share: float = 0.1
) -> tuple[list[Sentence], list[Sentence]]:
    """Shuffle by `seed` and part: (training, `share` of them held out, at least one).

    Equal texts stay on one side, so nothing is tested on what it was trained on.
    """
    texts = sorted({one.text for one in sentences})
    random.Random(seed).shuffle(texts)
    held = set(texts[: max(1, round(share * len(texts)))])
    return (
        [one for one in sentences if one.text not in held],
        [one for one in sentences if one.text in held],
    )


def _read(text: str) -> list[Sentence]:
    return read_annotations(text) if _JSON.match(text) else read_conll(text)
