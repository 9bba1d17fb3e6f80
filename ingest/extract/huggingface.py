"""Mentions from a BERT-like token classifier, by its name on the Hugging Face hub or a folder.

`ingest.extract.classifier` and `ingest.extract.onnx` say what runs it.

Passages are cut into windows of at most what the model can read, sorted by length and run in
batches of equally many padded tokens, which is 3 times as fast as batches of equal count. The
first piece of a word speaks for the word; where windows overlap, the one in which the word
stands farther from an edge.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.document import Mention, Passage
from ingest.extract.classifier import Classifier, classifier
from ingest.extract.labels import known, mentions
from ingest.extract.tagging import Found
from kg.errors import ModelMissing

LONGEST = 512
"""Most tokens in a window, where the model could read more or does not say."""


class Window(NamedTuple):
    """A stretch of one passage as token ids: `words` are (token, word, start, end), one for the
    first piece of each word, offsets in the passage's text."""

    passage: int
    ids: list[int]
    words: list[tuple[int, int, int, int]]


class Word(NamedTuple):
    """A word with the label that the model gives it ("B-PER", "O") and the probability of that."""

    start: int
    end: int
    label: str
    score: float


class HuggingFaceExtractor:
    """The entities that a token classifier finds, in our labels; `key` is None in all mentions.

    The score is the mean probability of the words. `form` is "" (32 bits), "bf16" or "onnx"; the
    version tells it, since the scores differ a little, and with 16 bits now and then a label.
    ModelMissing where the packages or the model are not here, or where none of the model's labels
    has a place in the graph.
    """

    def __init__(self, name: str, form: str = "") -> None:
        self._run: Classifier = classifier(name, form)
        self._tokenizer = self._run.tokenizer
        self._labels = self._run.labels
        if not known(self._labels.values()):
            hint = "Choose a model for named entities (PER, LOC, ORG, ...)."
            raise ModelMissing(f"The labels of {name!r} are not known here.", hint=hint)
        self._limit = min(LONGEST, self._run.longest)
        self.name = f"hf:{Path(name).name}"
        self.version = f"{self._run.version}+{form}" if form else self._run.version

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        return mentions(passages, self.spans(passages), extractor=self.name)

    def spans(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """What the model itself says, offsets in the passage's text."""
        read: list[dict[int, tuple[int, Word]]] = [{} for _ in passages]
        for batch in batches(self._windows(passages), self._run.tokens):
            for window, words in zip(batch, self._read(batch), strict=True):
                _merge(read[window.passage], window, words)
        rows = ([one[number][1] for number in sorted(one)] for one in read)
        return [[Found(*span) for span in spans(row)] for row in rows]

    def _windows(self, passages: Sequence[Passage]) -> list[Window]:
        if not passages:
            return []
        encoded = self._tokenizer(
            [passage.text for passage in passages],
            truncation=True,
            max_length=self._limit,
            stride=self._limit // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        owners = encoded["overflow_to_sample_mapping"]
        ids, offsets = encoded["input_ids"], encoded["offset_mapping"]
        return [
            Window(owner, ids[i], _first_pieces(encoded.word_ids(i), offsets[i]))
            for i, owner in enumerate(owners)
        ]

    def _read(self, batch: Sequence[Window]) -> list[list[Word]]:
        padded = self._tokenizer.pad({"input_ids": [w.ids for w in batch]}, return_tensors="np")
        logits = self._run(padded["input_ids"], padded["attention_mask"])  # (B, T, labels)
        powers = np.exp(logits - logits.max(-1, keepdims=True))
        scores, labels = powers.max(-1) / powers.sum(-1), logits.argmax(-1)  # (B, T) both
        found = zip(batch, scores.tolist(), labels.tolist(), strict=True)
        return [self._words(window, *row) for window, *row in found]

    def _words(self, window: Window, scores: list[float], labels: list[int]) -> list[Word]:
        shift = len(scores) - len(window.ids) if self._tokenizer.padding_side == "left" else 0
        return [
            Word(start, end, self._labels[labels[token + shift]], scores[token + shift])
            for token, _, start, end in window.words
        ]


def batches(windows: Iterable[Window], tokens: int) -> Iterator[list[Window]]:
    """`windows`, longest first, in batches of at most `tokens` padded tokens (at least one)."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def spans(words: Sequence[Word]) -> Iterator[Word]:
    """Entities from word labels: B- begins one, I- and labels without a prefix go on with one of
    the same type or begin one. Each comes as a Word with the bare label and the mean score."""
    group: list[Word] = []
    for word in words:
        if group and (not _goes_on(group[-1].label, word.label)):
            yield _joined(group)
            group = []
        if word.label != "O":
            group.append(word)
    if group:
        yield _joined(group)


def _goes_on(before: str, label: str) -> bool:
    return label != "O" and not label.startswith("B-") and _type(before) == _type(label)


def _type(label: str) -> str:
    return label[2:] if label[:2] in ("B-", "I-") else label


def _joined(group: Sequence[Word]) -> Word:
    score = sum(word.score for word in group) / len(group)
    return Word(group[0].start, group[-1].end, _type(group[0].label), score)


def _first_pieces(
    numbers: Sequence[int | None], offsets: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int, int]]:
    """(token, word, start, end) of the first piece of each word, `end` that of its last piece."""
    words: dict[int, tuple[int, int, int, int]] = {}
    for token, (number, (start, end)) in enumerate(zip(numbers, offsets, strict=True)):
        if number is not None:
            first = words.get(number, (token, number, start, end))
            words[number] = (*first[:3], end)
    return list(words.values())


def _merge(read: dict[int, tuple[int, Word]], window: Window, words: Sequence[Word]) -> None:
    for (token, number, _, _), word in zip(window.words, words, strict=True):
        margin = min(token, len(window.ids) - 1 - token)
        kept, before = read.get(number, (-1, word))
        start, end = min(word.start, before.start), max(word.end, before.end)
        best = word if margin > kept else before
        read[number] = max(margin, kept), best._replace(start=start, end=end)
