"""What a training is asked to do, and what it gives back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gnn.bundle import Bools, Floats

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train; `width` is the one dial that sets the size.

    steps: of AdamW at most; lr and weight_decay: of AdamW, with warm-up and cosine.
    residual: how far the network may move the closed form. members: networks that are averaged.
    variable_dropout: share of input variables hidden at each step. noise: of the items, in
    standard errors. temperature, reconstruction: of the losses. pairs: facets in one InfoNCE.
    folds, inner: outer and inner folds of cultures; grouping: "family" holds out whole language
    families, "culture" single cultures. neighbours: SIMILAR_TO edges of a culture and theme.
    """

    width: int = 64
    layers: int = 2
    steps: int = 30
    every: int = 10
    lr: float = 2e-3
    weight_decay: float = 1e-2
    dropout: float = 0.1
    residual: float = 0.1
    members: int = 1
    variable_dropout: float = 0.3
    noise: float = 1.0
    temperature: float = 0.1
    reconstruction: float = 0.3
    pairs: int = 512
    folds: int = 3
    inner: int = 2
    grouping: str = "family"
    neighbours: int = 10
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @property
    def checkpoints(self) -> tuple[int, ...]:
        """Steps that early stopping chooses from; step 0 is the closed form."""
        return (*range(0, self.steps, self.every), self.steps)


@dataclass(frozen=True, slots=True)
class Training:
    """What training gives.

    embeddings: (F, width) float32, of unit length, or 0 where nothing is `known` (F,).
    step: chosen number of steps, 0 is the closed form. curve: score of each checkpoint.
    metrics: of the model on cultures that were held out, with their numbers; baselines: the same
    of each baseline, on the same cultures. verdict and notes: sentences for people.
    """

    config: TrainConfig
    embeddings: Floats
    known: Bools
    step: int
    curve: Mapping[int, float]
    metrics: Scores
    baselines: Mapping[str, Scores]
    verdict: str
    notes: tuple[str, ...] = ()

    def report(self) -> dict[str, Any]:
        """Everything but the vectors, for JSON; what could not be measured is left out."""
        return {
            "step": self.step,
            "curve": {str(step): score for step, score in self.curve.items()},
            "model": dict(self.metrics),
            "baselines": {name: dict(scores) for name, scores in self.baselines.items()},
            "verdict": self.verdict,
            "notes": list(self.notes),
        }
