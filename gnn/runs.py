"""Runs: what a training learned goes into the graph, becomes current, is restored or removed.

A Run whose `current` is null is half-written: nothing shows it, and the next `write_back`
completes it (if it is the same) or removes it. One training at a time writes to a store; should
two meet, the one that lost facets notices before it would become current.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from gnn.bundle import ALL, Floats, GraphBundle
from gnn.code import code_version
from gnn.neighbour import nearest
from gnn.training import TrainConfig, Training
from kg.errors import NotFound, StoreError
from kg.naming import uid
from kg.store import Store

_FACETS = 500
_EDGES = 2_000
_HINT = "umran runs list names those that there are."
_ENDS = {"OF": "Culture", "ON": "Theme", "IN": "Period"}
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A finished Run; `metrics` is the training's report, `created` ISO 8601 in UTC."""

    uid: str
    name: str
    created: str
    current: bool
    seed: int
    code: str
    snapshot: str
    config: Mapping[str, Any]
    metrics: Mapping[str, Any]


def run_uid(bundle: GraphBundle, config: TrainConfig) -> str:
    """The uid of the Run: same documents, configuration, seed and code, same Run."""
    return uid(
        "Run", "train", bundle.snapshot, _config(bundle, config), config.seed, code_version()
    )


def finished(store: Store, run: str) -> RunInfo | None:
    """The finished Run with this uid; None where there is none, or where some of it has gone with
    a culture, a theme or a period that left the graph.
    """
    known = next((known for known in list_runs(store) if known.uid == run), None)
    return known if known and _whole(store, run) else None


def write_back(store: Store, bundle: GraphBundle, training: Training) -> str:
    """Write vectors and SIMILAR_TO under a Run, make it current in one step, return its uid.

    A Run that is there already is only made current. Raises StoreError if what was written is
    not what was meant, since somebody else wrote at the same time; nothing has changed then.
    """
    run = run_uid(bundle, training.config)
    _sweep(store, keep=run)
    if finished(store, run):
        restore(store, run)
        return run
    facets, similar = list(_facets(run, bundle, training)), list(_similar(run, bundle, training))
    row = _run_row(run, bundle, training) | {"facets": len(facets), "edges": len(similar)}
    store.write(lambda tx: tx.upsert("Run", [row]))
    for rows in _batches([row for row, _ in facets], _FACETS):
        store.write(lambda tx, rows=rows: tx.upsert("Facet", rows))  # type: ignore[misc]
    for type, label in _ENDS.items():
        _link(store, type, "Facet", label, [ends[type] for _, ends in facets if type in ends])
    _link(store, "SIMILAR_TO", "Culture", "Culture", similar)
    _check(store, run, len(facets), len(similar))
    _make_current(store, run)
    return run


def restore(store: Store, run: str) -> None:
    """Make an older Run the current one. Raises NotFound if there is no such finished Run."""
    if not _finished(store, run):
        raise NotFound(
            f"There is no run {run!r}.", hint="umran runs list names those that there are."
        )
    _make_current(store, run)


def remove(store: Store, run: str) -> None:
    """Delete a Run with its facets and edges; removing the current one leaves none current.

    Raises NotFound if there is no such Run.
    """
    if not store.read("MATCH (r:Run {uid: $run}) RETURN r.uid AS uid", run=run):
        raise NotFound(
            f"There is no run {run!r}.", hint="umran runs list names those that there are."
        )
    _hide(store, run)
    _drain(store, "MATCH ()-[r:SIMILAR_TO {run: $run}]->() WITH r LIMIT $n DELETE r", run)
    _drain(store, "MATCH (r:Facet {run: $run}) WITH r LIMIT $n DETACH DELETE r", run)
    store.write(lambda tx: tx.run("MATCH (r:Run {uid: $run}) DETACH DELETE r", run=run))


def current(store: Store) -> RunInfo | None:
    """The Run that answers refer to; None before the first."""
    return next((run for run in list_runs(store) if run.current), None)


def find_run(store: Store, name: str) -> RunInfo:
    """The finished Run whose uid is or begins with `name`; "current" is the current one.

    Raises NotFound for none, and where several begin so.
    """
    runs = list_runs(store)
    found = [run for run in runs if (run.current if name == "current" else run.uid == name)]
    found = found or [run for run in runs if name and run.uid.startswith(name)]
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} runs begin with {name!r}." if found else f"There is no run {name!r}."
    raise NotFound(what, hint=_HINT)


def list_runs(store: Store) -> list[RunInfo]:
    """All finished Runs, the youngest first."""
    rows = store.read(
        "MATCH (r:Run) WHERE r.current IS NOT NULL RETURN r.uid AS uid, r.name AS name, "
        "r.created AS created, r.current AS current, r.seed AS seed, r.code AS code, "
        "r.snapshot AS snapshot, r.config AS config, r.metrics AS metrics "
        "ORDER BY created DESC, uid"
    )
    texts = ("config", "metrics")
    return [RunInfo(**(row | {name: json.loads(row[name]) for name in texts})) for row in rows]


