"""Mentions from a BERT-like token classifier, by its name on the Hugging Face hub or a folder.

Passages are cut into windows of at most what the model can read, sorted by length and run in
batches of about 1,024 padded tokens, which is 3 times as fast as batches of equal count. The
first piece of a word speaks for the word; where windows overlap, the one in which the word
stands farther from an edge.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ingest.document import Mention, Passage
from ingest.extract.labels import known, mentions
from ingest.extract.tagging import Found
from ingest.extract.weights import digest
from kg.errors import ModelMissing

TOKENS = 1_024
"""Padded tokens in a batch."""
LONGEST = 512
"""Most tokens in a window, where the model could read more or does not say."""


_HUB_SECONDS = 10


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

    The score is the mean probability of the words. ModelMissing where the packages or the model
    are not here, or where none of the model's labels has a place in the graph.
    """

    def __init__(self, name: str) -> None:
        self._tokenizer, self._model = _load(name)
        self._labels = {int(k): str(v) for k, v in self._model.config.id2label.items()}
        if not known(self._labels.values()):
            hint = "Choose a model for named entities (PER, LOC, ORG, ...)."
            raise ModelMissing(f"The labels of {name!r} are not known here.", hint=hint)
        limits = (self._tokenizer.model_max_length, self._model.config.max_position_embeddings)
        self._limit = min(LONGEST, *limits)
        self.name = f"hf:{Path(name).name}"
        self.version = _version(name, self._model)

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        return mentions(passages, self.spans(passages), extractor=self.name)

    def spans(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """What the model itself says, offsets in the passage's text."""
        read: list[dict[int, tuple[int, Word]]] = [{} for _ in passages]
        for batch in batches(self._windows(passages), TOKENS):
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
        import torch

        padded = self._tokenizer.pad({"input_ids": [w.ids for w in batch]}, return_tensors="pt")
        with torch.inference_mode():
            logits = self._model(**padded.to(self._model.device)).logits  # (B, T, labels)
        scores, labels = logits.float().softmax(-1).max(-1)  # (B, T) both
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


def _load(name: str) -> tuple[Any, Any]:
    try:
        import torch
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ImportError as error:
        hint = "Install them: pip install 'umran[bert]'."
        raise ModelMissing("torch and transformers are not installed.", hint=hint) from error
    try:
        where = _fetched(name)
        tokenizer = AutoTokenizer.from_pretrained(where, use_fast=True, local_files_only=True)
        model = AutoModelForTokenClassification.from_pretrained(where, local_files_only=True)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        hint = "Name a folder that save_pretrained wrote, or go online once to fetch it."
        raise ModelMissing(f"No token classifier {name!r}: {reason}.", hint=hint) from error
    if not tokenizer.is_fast:
        hint = "Save it with a fast tokenizer."
        raise ModelMissing(f"The tokenizer of {name!r} tells no offsets.", hint=hint)
    return tokenizer, model.to("cuda" if torch.cuda.is_available() else "cpu").eval()


def _fetched(name: str) -> str:
    """The folder of a model: `name` itself, or the hub's copy here, fetched if it is not yet.

    The hub is asked once: whoever is offline is not to wait for tries that cannot succeed.
    """
    if Path(name).is_dir():
        return name
    from huggingface_hub import HfApi, snapshot_download

    try:
        return str(snapshot_download(name, local_files_only=True))
    except OSError:
        pass
    try:
        HfApi().model_info(name, timeout=_HUB_SECONDS)
    except Exception as error:  # its HTTP library changes, and the errors with it
        raise OSError(f"the hub does not give it ({str(error).splitlines()[0]})") from error
    return str(snapshot_download(name))


def _version(name: str, model: Any) -> str:
    if Path(name).is_dir():
        return digest(Path(name))
    return str(getattr(model.config, "_commit_hash", None) or "unknown")
