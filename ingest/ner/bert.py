"""Training of a BERT-like token classifier on top of any model of Hugging Face's form.

The first piece of a word bears the word's tag, all others are ignored, as `ingest.extract` reads
them. Batches hold sentences of like length; AdamW with a linear warm-up and decay (Devlin et al.
2019, "BERT", section 3.2).
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ingest.extract.huggingface import LONGEST, Window, batches, spans
from ingest.extract.huggingface import Word as Read
from ingest.extract.tagging import Span
from ingest.ner.scores import score
from ingest.ner.sentence import Sentence
from kg.errors import ModelMissing

IGNORED = -100
"""What torch's cross entropy leaves out."""


@dataclass(frozen=True, slots=True)
class BertConfig:
    """`base` is a name or a folder; `tokens` are padded tokens a batch, `warm_up` the part of all
    steps in which the learning rate rises, `patience` the epochs without a gain that end it."""

    base: str = ""
    seed: int = 0
    epochs: int = 4
    learn_rate: float = 5e-5
    weight_decay: float = 0.01
    warm_up: float = 0.1
    tokens: int = 1_024
    patience: int = 2


class Case(NamedTuple):
    """A sentence as the model takes it: `targets` has one tag's number or IGNORED a token."""

    sentence: Sentence
    window: Window
    targets: list[int]


def train_bert(
    training: Sequence[Sentence],
    dev: Sequence[Sentence],
    folder: Path,
    *,
    config: BertConfig,
    progress: Callable[[int, int, str], None] | None = None,
) -> bool:
    """Write the model that is best on `dev` to `folder`; whether Ctrl-C ended the training.

    The best so far is kept then; KeyboardInterrupt goes on where there is none. ModelMissing
    where the packages or the base model are not here.
    """
    names = ["O", *(f"{p}-{label}" for label in _labels(training) for p in "BI")]
    tokenizer, model = _load(config, names)
    known = _cases(tokenizer, model, training, names)
    held = _cases(tokenizer, model, dev, names)
    best, since = -1.0, 0
    try:
        for epoch in _epochs(model, known, config):
            f1 = _f1(model, held, names)
            if f1 > best:
                model.save_pretrained(folder)
                tokenizer.save_pretrained(folder)
            best, since = max(f1, best), 0 if f1 > best else since + 1
            if progress:
                progress(epoch, config.epochs, f"best F1 on the held-out part: {best:.3f}")
            if since >= config.patience:
                break
    except KeyboardInterrupt:
        if best < 0:
            raise
        return True
    return False


def align(
    numbers: Sequence[int | None],
    offsets: Sequence[tuple[int, int]],
    spans: Sequence[Span],
    index: dict[str, int],
) -> list[int]:
    """Per token the number of its word's tag on the word's first piece, else IGNORED.

    `numbers` and `offsets` are the tokenizer's word numbers and its pieces' places.
    """
    targets, before, inside = [], None, None
    for number, (start, end) in zip(numbers, offsets, strict=True):
        if number is None or number == before:
            targets.append(IGNORED)
            continue
        span = next((s for s in spans if start < s.end and end > s.start), None)
        prefix = "I" if span is not None and span == inside else "B"
        targets.append(index[f"{prefix}-{span.label}"] if span else index["O"])
        before, inside = number, span
    return targets


def _labels(sentences: Sequence[Sentence]) -> list[str]:
    return sorted({span.label for one in sentences for span in one.spans})


def _load(config: BertConfig, names: list[str]) -> tuple[Any, Any]:
    try:
        import torch
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ImportError as error:
        hint = "Install them: pip install 'umran[bert]'."
        raise ModelMissing("torch and transformers are not installed.", hint=hint) from error
    torch.manual_seed(config.seed)
    local = Path(config.base).is_dir()
    try:
        tokenizer = AutoTokenizer.from_pretrained(config.base, use_fast=True)
        model = AutoModelForTokenClassification.from_pretrained(
            config.base,
            num_labels=len(names),
            id2label=dict(enumerate(names)),
            label2id={name: i for i, name in enumerate(names)},
            ignore_mismatched_sizes=True,
            local_files_only=local,
        )
    except (OSError, ValueError) as error:
        hint = "Give --base a model's name or a folder that save_pretrained wrote."
        what = f"No base model {config.base!r}: {str(error).splitlines()[0]}"
        raise ModelMissing(what, hint=hint) from error
    return tokenizer, model.to("cuda" if torch.cuda.is_available() else "cpu")