def _config(bundle: GraphBundle, config: TrainConfig) -> str:
    both = {"export": bundle.spec.as_dict(), "train": config.as_dict()}
    return json.dumps(both, sort_keys=True, ensure_ascii=False)


def _run_row(run: str, bundle: GraphBundle, training: Training) -> _Row:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {
        "uid": run,
        "name": f"train {now[:19].replace('T', ' ')}",
        "kind": "train",
        "config": _config(bundle, training.config),
        "seed": training.config.seed,
        "code": code_version(),
        "snapshot": bundle.snapshot,
        "metrics": json.dumps(training.report(), sort_keys=True, ensure_ascii=False),
        "created": now,
        "aligned": training.aligned or None,
    }


def _facets(
    run: str, bundle: GraphBundle, training: Training
) -> Iterator[tuple[_Row, dict[str, _Row]]]:
    for i in range(bundle.size):
        yield facet_rows(run, bundle, i, training.embeddings[i])


def facet_rows(
    run: str, bundle: GraphBundle, i: int, vector: Floats
) -> tuple[_Row, dict[str, _Row]]:
    """The row of a facet, and the rows of its edges by type."""
    facets = bundle.facets
    culture = bundle.cultures.uid[facets.culture[i]]
    theme = bundle.themes.uid[facets.theme[i]] if facets.theme[i] != ALL else ""
    period = bundle.periods.uid[facets.period[i]] if facets.period[i] != ALL else ""
    own = uid("Facet", run, culture, theme, period)
    counts = {
        name: int(getattr(facets, name)[i]) for name in ("passages", "media", "traits", "sources")
    }
    numbers = [float(value) for value in vector]
    row = {"uid": own, "name": bundle.facet_name(i), "run": run, "embedding": numbers} | counts
    ends = {"OF": culture, "ON": theme, "IN": period}
    return row, {type: _edge(own, end) for type, end in ends.items() if end}


def _edge(source: str, target: str) -> _Row:
    return {"source": source, "target": target, "properties": {}}


def _similar(run: str, bundle: GraphBundle, training: Training) -> Iterator[_Row]:
    for each in nearest(bundle, training):
        properties = {"run": run, **each.properties()}
        yield {"source": each.source, "target": each.target, "properties": properties}


def _link(store: Store, type: str, source: str, target: str, rows: Sequence[_Row]) -> None:
    for batch in _batches(rows, _EDGES):
        store.write(lambda tx, batch=batch: tx.link(type, source, target, batch))  # type: ignore[misc]


def _check(store: Store, run: str, facets: int, similar: int) -> None:
    found = _counted(store, run)
    if found != (facets, similar):
        raise StoreError(
            f"Of {facets} facets and {similar} edges of the run {run}, {found[0]} and "
            f"{found[1]} are in the graph.",
            hint="Somebody changed the graph meanwhile; train again.",
        )


def _counted(store: Store, run: str) -> tuple[int, int]:
    """Facets and SIMILAR_TO edges of a run that are in the graph."""
    [nodes] = store.read("MATCH (f:Facet {run: $run})-[:OF]->() RETURN count(f) AS n", run=run)
    [edges] = store.read("MATCH ()-[r:SIMILAR_TO {run: $run}]->() RETURN count(r) AS n", run=run)
    return nodes["n"], edges["n"]


def _whole(store: Store, run: str) -> bool:
    [row] = store.read(
        "MATCH (r:Run {uid: $run}) RETURN r.facets AS facets, r.edges AS edges", run=run
    )
    return (row["facets"], row["edges"]) == _counted(store, run)


def _make_current(store: Store, run: str) -> None:
    """One transaction: readers see the old Run or the new one, never both or none."""
    store.write(
        lambda tx: tx.run(
            "MATCH (r:Run) WHERE r.uid = $run OR r.current = true SET r.current = (r.uid = $run)",
            run=run,
        )
    )


def _finished(store: Store, run: str) -> bool:
    return bool(
        store.read(
            "MATCH (r:Run {uid: $run}) WHERE r.current IS NOT NULL RETURN r.uid AS uid", run=run
        )
    )


def _sweep(store: Store, *, keep: str) -> None:
    """Remove what trainings left behind that were killed while they wrote or removed."""
    rows = store.read("MATCH (r:Run) WHERE r.current IS NULL RETURN r.uid AS uid ORDER BY uid")
    for run in (row["uid"] for row in rows if row["uid"] != keep):
        remove(store, run)


def _hide(store: Store, run: str) -> None:
    store.write(lambda tx: tx.run("MATCH (r:Run {uid: $run}) REMOVE r.current", run=run))


def _drain(store: Store, deletion: str, run: str) -> None:
    """Repeat a deletion of a limited number until nothing is left."""
    query = f"{deletion} RETURN count(*) AS n"
    while store.write(lambda tx: tx.run(query, run=run, n=_EDGES))[0]["n"]:
        pass


def _batches(rows: Iterable[_Row], size: int) -> Iterator[list[_Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch
