"""From the graph to a bundle: the part that `spec` asks for, as arrays."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from gnn.bundle import VECTOR_MODALITIES, Cultures, GraphBundle, Named
from gnn.cooccurrence import co_occurrences, mentioned
from gnn.evidence import left_out, traits, vectors
from gnn.facet import Grouping, group, parts, studied, table
from gnn.item import Era, Item, read_eras, read_items, read_mentions
from gnn.lookup import look_up
from gnn.spec import ExportSpec
from kg.naming import normalise
from kg.schema import ENTITY_LABELS
from kg.store import Store

_CULTURE = ("name", "aliases", "latitude", "longitude", "region", "family")
_DEFAULT = ExportSpec()


def export(store: Store, spec: ExportSpec = _DEFAULT) -> GraphBundle:
    """Read what `spec` asks for, in an order that depends on nothing but the graph.

    Raises NotFound where the spec names a culture, theme, region or period that is not there.
    """
    mentions = read_mentions(store, ENTITY_LABELS)
    eras = read_eras(store)
    items = read_items(store, eras, mentions)
    themes = _themes(store, spec)
    periods = _periods(eras, spec)
    cultures, grouping = _group(
        _cultures(store, spec, studied(items, spec)), items, spec, themes, periods
    )
    used = [items[i] for i in sorted({i for each in grouping.members for i in each})]
    documents = _documents(store, used)
    found = {each: vectors(grouping, items, each) for each in VECTOR_MODALITIES}
    entities, edges = mentioned(grouping, items, cultures.uid, mentions)
    return GraphBundle(
        snapshot=snapshot(store),
        spec=spec,
        cultures=cultures,
        themes=themes,
        periods=periods,
        documents=documents,
        facets=table(grouping, items, documents.uid),
        items={name: each for name, each in found.items() if each is not None},
        traits=traits(grouping, items),
        entities=entities,
        mentions=edges,
        co_occurs=co_occurrences(store, entities, mentions),
        parts=parts(grouping),
        left_out=left_out(grouping, items),
    )


def snapshot(store: Store) -> str:
    """What documents the graph holds, as a hash of their fingerprints."""
    fingerprints = store.nodes("Document", ["fingerprint"])["fingerprint"]
    text = "\n".join(sorted(str(each) for each in fingerprints))
    return hashlib.sha256(text.encode()).hexdigest()


def _group(
    rows: list[dict[str, Any]],
    items: Sequence[Item],
    spec: ExportSpec,
    themes: Named,
    periods: Named,
) -> tuple[Cultures, Grouping]:
    """Cultures with a facet, and the facets; numbers count the cultures that stay."""
    first = group(items, [r["uid"] for r in rows], (), (), least=spec.min_items)
    rows = [rows[culture] for culture, *_ in first.keys]
    uids = [row["uid"] for row in rows]
    return _columns(rows), group(items, uids, themes.uid, periods.uid, least=spec.min_items)


def _cultures(store: Store, spec: ExportSpec, known: frozenset[str]) -> list[dict[str, Any]]:
    columns = store.nodes("Culture", _CULTURE)
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    wanted = {look_up(name, rows, what="culture")["uid"] for name in spec.cultures}
    regions = _regions(rows, spec)
    return [
        row
        for row in rows
        if row["uid"] in (wanted or known)
        and (not regions or normalise(row["region"] or "") in regions)
    ]


def _regions(rows: Iterable[dict[str, Any]], spec: ExportSpec) -> set[str]:
    names = sorted({row["region"] for row in rows if row["region"]})
    choices = [{"uid": name, "name": name} for name in names]
    return {normalise(look_up(each, choices, what="region")["uid"]) for each in spec.regions}


def _columns(rows: Sequence[dict[str, Any]]) -> Cultures:
    def names(key: str) -> tuple[str, ...]:
        return tuple(row[key] or "" for row in rows)

    def degrees(key: str) -> Any:
        return np.array([np.nan if row[key] is None else row[key] for row in rows], np.float32)

    return Cultures(
        names("uid"),
        names("name"),
        names("region"),
        names("family"),
        degrees("latitude"),
        degrees("longitude"),
    )


def _themes(store: Store, spec: ExportSpec) -> Named:
    columns = store.nodes("Theme", ["name", "name_tr"])
    rows = [
        {"uid": uid, "name": name, "aliases": [turkish or name]}
        for uid, name, turkish in zip(*columns.values(), strict=True)
    ]
    return _filtered(rows, spec.themes, "theme")


def _periods(eras: Sequence[Era], spec: ExportSpec) -> Named:
    rows = [{"uid": era.uid, "name": era.name} for era in eras]
    return _filtered(rows, spec.periods, "era")


def _filtered(rows: list[dict[str, Any]], names: Sequence[str], what: str) -> Named:
    wanted = {look_up(name, rows, what=what)["uid"] for name in names}
    kept = [row for row in rows if not wanted or row["uid"] in wanted]
    return Named(tuple(row["uid"] for row in kept), tuple(row["name"] for row in kept))


def _documents(store: Store, items: Iterable[Item]) -> Named:
    used = {uid for item in items for uid in item.documents}
    columns = store.nodes("Document", ["title"])
    rows = [row for row in zip(*columns.values(), strict=True) if row[0] in used]
    return Named(tuple(uid for uid, _ in rows), tuple(title or "" for _, title in rows))
