"""What to fit: a kind of chart, a kind of join, and their settings."""

from dataclasses import dataclass, replace

import numpy as np

from gnn.ladder.view import View

_SPREADS = (0.5, 1.0, 2.0)
_EACH = 4
_SEED = 24


@dataclass(frozen=True, slots=True)
class Recipe:
    """join and chart: kinds of `join.py` and of `chart.py`; coded: the chart of coded views.

    spread: bandwidth of a kernel, in medians of the distances. width and ridge: of the join;
    sharp: its temperature.
    """

    join: str = "cca"
    chart: str = "linear"
    coded: str = "linear"
    spread: float = 1.0
    width: int = 16
    ridge: float = 0.3
    sharp: float = 0.0

    @property
    def name(self) -> str:
        """For people."""
        kinds = {"linear": "", "rbf": "kernel ", "set": "set kernel "}
        return f"{kinds[self.chart]}{self.join}"

    def key(self, name: str, view: View) -> tuple[str, str, float]:
        """Name, kind and spread of the chart of a view; one without items has no sets."""
        kind = self.coded if view.coded else self.chart
        kind = "rbf" if kind == "set" and view.sets is None else kind
        return name, kind, 1.0 if kind == "linear" else self.spread


def bag(seed: int = _SEED) -> tuple[Recipe, ...]:
    """24 recipes, six kinds at four settings each, drawn once and for all data: none is tuned."""
    rng = np.random.default_rng(seed)
    kinds = (
        Recipe("cca"),
        Recipe("cca", "rbf", "rbf"),
        Recipe("cca", "set", "rbf"),
        Recipe("ridge", "rbf"),
        Recipe("neighbours", "rbf"),
        Recipe("profile", "set"),
    )
    return tuple(_drawn(kind, rng) for kind in kinds for _ in range(_EACH))


def _drawn(kind: Recipe, rng: np.random.Generator) -> Recipe:
    spread = float(rng.choice(_SPREADS))
    width = int(rng.integers(8, 33))
    ridge = round(float(np.exp(rng.uniform(np.log(0.03), 0))), 3)
    sharp = round(float(rng.uniform(0.05, 0.2)), 3)
    return replace(
        kind, spread=spread, width=width, ridge=ridge, sharp=sharp * (kind.join == "neighbours")
    )
