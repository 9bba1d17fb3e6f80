"""Theme after theme: which facets a step learns from."""

from collections.abc import Sequence

import torch
from torch import Tensor

from gnn.bundle import Named
from gnn.training import TrainConfig
from kg.lookup import look_up


class Curriculum:
    """The steps in as many parts as there are themes; facets of earlier ones come back at times.

    Raises NotFound for a theme that the bundle does not have.
    """

    def __init__(self, config: TrainConfig, themes: Named, strata: Tensor) -> None:
        self.config, self.strata = config, strata
        self.order = order_of(config.themes, themes)

    def rows(self, step: int) -> Tensor:
        """(F,) the facets to learn from in a step; replay is drawn by torch's generator."""
        if not self.order:
            return torch.ones(len(self.strata), dtype=torch.bool)
        phase = min(step * len(self.order) // max(self.config.steps, 1), len(self.order) - 1)
        own = self.strata == self.order[phase]
        earlier = torch.isin(self.strata, torch.tensor(self.order[:phase], dtype=torch.int64))
        return own | (earlier & (torch.rand(len(self.strata)) < self.config.replay))


def order_of(names: Sequence[str], themes: Named) -> list[int]:
    """The strata (1 + index of the theme) of names in any spelling."""
    pairs = zip(themes.uid, themes.name, strict=True)
    rows = [{"uid": uid, "name": name} for uid, name in pairs]
    where = {uid: i for i, uid in enumerate(themes.uid)}
    return [1 + where[look_up(name, rows, what="theme")["uid"]] for name in names]


def ends(config: TrainConfig) -> list[int]:
    """The step after which each theme has been learned."""
    number = len(config.themes)
    return [-(-config.steps * (phase + 1) // number) for phase in range(number)]
