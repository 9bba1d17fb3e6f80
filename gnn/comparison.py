"""Two runs beside each other: what they were asked, how they did, and where they disagree."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from gnn.runs import RunInfo
from gnn.similar import distances
from kg.store import Store


def compare(store: Store, one: RunInfo, other: RunInfo) -> dict[str, Any]:
    """Plain values: `config` (what differs), `model` (metrics of both), and, over the cultures
    that both know, `cultures`, `correlation` of their distances, and `nearest`, the share of
    cultures whose nearest is the same."""
    return {
        "runs": [one.uid, other.uid],
        "config": _differing(_flat(one.config), _flat(other.config)),
        "model": {
            name: [run.metrics.get("model", {}).get(name) for run in (one, other)]
            for name in sorted({*one.metrics.get("model", {}), *other.metrics.get("model", {})})
        },
        **_agreement(store, one, other),
    }


def _agreement(store: Store, one: RunInfo, other: RunInfo) -> dict[str, Any]:
    tables = [distances(store, run=run.uid) for run in (one, other)]
    names = sorted(set(tables[0].names) & set(tables[1].names))
    found: dict[str, Any] = {"cultures": len(names)}
    if len(names) < 3:
        return found
    matrices = []
    for table in tables:
        place = [table.names.index(name) for name in names]
        matrices.append(table.matrix[np.ix_(place, place)].astype(np.float64))
    pairs = np.triu_indices(len(names), 1)
    flat = [matrix[pairs] for matrix in matrices]
    if all(np.ptp(each) > 0 for each in flat):
        found["correlation"] = round(float(np.corrcoef(flat[0], flat[1])[0, 1]), 4)
    for matrix in matrices:
        np.fill_diagonal(matrix, np.inf)
    same = matrices[0].argmin(1) == matrices[1].argmin(1)
    return found | {"nearest": round(float(same.mean()), 4)}


def _flat(config: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in config.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, list[Any]]:
    names = sorted({*one, *other})
    pairs = {name: [one.get(name), other.get(name)] for name in names}
    return {n: p for n, p in pairs.items() if json.dumps(p[0]) != json.dumps(p[1])}
