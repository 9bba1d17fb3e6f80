"""How much each objective counts."""

from dataclasses import dataclass, fields

from kg.errors import SettingsError

TARGET_LOSSES = ("mse", "huber", "cosine")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the objectives in the loss; 0 switches one off.

    across: InfoNCE between modalities. views: NT-Xent of the fused vectors under modality dropout
    (a fusion with weights of its own learns from this one, from place and from themes).
    links: which entity a facet mentions. reconstruction: a hidden modality from the others.
    targets: declared similarities, by `target_loss`. themes: cross-entropy of the theme.
    place: where the culture lives. kin: share, 0 to 1, that is taken from negatives of the same
    language family. hard: how much nearer negatives count more. balance: gradients of the
    branches are brought to one size. Raises SettingsError for what cannot be.
    """

    across: float = 1.0
    views: float = 0.0
    links: float = 0.0
    reconstruction: float = 0.3
    targets: float = 0.0
    themes: float = 0.0
    place: float = 0.0
    kin: float = 0.0
    hard: float = 0.0
    balance: bool = False
    target_loss: str = "mse"

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, float | int) and not 0 <= value < float("inf"):
                raise SettingsError(f"The weight {each.name} is {value}.", hint="It is 0 or more.")
        if self.kin > 1:
            raise SettingsError(f"The weight kin is {self.kin}.", hint="It is a share, 0 to 1.")
        if self.target_loss not in TARGET_LOSSES:
            raise SettingsError(
                f"target_loss is {self.target_loss!r}.", hint=f"Known are {TARGET_LOSSES}."
            )
