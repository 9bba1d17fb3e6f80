"""From a labelled file to a model in a folder, with its card."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ingest.extract import extractor
from ingest.ner.bert import BertConfig, train_bert
from ingest.ner.card import JSON, Card, plain_config, write_card
from ingest.ner.crf import CrfConfig, choose, train_crf
from ingest.ner.evaluation import evaluate
from ingest.ner.labelled import Labelled, load, split
from ingest.ner.sentence import Sentence
from ingest.ner.spacy import SpacyConfig, train_spacy
from kg.errors import LabelsUnreadable, SettingsError

Kind = Literal["crf", "spacy", "bert"]
Config = CrfConfig | SpacyConfig | BertConfig
Progress = Callable[[int, int, str], None]

DEFAULT: Kind = "crf"
"""The best that needs no base model: docs/ner.md has the figures."""
SPECS = {"crf": "crf", "spacy": "spacy", "bert": "hf"}
"""How `ingest.extract.extractor` calls what each kind makes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is trained on, what stops the training, and what the figures are measured on."""

    training: Sequence[Sentence]
    stopping: Sequence[Sentence]
    judged: Labelled
    held_out: str


def train_ner(
    labels: Path,
    out: Path,
    *,
    kind: str = DEFAULT,
    base: str = "",
    dev: Path | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Card:
    """Train on `labels`, write the model with its card to `out`, and give the card.

    Figures are measured on `dev`, never trained on; without it on a tenth of `labels`, held out
    by `seed`. What stops the training early is another part of `labels`. Ctrl-C keeps the best
    model so far. A folder is replaced only if a card shows that it was made here, and only when
    the new model is whole.

    LabelsUnreadable, SettingsError and ModelMissing say what cannot be done.
    """
    config = configured(kind, base, seed)
    _free(out)
    data = load(labels)
    parts = _parts(data, load(dev) if dev else None, seed)
    language = data.language
    if isinstance(config, CrfConfig):
        config = choose(config, parts.training, language=language, progress=progress)
    with _beside(out) as folder:
        stopped = _train(config, parts, folder, language, progress)
        scores = evaluate(parts.judged, extractor(f"{SPECS[kind]}:{folder}"), seed=seed)
        card = Card(
            kind=kind,
            spec=f"{SPECS[kind]}:{out}",
            seed=seed,
            config=plain_config(config),
            files=(data, parts.judged) if dev else (data,),
            language=language,
            held_out=parts.held_out,
            sentences=(len(parts.training), len(parts.judged.sentences)),
            scores=scores,
            interrupted=stopped,
        )
        write_card(card, folder)
    return card


def configured(kind: str, base: str, seed: int) -> Config:
    """The settings of a kind; SettingsError for an unknown one or a base that does not fit."""
    if kind not in get_args(Kind):
        raise SettingsError(f"There is no kind {kind!r}.", hint="Use crf, spacy or bert.")
    if (kind == "bert") != bool(base):
        hint = "Give --base a model's name or folder with --kind bert, and only with it."
        raise SettingsError(f"--kind {kind} with --base {base!r}.", hint=hint)
    if kind == "bert":
        return BertConfig(base=base, seed=seed)
    return SpacyConfig(seed=seed) if kind == "spacy" else CrfConfig(seed=seed)


def _parts(data: Labelled, dev: Labelled | None, seed: int) -> Parts:
    if dev is not None:
        texts = {one.text for one in dev.sentences}
        training = [one for one in data.sentences if one.text not in texts]
        return Parts(*_stopping(training, seed), dev, dev.name)
    training, held = split(data.sentences, seed=seed)
    judged = Labelled(data.name, data.sha256, tuple(held))
    return Parts(*_stopping(training, seed), judged, f"a tenth of {data.name}, held out by seed")


def _stopping(sentences: Sequence[Sentence], seed: int) -> tuple[list[Sentence], list[Sentence]]:
    training, stopping = split(sentences, seed=seed, share=0.05)
    if not any(one.spans for one in training):
        raise LabelsUnreadable(
            f"{len(sentences)} sentences are too few to train on.", hint="Label some hundreds."
        )
    return training, stopping


def _train(
    config: Config, parts: Parts, folder: Path, language: str, progress: Progress | None
) -> bool:
    """Train into `folder`; whether it was stopped by hand."""
    known, held = parts.training, parts.stopping
    if isinstance(config, CrfConfig):
        known = [*known, *held]
        train_crf(known, folder, config=config, language=language, progress=progress)
        return False
    if isinstance(config, SpacyConfig):
        return train_spacy(known, held, folder, config=config, language=language, progress=progress)
    return train_bert(known, held, folder, config=config, progress=progress)


def _free(out: Path) -> None:
    if out.exists() and not _ours(out):
        raise SettingsError(
            f"--out {out} is there and is no model that train-ner wrote.", hint="Name a new folder."
        )


def _ours(out: Path) -> bool:
    return out.is_dir() and ((out / JSON).exists() or not any(out.iterdir()))


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder that becomes `out` if all goes well and vanishes if not."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as top:
        folder = Path(top) / out.name
        yield folder
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)
