"""Spaces of later runs are turned to the current one, so that vectors of runs can be compared.

A training leaves the axes of its space to chance. The orthogonal Procrustes solution (Schönemann
1966) over the facets that both runs have turns the new space, and leaves all its distances.
"""

from collections.abc import Mapping

import numpy as np

from gnn.bundle import ALL, Floats, GraphBundle
from gnn.retrieval import Reals
from gnn.runs import current
from gnn.training import Training
from kg.store import Store

Key = tuple[str, str, str]


def towards_current(
    store: Store, bundle: GraphBundle, training: Training, *, run: str
) -> tuple[Floats, str] | None:
    """The rotation (width, width) for the vectors of `training`, and the uid of the run that it
    turns them to; None where there is none, it is this `run` itself, or another width."""
    other = current(store)
    if other is None or other.uid == run:
        return None
    there = facet_vectors(store, other.uid)
    pairs = [
        (training.embeddings[i], there[key])
        for i, key in enumerate(keys(bundle))
        if training.known[i] and key in there and there[key].any()
    ]
    if not pairs or len(pairs[0][0]) != len(pairs[0][1]):
        return None
    new, old = (np.stack(each).astype(np.float64) for each in zip(*pairs, strict=True))
    return procrustes(new, old).astype(np.float32), other.uid


def procrustes(source: Reals | Floats, target: Reals | Floats) -> Reals:
    """The orthogonal matrix (d, d) that best turns rows (n, d) of `source` onto those of `target`.

    Exact, and not damped as the one that a closed form starts from: what is only turned comes back.
    """
    left, _, right = np.linalg.svd(source.T.astype(np.float64) @ target.astype(np.float64))
    turn: Reals = left @ right
    return turn


def keys(bundle: GraphBundle) -> list[Key]:
    """Culture, theme and period of each facet, as uids; "" for all."""
    facets = bundle.facets
    return [
        (
            bundle.cultures.uid[facets.culture[i]],
            bundle.themes.uid[facets.theme[i]] if facets.theme[i] != ALL else "",
            bundle.periods.uid[facets.period[i]] if facets.period[i] != ALL else "",
        )
        for i in range(bundle.size)
    ]


def facet_vectors(store: Store, run: str) -> Mapping[Key, Floats]:
    """The stored vectors of a run."""
    rows = store.read(
        "MATCH (f:Facet)-[:OF]->(c:Culture) WHERE f.run = $run "
        "OPTIONAL MATCH (f)-[:ON]->(t:Theme) OPTIONAL MATCH (f)-[:IN]->(p:Period) "
        "RETURN c.uid AS culture, t.uid AS theme, p.uid AS period, f.embedding AS vector "
        "ORDER BY f.uid",
        run=run,
    )
    return {
        (row["culture"], row["theme"] or "", row["period"] or ""): np.array(
            row["vector"], np.float32
        )
        for row in rows
    }
