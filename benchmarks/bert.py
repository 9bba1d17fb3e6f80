"""A token classifier as wide as BERT-base: `hf:` against the pipeline of transformers, and its
forms.

It has three of the twelve layers, which are all alike, so that all of this takes about a CPU
minute. The weights are random, since speed depends on their number and on the tokens only.
The vocabulary is learned from the passages themselves, so words fall into pieces as usual.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.extract import LANGUAGES, passages
from benchmarks.measure import Figure, figure
from ingest.document import Passage
from ingest.extract.classifier import multiplies_bf16
from ingest.extract.huggingface import HuggingFaceExtractor

DOCUMENTS = 4
PASSAGES = 40
LAYERS = 3
ROUNDS = 3
VOCABULARY = 8_000
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC")
OWN, BF16, ONNX = 1.1, 2.5, 1.6


def against_pipeline(folder: Path) -> list[Figure]:
    """CPU seconds over the same passages in turn: the pipeline's, and ours in three forms.

    On one thread: those that wait for others by spinning would be charged for it.
    """
    import torch

    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    torch.set_num_threads(1)
    _say("a BERT with random weights is made, and exported to ONNX")
    found = _passages(folder)
    model = str(_saved(folder / "bert-base", [one.text for one in found]))
    own, onnx = HuggingFaceExtractor(model), HuggingFaceExtractor(model, "onnx")
    if _labels(own, found) != _labels(onnx, found):
        raise AssertionError("ONNX Runtime and torch give different labels.")
    runs: dict[str, Callable[[], object]] = {
        "pipeline": _pipeline(model, [one.text for one in found]),
        "own": lambda: own.spans(found),
        "onnx": lambda: onnx.spans(found),
    }
    if multiplies_bf16():
        half = HuggingFaceExtractor(model, "bf16")
        runs["bf16"] = lambda: half.spans(found)
    else:
        _say("this CPU has no bf16 instructions, so bert bf16 is left out")
    rounds = range(1, ROUNDS + 1)
    rows = [{name: _seconds(run, f"{n}, {name}") for name, run in runs.items()} for n in rounds]
    return list(_figures(rows))


def _figures(rows: Sequence[dict[str, float]]) -> Iterator[Figure]:
    wanted = [
        ("bert", "pipeline", "own", OWN, "pipeline(batch_size=1) / hf:"),
        ("bert onnx", "own", "onnx", ONNX, "hf: / hf+onnx:, same labels"),
        ("bert bf16", "own", "bf16", BF16, "hf: / hf+bf16:"),
    ]
    for name, over, under, target, what in (each for each in wanted if each[2] in rows[0]):
        ratios = [row[over] / row[under] for row in rows]
        detail = f"CPU seconds, {what}"
        yield figure(name, "-", ratios, target=target, most=False, detail=detail)


def _passages(folder: Path) -> list[Passage]:
    texts = corpus.write(folder / "bert", DOCUMENTS)
    found = passages(texts, LANGUAGES[0])
    return found[:PASSAGES]


def _saved(folder: Path, texts: list[str]) -> Path:
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    pieces = BertWordPieceTokenizer(lowercase=False, strip_accents=False)
    pieces.train_from_iterator(texts, vocab_size=VOCABULARY, show_progress=False)
    tokenizer = BertTokenizerFast(
        vocab=pieces.get_vocab(), do_lower_case=False, strip_accents=False, model_max_length=512
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=pieces.get_vocab_size(),
        num_hidden_layers=LAYERS,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )
    folder.mkdir()
    tokenizer.save_pretrained(folder)
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


def _labels(extractor: HuggingFaceExtractor, found: list[Passage]) -> list[Any]:
    return [[one[:3] for one in row] for row in extractor.spans(found)]


def _pipeline(model: str, texts: list[str]) -> Callable[[], object]:
    from transformers import pipeline

    ready = pipeline(
        "token-classification", model=model, aggregation_strategy="first", device="cpu"
    )
    return lambda: ready(texts, batch_size=1)


def _seconds(run: Callable[[], object], what: str) -> float:
    before = time.process_time()
    run()
    spent = time.process_time() - before
    _say(f"round {what}: {spent:.1f} CPU s")
    return spent


def _say(words: str) -> None:
    """A line of progress."""
    print(f"bert: {words}", file=sys.stderr, flush=True)
