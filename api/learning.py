"""Training from end to end: export, fit beside the baselines, write back as a run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.report import metric_table
from gnn.export import export
from gnn.runs import finished, restore, run_uid, write_back
from gnn.training import TrainConfig
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Learned:
    """The run and what it says of itself; `new` is False where the same run was there already."""

    run: str
    new: bool
    metrics: dict[str, Any]

    @property
    def verdict(self) -> str:
        """Whether the model earns its place, in a sentence."""
        return str(self.metrics.get("verdict", ""))

    @property
    def columns(self) -> list[str]:
        """Columns of the table of metrics."""
        return metric_table(self.metrics)[0]

    @property
    def rows(self) -> list[list[Any]]:
        """The model and its baselines."""
        return metric_table(self.metrics)[1]

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"run": self.run, "new": self.new, **self.metrics}


def learn(
    store: Store, config: TrainConfig, *, progress: Callable[[int, int, str], None] | None = None
) -> Learned:
    """Train on the graph as it is and make the result current.

    The same documents, configuration, seed and code give the same run; it is then not trained
    again.
    """
    bundle = export(store)
    run = run_uid(bundle, config)
    known = finished(store, run)
    if known is not None:
        restore(store, run)
        return Learned(run, False, dict(known.metrics))
    from gnn.train import train

    training = train(bundle, config, progress=_named(progress) if progress else None)
    write_back(store, bundle, training)
    return Learned(run, True, training.report())


def _named(progress: Callable[[int, int, str], None]) -> Callable[[int, int], None]:
    return lambda done, total: progress(done, total, "learning")
