"""Who is near whom, as the current run wrote it into the graph."""

from dataclasses import dataclass
from typing import Any, NoReturn

from kg.errors import NotFound
from kg.lookup import look_up
from kg.naming import normalise
from kg.store import Store
from kg.theme import themes

EVERY_THEME = "all"
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


def similar(
    store: Store, culture: str, *, theme: str = EVERY_THEME, k: int = 10
) -> list[Neighbour]:
    """The cultures nearest to `culture`, at most `k` of those that the current run kept.

    Names of cultures and themes are compared folded, aliases count. Raises NotFound for an
    unknown name, before the first run, and where the run knows nothing of the culture there.
    """
    run = current_run(store)
    found = look_up(culture, cultures(store), what="culture")
    wanted = theme_of(store, theme)
    rows = store.read(
        "MATCH (a:Culture {uid: $culture})-[r:SIMILAR_TO]->(b:Culture) "
        f"WHERE r.run = $run AND r.theme = $theme RETURN {_NEIGHBOUR} ORDER BY rank LIMIT $k",
        culture=found["uid"],
        run=run,
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
        run=current_run(store),
        k=k,
    )
    found: dict[tuple[str, str], list[Neighbour]] = {}
    for row in rows:
        found.setdefault((row.pop("culture"), row.pop("theme")), []).append(Neighbour(**row))
    return found


def current_run(store: Store) -> str:
    """The uid of the Run that answers refer to. Raises NotFound before the first."""
    rows = store.read("MATCH (r:Run) WHERE r.current = true RETURN r.uid AS uid")
    if not rows:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    return str(rows[0]["uid"])


def cultures(store: Store) -> list[dict[str, Any]]:
    """uid, name and aliases of all cultures, for `look_up`."""
    columns = store.nodes("Culture", ["name", "aliases"])
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def theme_id(name: str) -> str:
    """How SIMILAR_TO calls a theme: its English name, folded ("worship")."""
    return normalise(name)


def theme_of(store: Store, name: str) -> str:
    """The id of the theme that a name in English or Turkish means, or "all". Raises NotFound."""
    if normalise(name) == EVERY_THEME:
        return EVERY_THEME
    return theme_id(look_up(name, themes(store), what="theme")["name"])


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
