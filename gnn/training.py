"""What a training is asked to do, and what it gives back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from gnn.bundle import Bools, Floats
from gnn.ladder.rung import FORMS
from gnn.objective.weights import Weights
from gnn.shape import Shape
from kg.errors import CheckpointRefused, SettingsError

if TYPE_CHECKING:
    from gnn.kept import Kept

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the steps, `share` of all of them, in which the groups `frozen` do not move.

    Groups: a modality (its branch), "branches" (all of them), "fusion" (what comes after them).
    """

    name: str
    share: float
    frozen: tuple[str, ...] = ()


STAGES = (
    Stage("align", 0.3, ("text", "fusion")),
    Stage("warm", 0.2, ("branches",)),
    Stage("all", 0.5),
)
"""The text branch stands while the others come to it, then the fusion is warmed, then all learn."""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train; `shape.width` is the one dial that sets the size. Plain values, for JSON.

    steps: of AdamW at most; lr and weight_decay: of AdamW, with `warm` steps of warm-up and cosine.
    clip: longest gradient, 0 for any. ema: of the weights, 0 for none. members: networks that are
    averaged. batches: draws of noise, views and pairs in one step. variable_dropout and
    modality_dropout: share of input variables, and of modalities in a view, hidden at each step.
    seeds: facets of a mini-batch; 0 is all of them while that takes at most half of the machine's
    memory, and 1,024 beyond. noise: of the items, in standard errors. temperature: of the
    contrasts; pairs: facets in one InfoNCE. stages: none is all at once. themes: learned one after
    the other, with `replay` as the share of facets of earlier ones; adapters: rank of what is
    learned for each theme at the end, 0 for none. folds, inner: outer and inner folds of cultures;
    grouping: "family" holds out whole language families, "culture" single cultures. neighbours:
    SIMILAR_TO edges of a culture and theme. form: a rung of the ladder (`gnn/ladder/rung.py`), or
    "auto" for the simplest that is not beaten on inner folds, or "network" for that alone. target:
    name and digest of the declared similarities.
    """

    shape: Shape = field(default_factory=Shape)
    weights: Weights = field(default_factory=Weights)
    steps: int = 30
    every: int = 10
    lr: float = 2e-3
    weight_decay: float = 1e-2
    warm: int = 5
    clip: float = 1.0
    ema: float = 0.0
    members: int = 1
    batches: int = 1
    variable_dropout: float = 0.3
    modality_dropout: float = 0.3
    noise: float = 1.0
    temperature: float = 0.1
    pairs: int = 512
    seeds: int = 0
    stages: tuple[Stage, ...] = ()
    themes: tuple[str, ...] = ()
    replay: float = 0.25
    adapters: int = 0
    folds: int = 3
    inner: int = 2
    grouping: str = "family"
    neighbours: int = 10
    form: str = "auto"
    target: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise SettingsError(f"{name} is {getattr(self, name)}.", hint=f"Least is {least}.")
        if self.form not in FORMS:
            raise SettingsError(f"form is {self.form!r}.", hint=f"Known are: {', '.join(FORMS)}.")
        if self.stages and abs(sum(stage.share for stage in self.stages) - 1) > 1e-6:
            raise SettingsError("The shares of the stages do not add up to 1.")
        if not 0 <= self.ema < 1:
            raise SettingsError(f"ema is {self.ema}.", hint="It is 0 (none) or below 1, as 0.99.")

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "TrainConfig":
        """The configuration that `as_dict` or JSON gave, exactly.

        Raises CheckpointRefused where it has options that this version does not know.
        """
        if unknown := set(values) - {each.name for each in fields(cls)}:
            raise CheckpointRefused(
                f"A configuration has no option {min(unknown)!r}.",
                hint="It was made by another version of Umran.",
            )
        own = dict(values)
        own["shape"] = Shape.of(own["shape"])
        own["weights"] = Weights(**own["weights"])
        own["themes"] = tuple(own["themes"])
        stages = (dict(stage) for stage in own["stages"])
        own["stages"] = tuple(Stage(**(s | {"frozen": tuple(s["frozen"])})) for s in stages)
        return cls(**own)

    def taught(self) -> "TrainConfig":
        """The same, with `weights.views` where a fusion with weights would learn from nothing."""
        shape, weights = self.shape, self.weights
        learns = shape.fusion != "mean" or shape.temporal != "off"
        heard = (weights.views, weights.links, weights.targets, weights.themes, weights.place)
        if any(heard) or not learns:
            return self
        return replace(self, weights=replace(weights, views=_VIEWS))

    @property
    def checkpoints(self) -> tuple[int, ...]:
        """Steps that early stopping chooses from; step 0 is the closed form."""
        return (*range(0, self.steps, self.every), self.steps)


_LEAST = {
    "steps": 0,
    "every": 1,
    "members": 1,
    "batches": 1,
    "warm": 0,
    "clip": 0,
    "adapters": 0,
    "seeds": 0,
}

_VIEWS = 0.5

PRESETS: Mapping[str, TrainConfig] = {
    "osmanli": TrainConfig(
        shape=Shape(width=128, inner=("256",), layers=2, fusion="joint", heads=4),
        weights=Weights(views=_VIEWS),
        steps=20,
        every=5,
        stages=STAGES,
    ),
    "shared-encoder": TrainConfig(
        shape=Shape(width=256, layers=2, dropout=0.1, fusion="joint", heads=8, blocks=2),
        weights=Weights(views=_VIEWS),
    ),
}
"""Shapes of the notes that this project began with. One step looks at all facets: an epoch."""


@dataclass(frozen=True, slots=True)
class Training:
    """What training gives.

    embeddings: (F, width) float32, of unit length, or 0 where nothing is `known` (F,).
    step: chosen number of steps, 0 is the closed form. curve: score of each checkpoint.
    metrics: of the model on cultures that were held out, with their numbers; baselines: the same
    of each baseline, on the same cultures. verdict and notes: sentences for people. losses: of
    each objective, step by step, averaged over the inner folds. more: other findings, plain.
    kept: the encoder, to embed what comes later. aligned: uid of the run that it was turned to.
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
    losses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    kept: "Kept | None" = None
    aligned: str = ""

    def turned(self, turn: Floats, run: str) -> "Training":
        """The same in the space of another run; `turn` (width, width) is a rotation."""
        kept = None if self.kept is None else replace(self.kept, turn=turn)
        return replace(self, embeddings=self.embeddings @ turn, kept=kept, aligned=run)

    def report(self) -> dict[str, Any]:
        """Everything but the vectors, for JSON; what could not be measured is left out."""
        return {
            "step": self.step,
            "curve": {str(step): score for step, score in self.curve.items()},
            "losses": {name: list(values) for name, values in self.losses.items()},
            "model": dict(self.metrics),
            "baselines": {name: dict(scores) for name, scores in self.baselines.items()},
            "verdict": self.verdict,
            "notes": list(self.notes),
            **self.more,
        }
