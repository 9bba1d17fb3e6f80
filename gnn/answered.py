"""What was answered of cultures that were held out, by the model and by its baselines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gnn.bootstrap import Interval, averaged, difference
from gnn.ladder.rung import Climb
from gnn.retrieval import Ranks

MODEL = "model"


@dataclass(frozen=True, slots=True)
class Answered:
    """All `Ranks` answer the same questions in the same order; climbs: what was selected for each
    fold. placed: the model's, told where the culture lives that asks; None where no place is
    known."""

    model: Ranks
    baselines: Mapping[str, Ranks]
    climbs: Sequence[Climb]
    placed: Ranks | None = None

    @property
    def auc(self) -> dict[str, float]:
        """Means by method, the model's as MODEL; empty without an answer."""
        found = {MODEL: self.model, **self.baselines}
        return {name: float(each.auc.mean()) for name, each in found.items() if len(each.rank)}

    def margins(self, block: Sequence[str], *, seed: int) -> dict[str, Interval]:
        """The model's AUC less that of each baseline, with 95 % intervals over blocks (C,)."""
        own, culture = averaged(self.model.auc), self.model.culture
        return {
            name: difference(own, averaged(each.auc), culture, block, seed=seed)
            for name, each in self.baselines.items()
            if len(each.rank)
        }
