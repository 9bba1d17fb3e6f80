"""Training from end to end: export, fit beside the baselines, write back as a run."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.report import metric_table
from gnn.bundle import GraphBundle
from gnn.export import export
from gnn.runs import current, finished, restore, run_uid, write_back
from gnn.training import TrainConfig
from kg.errors import NotFound, SettingsError, UmranError
from kg.lookup import look_up
from kg.store import Store
from kg.theme import themes

if TYPE_CHECKING:
    from gnn.ledger import Ledger
    from gnn.newcomer import Embedded
    from gnn.objective.target import Target


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
    def sentences(self) -> list[str]:
        """The verdict, and what else was found, for people."""
        found = [self.verdict]
        for name in ("ladder", "clusters", "curriculum", "adapters"):
            found += [str(s) for s in [self.metrics.get(name, {}).get("sentence")] if s]
        return found

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


@dataclass(frozen=True, slots=True)
class Course:
    """How a training runs, beside what it computes.

    keep: folder in which the encoder stays, for `umran embed`. checkpoints: folder in which what
    is done stays, and from which `resume` goes on. processes: that share the batches of a step.
    target: file of declared similarities.
    """

    keep: Path | None = None
    checkpoints: Path | None = None
    resume: bool = False
    processes: int = 1
    target: Path | None = None


def learn(
    store: Store,
    config: TrainConfig,
    *,
    course: Course = Course(),
    progress: Callable[[int, int, str], None] | None = None,
) -> Learned:
    """Train on the graph as it is and make the result current, in the space of the current run.

    The same documents, configuration, seed and code give the same run; it is then not trained
    again.
    """
    config = _in_english(store, config)
    bundle = export(store)
    config, target = _aimed(bundle, config, course.target)
    run = run_uid(bundle, config)
    known = finished(store, run)
    if known is not None:
        restore(store, run)
        return Learned(run, False, dict(known.metrics))
    from gnn.align import towards_current
    from gnn.train import train

    ledger = _ledger(bundle, config, course)
    told = _named(progress) if progress else None
    training = train(bundle, config, progress=told, ledger=ledger, target=target)
    if turn := towards_current(store, bundle, training, run=run):
        training = training.turned(*turn)
    if course.keep and training.kept:
        from gnn.kept import save_kept

        save_kept(training.kept, kept_path(course.keep, run))
    write_back(store, bundle, training)
    if course.checkpoints:
        from api.curves import curves

        (course.checkpoints / "loss.png").write_bytes(curves(training.report()))
    return Learned(run, True, training.report())


def _in_english(store: Store, config: TrainConfig) -> TrainConfig:
    """Themes may be said in Turkish or by other words; it is the same run. Raises NotFound."""
    if not config.themes:
        return config
    known = themes(store)
    found = (look_up(name, known, what="theme")["name"] for name in config.themes)
    return replace(config, themes=tuple(found))


def kept_path(folder: Path, run: str) -> Path:
    """Where the encoder of a run is kept."""
    return folder / f"{run}.ckpt"


def embed_new(store: Store, folder: Path) -> "Embedded":
    """Give cultures that came after the current run their vectors. Raises NotFound before the first
    run, or where its encoder is not in `folder`."""
    run = current(store)
    if run is None:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    from gnn.kept import load_kept
    from gnn.newcomer import embed

    return embed(store, export(store), run, load_kept(kept_path(folder, run.uid)))


def _aimed(
    bundle: GraphBundle, config: TrainConfig, path: Path | None
) -> tuple[TrainConfig, "Target | None"]:
    if path is None:
        return config, None
    from gnn.objective.target import read_target

    target = read_target(path, bundle)
    weights = replace(config.weights, targets=config.weights.targets or 1.0)
    name = f"{target.name} ({target.provenance}) {target.digest}"
    return replace(config, weights=weights, target=name), target


def _ledger(bundle: GraphBundle, config: TrainConfig, course: Course) -> "Ledger | None":
    folder = course.checkpoints
    if folder is None:
        if course.resume or course.processes > 1:
            raise SettingsError("Where are the checkpoints?", hint="Say --checkpoints FOLDER.")
        return None
    from gnn.ledger import open_ledger

    ledger = open_ledger(folder, config, bundle.snapshot, resume=course.resume)
    if course.processes > 1:
        _together(bundle, config, course)
    return ledger


def _together(bundle: GraphBundle, config: TrainConfig, course: Course) -> None:
    """Let several processes train into the ledger; what they did is then read from there."""
    if config.batches < course.processes or course.target:
        raise SettingsError(
            f"{course.processes} processes cannot share {config.batches} batches"
            + (" with a target." if course.target else "."),
            hint="Give --batches at least as many as --processes, and no --target.",
        )
    from gnn.archive import save

    assert course.checkpoints is not None
    save(bundle, course.checkpoints / "bundle")
    start = ["-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
    share = ["--nproc-per-node", str(course.processes), "-m", "gnn.parallel"]
    found = subprocess.run(
        [sys.executable, *start, *share, str(course.checkpoints)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if found.returncode:
        raise UmranError(
            f"The processes ended with {found.returncode}: {_last(found.stderr)}",
            hint="What they had done is in the checkpoints; go on with --resume.",
        )


def _last(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if "Error" in line), text[-200:])


def _named(progress: Callable[[int, int, str], None]) -> Callable[[int, int], None]:
    return lambda done, total: progress(done, total, "learning")
