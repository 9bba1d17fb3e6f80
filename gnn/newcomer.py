"""Cultures that came after a training get vectors from the encoder that the run has kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from gnn.align import facet_vectors, keys
from gnn.bundle import Floats, GraphBundle
from gnn.kept import Kept, encode
from gnn.runs import RunInfo, facet_rows
from gnn.topk import top_k
from kg.similar import EVERY_THEME, theme_id
from kg.store import Store
from kg.transaction import Transaction

_Row = dict[str, Any]
_ENDS = {"OF": "Culture", "ON": "Theme", "IN": "Period"}


@dataclass(frozen=True, slots=True)
class Embedded:
    """Names of the cultures that are new in the run, and how many facets and edges they got."""

    run: str
    cultures: tuple[str, ...]
    facets: int
    edges: int


def embed(store: Store, bundle: GraphBundle, run: RunInfo, kept: Kept) -> Embedded:
    """Write facets of the cultures of `bundle` that `run` does not know, and their nearest.

    In one transaction, so that the run stays whole. What the run says of others stays as it is;
    they get no edge to the new ones before the next training. Twice does nothing.
    """
    there = facet_vectors(store, run.uid)
    known = {culture for culture, *_ in there}
    rows = [i for i, key in enumerate(keys(bundle)) if key[0] not in known]
    new = sorted({keys(bundle)[i][0] for i in rows})
    if not new:
        return Embedded(run.uid, (), 0, 0)
    vectors = encode(kept, bundle)
    facets = [facet_rows(run.uid, bundle, i, vectors[i]) for i in rows]
    all_vectors = dict(there) | {keys(bundle)[i]: vectors[i] for i in rows}
    edges = _edges(run.uid, bundle, all_vectors, new, kept.config.neighbours)
    store.write(partial(_write, run=run.uid, facets=facets, edges=edges))
    names = dict(zip(bundle.cultures.uid, bundle.cultures.name, strict=True))
    return Embedded(run.uid, tuple(names[uid] for uid in new), len(facets), len(edges))


def _write(
    tx: Transaction, *, run: str, facets: list[tuple[_Row, dict[str, _Row]]], edges: list[_Row]
) -> None:
    tx.upsert("Facet", [row for row, _ in facets])
    for type, label in _ENDS.items():
        tx.link(type, "Facet", label, [ends[type] for _, ends in facets if type in ends])
    tx.link("SIMILAR_TO", "Culture", "Culture", edges)
    [nodes] = tx.run("MATCH (f:Facet {run: $run})-[:OF]->() RETURN count(f) AS n", run=run)
    [pairs] = tx.run("MATCH ()-[r:SIMILAR_TO {run: $run}]->() RETURN count(r) AS n", run=run)
    tx.upsert("Run", [{"uid": run, "facets": nodes["n"], "edges": pairs["n"]}])


def _edges(
    run: str,
    bundle: GraphBundle,
    vectors: Mapping[tuple[str, str, str], Floats],
    new: list[str],
    number: int,
) -> list[_Row]:
    documents = _documents(bundle)
    found = []
    names = {"": EVERY_THEME} | {
        uid: theme_id(name) for uid, name in zip(bundle.themes.uid, bundle.themes.name, strict=True)
    }
    for uid, theme in names.items():
        cultures = sorted(
            c for c, t, p in vectors if (t, p) == (uid, "") and vectors[c, t, p].any()
        )
        own = [c for c in new if c in cultures]
        if not own or len(cultures) < 2:
            continue
        matrix = np.stack([vectors[c, uid, ""] for c in cultures])
        queries = np.stack([vectors[c, uid, ""] for c in own])
        near, score = top_k(queries, matrix, k=number + 1)
        for culture, others, scores in zip(own, near, score, strict=True):
            pairs = [(cultures[j], s) for j, s in zip(others, scores, strict=True)]
            pairs = [(other, s) for other, s in pairs if other != culture][:number]
            for rank, (other, value) in enumerate(pairs, 1):
                behind = documents.get((culture, uid), set()) | documents.get((other, uid), set())
                properties = {
                    "run": run, "theme": theme, "score": float(np.clip(value, -1, 1)),
                    "rank": rank, "sources": len(behind),
                }  # fmt: skip
                found.append({"source": culture, "target": other, "properties": properties})
    return found


def _documents(bundle: GraphBundle) -> dict[tuple[str, str], set[int]]:
    """Documents behind a culture and theme, over all periods."""
    own, found = keys(bundle), dict[tuple[str, str], set[int]]()
    for document, facet in bundle.facets.documents.T:
        culture, theme, period = own[int(facet)]
        if not period:
            found.setdefault((culture, theme), set()).add(int(document))
    return found
