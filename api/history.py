"""What `umran runs` does."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from api.learning import kept_path
from gnn.comparison import compare
from gnn.runs import RunInfo, find_run, list_runs, remove, restore
from kg.errors import SettingsError
from kg.store import Store

_NUMBER = {"list": 0, "compare": 2, "restore": 1, "remove": 1}


def act(store: Store, action: str, names: Sequence[str], *, kept: Path) -> Any:
    """The runs as plain data, after the action; of "compare" the comparison.

    Raises SettingsError for another action or number of runs, NotFound for an unknown run.
    `kept` is where encoders lie; that of a removed run goes too.
    """
    if action not in _NUMBER:
        raise SettingsError(f"There is no action {action!r}.", hint=f"Known: {', '.join(_NUMBER)}.")
    if len(names) != _NUMBER[action]:
        raise SettingsError(f"{action} takes {_NUMBER[action]} runs, not {len(names)}.")
    found = [find_run(store, name) for name in names]
    if action == "compare":
        return compare(store, *found)
    change: Mapping[str, Callable[[Store, str], None]] = {"restore": restore, "remove": remove}
    for run in found:
        change[action](store, run.uid)
        if action == "remove":
            kept_path(kept, run.uid).unlink(missing_ok=True)
    return [_plain(run) for run in list_runs(store)]


def _plain(run: RunInfo) -> dict[str, Any]:
    scores = run.metrics.get("model", {})
    return {
        "run": run.uid, "current": run.current, "created": run.created, "seed": run.seed,
        "code": run.code, "auc": scores.get("auc"), "step": run.metrics.get("step"),
        "verdict": run.metrics.get("verdict", ""),
    }  # fmt: skip


def table(action: str, found: Any) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows for people."""
    if action != "compare":
        rows = [
            [
                "*" if run["current"] else "", run["run"], run["created"][:16].replace("T", " "),
                run["seed"], "" if run["auc"] is None else run["auc"], run["verdict"],
            ]
            for run in found
        ]  # fmt: skip
        return ["", "run", "created", "seed", "AUC", "verdict"], rows
    rows = [[name, *pair] for part in ("config", "model") for name, pair in found[part].items()]
    both = ("cultures", "correlation", "nearest")
    words = ("cultures of both", "correlation of distances", "same nearest culture (share)")
    rows += [[w, found[n], ""] for n, w in zip(both, words, strict=True) if n in found]
    return ["", *found["runs"]], rows
