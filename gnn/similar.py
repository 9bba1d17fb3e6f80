"""Answers from the current run: who is near whom, and the distances of all."""

from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from gnn.bundle import Floats
from gnn.lookup import look_up
from gnn.neighbour import EVERY_THEME, cosines, theme_id
from gnn.runs import RunInfo, current
from gnn.theme import themes
from kg.errors import NotFound
from kg.naming import normalise
from kg.store import Store

_NEIGHBOUR = (
    "b.name AS name, r.score AS score, r.rank AS rank, r.sources AS sources, "
    "r.ci_low AS ci_low, r.ci_high AS ci_high, r.p AS p, r.beats_null AS beats_null"
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A culture that is near: `score` is a cosine, `sources` counts the works behind the two.

    ci_low, ci_high, p, beats_null: as in SIMILAR_TO, None where nothing can be said.
    """

    name: str
    score: float
    rank: int
    sources: int
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    beats_null: bool | None = None


@dataclass(frozen=True, slots=True)
class Distances:
    """`matrix` (n, n) float32 holds 1 - cosine, 0 to 2, of the cultures `names`, sorted, whose
    vectors (n, d) are beside it."""

    names: tuple[str, ...]
    matrix: Floats
    vectors: Floats


def similar(
    store: Store, culture: str, *, theme: str = EVERY_THEME, k: int = 10
) -> list[Neighbour]:
    """The cultures nearest to `culture`, at most `k` of those that the current run kept.

    Names of cultures and themes are compared folded, aliases count. Raises NotFound for an
    unknown name, before the first run, and where the run knows nothing of the culture there.
    """
    run = _current(store)
    found = look_up(culture, _cultures(store), what="culture")
    wanted = _theme(store, theme)
    rows = store.read(
        "MATCH (a:Culture {uid: $culture})-[r:SIMILAR_TO]->(b:Culture) "
        f"WHERE r.run = $run AND r.theme = $theme RETURN {_NEIGHBOUR} ORDER BY rank LIMIT $k",
        culture=found["uid"],
        run=run.uid,
        theme=wanted,
        k=k,
    )
    if not rows:
        _refuse(found["name"], wanted)
    return [Neighbour(**row) for row in rows]


def neighbours(store: Store, *, k: int = 1) -> dict[tuple[str, str], list[Neighbour]]:
    """The `k` nearest of every culture on every theme: (culture, theme's id) -> nearest first.

    Raises NotFound before the first run.
    """
    rows = store.read(
        "MATCH (a:Culture)-[r:SIMILAR_TO]->(b:Culture) WHERE r.run = $run AND r.rank <= $k "
        f"RETURN a.name AS culture, r.theme AS theme, {_NEIGHBOUR} ORDER BY rank, culture, name",
        run=_current(store).uid,
        k=k,
    )
    found: dict[tuple[str, str], list[Neighbour]] = {}
    for row in rows:
        found.setdefault((row.pop("culture"), row.pop("theme")), []).append(Neighbour(**row))
    return found


def distances(store: Store, theme: str = EVERY_THEME, *, run: str = "") -> Distances:
    """Distances of all cultures that a run knows on a theme, over all periods; `run` is a uid, or
    empty for the current one.

    Raises NotFound for an unknown theme and before the first run.
    """
    run = run or _current(store).uid
    wanted = _theme(store, theme)
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


def _refuse(culture: str, theme: str) -> NoReturn:
    hint = (
        "A culture takes part if a document says that it is about it (culture: in the manifest or "
        "the head of a text) or 20 passages name it; then train again."
        if theme == EVERY_THEME
        else "Ingest more about it and train again, or ask for the theme all."
    )
    raise NotFound(
        f"The current run knows too little of {culture} on the theme {theme!r}.", hint=hint
    )


def _is(name: str | None, wanted: str) -> bool:
    return (EVERY_THEME if name is None else theme_id(name)) == wanted


def _current(store: Store) -> RunInfo:
    run = current(store)
    if run is None:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    return run


def _cultures(store: Store) -> list[dict[str, Any]]:
    columns = store.nodes("Culture", ["name", "aliases"])
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _theme(store: Store, name: str) -> str:
    if normalise(name) == EVERY_THEME:
        return EVERY_THEME
    return theme_id(look_up(name, themes(store), what="theme")["name"])
