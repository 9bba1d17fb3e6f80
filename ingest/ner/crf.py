"""Training of a conditional random field by L-BFGS, with an L1 and an L2 penalty (crfsuite)."""

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.extract.crf import SETTINGS, WEIGHTS, CrfExtractor, observe
from ingest.extract.features import lower_case
from ingest.extract.tagging import tags, words
from ingest.ner.evaluation import evaluate
from ingest.ner.labelled import Labelled, split
from ingest.ner.sentence import Sentence
from kg.errors import ModelMissing

if TYPE_CHECKING:
    import pycrfsuite

Progress = Callable[[int, int, str], None]


PENALTIES = ((0.1, 0.05), (0.02, 0.3))
"""The choices of (L1, L2): for many labels, for few."""
SAMPLE = 3_000


@dataclass(frozen=True, slots=True)
class CrfConfig:
    """Penalties (`l1` empties most weights), the most rounds, and the gain of the loss over ten
    rounds below which training ends. Training is deterministic: a seed changes the splits only."""

    seed: int = 0
    l1: float = 0.1
    l2: float = 0.05
    rounds: int = 90
    least_gain: float = 0.00001


def choose(
    config: CrfConfig, training: Sequence[Sentence], *, language: str, progress: Progress | None
) -> CrfConfig:
    """`config` with those of PENALTIES that are best on a fifth of `training`, held out by seed.

    Few labels want stronger penalties than many; at most SAMPLE sentences are looked at.
    """
    chosen = random.Random(config.seed)
    sample = chosen.sample(training, min(SAMPLE, len(training)))
    known, held = split(sample, seed=config.seed, share=0.2)
    tried = [replace(config, l1=l1, l2=l2) for l1, l2 in PENALTIES]
    return max(tried, key=lambda one: _f1(one, known, held, language, progress))


def _f1(
    config: CrfConfig,
    known: Sequence[Sentence],
    held: Sequence[Sentence],
    language: str,
    progress: Progress | None,
) -> float:
    with tempfile.TemporaryDirectory() as top:
        train_crf(known, Path(top), config=config, language=language, progress=progress)
        data = Labelled("", "", tuple(held))
        return evaluate(data, CrfExtractor(top)).micro.f1


def train_crf(
    training: Sequence[Sentence],
    folder: Path,
    *,
    config: CrfConfig,
    language: str,
    progress: Progress | None = None,
) -> None:
    """Write the model to `folder`. ModelMissing without python-crfsuite.

    crfsuite gives its weights at the end only: Ctrl-C leaves nothing.
    """
    trainer = _trainer(config, progress)
    texts = [one.text for one in training]
    found = [words(text) for text in texts]
    lower = lower_case(found)
    observed = observe(texts, found, language, lower)
    for one, row, rows in zip(training, found, observed, strict=True):
        if row:
            trainer.append(rows, tags(row, one.spans))
    folder.mkdir(parents=True, exist_ok=True)
    trainer.train(str(folder / WEIGHTS))
    labels = sorted({span.label for one in training for span in one.spans})
    about = {"language": language, "labels": labels, "lower": lower}
    (folder / SETTINGS).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _trainer(config: CrfConfig, progress: Progress | None) -> "pycrfsuite.Trainer":
    try:
        import pycrfsuite
    except ImportError as error:
        hint = "Install it: pip install 'umran[read]'."
        raise ModelMissing("python-crfsuite is not installed.", hint=hint) from error

    class Reporting(pycrfsuite.Trainer):  # type: ignore[misc]
        """Tells `progress` of each round instead of printing."""

        def message(self, message: str) -> None:
            if self.logparser.feed(message) == "iteration" and progress:
                info = self.logparser.last_iteration
                progress(int(info["num"]), config.rounds, f"loss {info['loss']:.0f}")

    trainer = Reporting()
    trainer.select("lbfgs")
    limits = {"max_iterations": config.rounds, "delta": config.least_gain, "period": 10}
    trainer.set_params({"c1": config.l1, "c2": config.l2} | limits)
    return trainer
