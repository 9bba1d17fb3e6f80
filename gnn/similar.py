"""The distances of all cultures, by a run."""

from dataclasses import dataclass

import numpy as np

from gnn.bundle import Floats
from gnn.neighbour import cosines
from kg.errors import NotFound
from kg.similar import EVERY_THEME, current_run, theme_id, theme_of
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Distances:
    """`matrix` (n, n) float32 holds 1 - cosine, 0 to 2, of the cultures `names`, sorted, whose
    vectors (n, d) are beside it."""

    names: tuple[str, ...]
    matrix: Floats
    vectors: Floats


def distances(store: Store, theme: str = EVERY_THEME, *, run: str = "") -> Distances:
    """Distances of all cultures that a run knows on a theme, over all periods; `run` is a uid, or
    empty for the current one.

    Raises NotFound for an unknown theme and before the first run.
    """
    run = run or current_run(store)
    wanted = theme_of(store, theme)
    rows = store.read(
        "MATCH (f:Facet)-[:OF]->(c:Culture) WHERE f.run = $run "
        "OPTIONAL MATCH (f)-[:ON]->(t:Theme) OPTIONAL MATCH (f)-[:IN]->(p:Period) "
        "WITH f, c, t, p WHERE p IS NULL "
        "RETURN c.name AS name, c.uid AS uid, t.name AS theme, f.embedding AS vector "
        "ORDER BY name, uid",
        run=run,
    )
    kept = [row for row in rows if _is(row["theme"], wanted) and any(row["vector"])]
    if not kept:
        raise NotFound(
            f"The current run knows no culture on the theme {wanted!r} any longer.",
            hint="Run umran train again.",
        )
    vectors = np.array([row["vector"] for row in kept], np.float32).reshape(len(kept), -1)
    matrix = np.float32(1) - cosines(vectors)
    np.fill_diagonal(matrix, 0)
    return Distances(tuple(row["name"] for row in kept), matrix, vectors)


def _is(name: str | None, wanted: str) -> bool:
    return (EVERY_THEME if name is None else theme_id(name)) == wanted
