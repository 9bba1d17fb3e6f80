"""Training of a conditional random field by L-BFGS, with an L1 and an L2 penalty (crfsuite)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.extract.crf import SETTINGS, WEIGHTS, observe
from ingest.extract.tagging import tags
from ingest.ner.sentence import Sentence
from kg.errors import ModelMissing

if TYPE_CHECKING:
    import pycrfsuite

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CrfConfig:
    """Penalties (`l1` empties most weights), the most rounds, and the gain of the loss over ten
    rounds below which training ends. Training is deterministic: a seed changes the split only."""

    seed: int = 0
    l1: float = 0.1
    l2: float = 0.05
    rounds: int = 90
    least_gain: float = 0.00001


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
    for one, (found, rows) in zip(training, observe(texts, language), strict=True):
        if found:
            trainer.append(rows, tags(found, one.spans))
    folder.mkdir(parents=True, exist_ok=True)
    trainer.train(str(folder / WEIGHTS))
    about = {"language": language, "labels": sorted({s.label for t in training for s in t.spans})}
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
