"""What the names of a spec mean in a graph."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gnn.bundle import Bools, Named
from gnn.item import Era
from gnn.spec import RELATIONS, ExportSpec
from kg.errors import NotFound
from kg.lookup import look_up
from kg.naming import normalise
from kg.schema import ENTITY_LABELS
from kg.store import Store
from kg.theme import themes

_Row = Mapping[str, Any]


def choose_cultures(rows: Sequence[_Row], spec: ExportSpec, known: Bools) -> Bools:
    """(C,) the cultures that the spec names, or that are `known` where it names none."""
    wanted = {look_up(name, rows, what="culture")["uid"] for name in spec.cultures}
    regions = _regions(rows, spec)
    named = np.array([row["uid"] in wanted for row in rows], np.bool_) if wanted else known
    near = [not regions or normalise(row["region"] or "") in regions for row in rows]
    return np.asarray(named & np.array(near, np.bool_))


def choose_themes(store: Store, spec: ExportSpec) -> tuple[tuple[str, ...], Named]:
    """All themes, and those that the spec names."""
    rows = themes(store)
    return tuple(row["uid"] for row in rows), _filtered(rows, spec.themes, "theme")


def choose_periods(eras: Sequence[Era], spec: ExportSpec) -> Named:
    """The eras that the spec names."""
    return _filtered([{"uid": e.uid, "name": e.name} for e in eras], spec.periods, "era")


def choose_relations(spec: ExportSpec) -> frozenset[str]:
    """The relation types that the spec names, or all. Raises NotFound for an unknown one."""
    wanted = {name.strip().lower() for name in spec.relations}
    if unknown := sorted(wanted - set(RELATIONS)):
        raise NotFound(
            f"There is no relation type {unknown[0]!r}.", hint=f"There are: {', '.join(RELATIONS)}."
        )
    return frozenset(wanted or RELATIONS)


def named_seed(store: Store, spec: ExportSpec) -> str:
    """The uid of the entity that the spec's seed means, cultures before others."""
    rows: list[_Row] = []
    for label in ENTITY_LABELS:
        columns = store.nodes(label, ["name", "aliases"])
        rows += [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
    named = [row | {"name": row["name"] or ""} for row in map(dict, rows)]
    return str(look_up(spec.seed, named, what="entity")["uid"])


def _regions(rows: Iterable[_Row], spec: ExportSpec) -> set[str]:
    names = sorted({row["region"] for row in rows if row["region"]})
    choices = [{"uid": name, "name": name} for name in names]
    return {normalise(look_up(each, choices, what="region")["uid"]) for each in spec.regions}


def _filtered(rows: list[dict[str, Any]], names: Sequence[str], what: str) -> Named:
    wanted = {look_up(name, rows, what=what)["uid"] for name in names}
    kept = [row for row in rows if not wanted or row["uid"] in wanted]
    return Named(tuple(row["uid"] for row in kept), tuple(row["name"] for row in kept))