def _cases(
    tokenizer: Any, model: Any, sentences: Sequence[Sentence], names: list[str]
) -> list[Case]:
    limit = min(LONGEST, tokenizer.model_max_length, model.config.max_position_embeddings)
    encoded = tokenizer(
        [one.text for one in sentences],
        truncation=True,
        max_length=limit,
        return_offsets_mapping=True,
    )
    index = {name: i for i, name in enumerate(names)}
    return [
        _case(
            i,
            one,
            encoded.word_ids(i),
            encoded["input_ids"][i],
            encoded["offset_mapping"][i],
            index,
        )
        for i, one in enumerate(sentences)
    ]


def _case(
    i: int,
    sentence: Sentence,
    numbers: Sequence[int | None],
    ids: list[int],
    offsets: Sequence[tuple[int, int]],
    index: dict[str, int],
) -> Case:
    targets = align(numbers, offsets, sentence.spans, index)
    ends: dict[int, int] = {}
    for number, (_, end) in zip(numbers, offsets, strict=True):
        if number is not None:
            ends[number] = end
    words = [
        (token, number, offsets[token][0], ends[number])
        for token, number in enumerate(numbers)
        if number is not None and targets[token] != IGNORED
    ]
    return Case(sentence, Window(i, ids, words), targets)


def _epochs(model: Any, known: Sequence[Case], config: BertConfig) -> Iterator[int]:
    """Train one epoch after the other; yields how many are done."""
    import torch

    windows = [case.window for case in known]
    steps = config.epochs * sum(1 for _ in batches(windows, config.tokens))
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=config.learn_rate, weight_decay=config.weight_decay
    )
    rises = max(1, round(config.warm_up * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rises, max(0.0, (steps - step) / steps))
    )
    chosen = random.Random(config.seed)
    for epoch in range(1, config.epochs + 1):
        model.train()
        order = list(batches(windows, config.tokens))
        chosen.shuffle(order)
        for batch in order:
            _step(model, [known[window.passage] for window in batch])
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        yield epoch


def _step(model: Any, cases: Sequence[Case]) -> None:
    ids, mask, targets = _padded(model, cases)  # (B, T) each
    model(input_ids=ids, attention_mask=mask, labels=targets).loss.backward()


def _padded(model: Any, cases: Sequence[Case]) -> tuple[Any, Any, Any]:
    import torch

    longest = max(len(case.targets) for case in cases)
    pad = model.config.pad_token_id or 0

    def rows(values: list[list[int]], filler: int) -> Any:
        filled = [row + [filler] * (longest - len(row)) for row in values]
        return torch.tensor(filled, device=model.device)

    ids = [case.window.ids for case in cases]
    mask = rows([[1] * len(row) for row in ids], 0)
    return rows(ids, pad), mask, rows([case.targets for case in cases], IGNORED)


def _f1(model: Any, held: Sequence[Case], names: list[str]) -> float:
    import torch

    model.eval()
    found: list[list[Span]] = [[] for _ in held]
    with torch.inference_mode():
        for batch in batches((case.window for case in held), 4 * 1_024):
            cases = [held[window.passage] for window in batch]
            ids, mask, _ = _padded(model, cases)
            best = model(input_ids=ids, attention_mask=mask).logits.argmax(-1).tolist()
            for case, row in zip(cases, best, strict=True):
                read = [Read(s, e, names[row[token]], 1.0) for token, _, s, e in case.window.words]
                found[case.window.passage] = [Span(*one[:3]) for one in spans(read)]
    return score([case.sentence.spans for case in held], found).micro.f1
