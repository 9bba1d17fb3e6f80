"""Entities: what texts name, where they name it, and beside what."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from api.http.desk import AtDesk
from api.http.documented import says
from api.http.page import Page, Paged, listed
from kg.errors import NotFound
from kg.naming import entity_uid, normalise
from kg.schema import ENTITY_LABELS
from kg.store import Store

router = APIRouter(tags=["entities"])
Label = StrEnum("Label", [(label, label) for label in ENTITY_LABELS])  # type: ignore[misc]
Name = Annotated[str, Path(max_length=200, description="Name or uid.", examples=["mosque"])]
_VALUES = "n.name AS name, n.aliases AS aliases"
_BESIDE = 20


class Entity(BaseModel):
    """What texts name."""

    uid: str
    name: str | None
    aliases: list[str] | None


class EntityPage(BaseModel):
    """Some entities, and where the next page begins."""

    items: list[Entity]
    next: str | None


class Beside(BaseModel):
    """An entity that is named in the same sentences, and in how many."""

    label: str
    name: str | None
    passages: int


class Described(Entity):
    """With its themes, and what is named beside it most."""

    label: str
    themes: list[str]
    mentions: int
    beside: list[Beside]


class Mention(BaseModel):
    """Where an entity is named: `start` and `end` count in the document's text."""

    passage: str
    document: str | None
    text: str | None
    surface: str | None
    start: int
    end: int
    extractor: str | None


class MentionPage(BaseModel):
    """Some mentions, and where the next page begins."""

    items: list[Mention]
    next: str | None


class Reason(BaseModel):
    """Why something is in the graph: facts, and sentences that say so."""

    what: str
    facts: dict[str, Any]
    quotes: list[dict[str, Any]]
    total: int


_MOSQUE = {"uid": "5b1f0c2d3e4f5a69788796a5", "name": "mosque", "aliases": ["cami"]}
_FULL = _MOSQUE | {
    "label": "Structure",
    "themes": ["architecture", "worship"],
    "mentions": 31,
    "beside": [{"label": "Structure", "name": "dome", "passages": 9}],
}
_MENTION = {
    "passage": "77c2d3e4f5a69788796a5b4c",
    "document": "Sinan's mosques",
    "text": "The mosque of 1557 has a dome.",
    "surface": "mosque",
    "start": 4,
    "end": 10,
    "extractor": "lexicon",
}
_WHY = {"what": "Ottoman and mosque", "facts": {}, "quotes": [_MENTION], "total": 12}


@router.get("/entities", responses=says(EntityPage, {"items": [_MOSQUE], "next": None}))
async def entities(request: Request, desk: AtDesk, label: Label, page: Paged) -> Response:
    """All entities of a kind, in the order of uid."""
    return await desk.answer(request, lambda store: listed(store, label, _VALUES, page))


@router.get("/entities/{label}/{entity}", responses=says(Described, _FULL))
async def entity(request: Request, desk: AtDesk, label: Label, entity: Name) -> Response:
    """One entity."""
    return await desk.answer(request, lambda store: _described(store, label, entity))


@router.get(
    "/entities/{label}/{entity}/mentions",
    responses=says(MentionPage, {"items": [_MENTION], "next": None}),
)
async def mentions(
    request: Request, desk: AtDesk, label: Label, entity: Name, page: Paged
) -> Response:
    """The sentences that name it, by passage and place."""
    return await desk.answer(request, lambda store: _mentions(store, label, entity, page))


@router.get("/why", responses=says(Reason, _WHY))
async def why(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Query(max_length=200, description="An entity, or a file's path.")],
    other: Annotated[str, Query(max_length=200, description="One that it is joined with.")] = "",
    limit: Annotated[int, Query(ge=1, le=100, description="Most sentences.")] = 10,
) -> Response:
    """The sentences that an entity or an edge rests on, or what a document added."""
    from api.why import why as reason

    return await desk.answer(request, lambda store: asdict(reason(store, name, other, limit=limit)))


def _find(store: Store, label: str, name: str) -> dict[str, Any]:
    """The entity with this uid, or of this name. Raises NotFound."""
    query = f"MATCH (n:{label}) WHERE n.%s = $value RETURN n.uid AS uid, {_VALUES} LIMIT 1"
    for key, value in (("uid", name), ("uid", entity_uid(label, name)), ("norm", normalise(name))):
        if rows := store.read(query % key, value=value):
            return rows[0]
    raise NotFound(f"There is no {label} {name!r}.", hint="GET /v1/search finds words in texts.")


def _described(store: Store, label: str, name: str) -> dict[str, Any]:
    row = _find(store, label, name)
    match = f"MATCH (n:{label} {{uid: $uid}})"
    themes = store.read(
        f"{match}-[:ABOUT]->(t:Theme) RETURN t.name AS name ORDER BY name", uid=row["uid"]
    )
    [counted] = store.read(f"{match}<-[m:MENTIONS]-() RETURN count(m) AS n", uid=row["uid"])
    beside = store.read(
        f"{match}-[r:CO_OCCURS]-(o) RETURN labels(o)[0] AS label, o.name AS name, "
        "r.passages AS passages ORDER BY passages DESC, name, label LIMIT $limit",
        uid=row["uid"],
        limit=_BESIDE,
    )
    own = {"label": label, "themes": [each["name"] for each in themes]}
    return row | own | {"mentions": counted["n"], "beside": beside}


def _mentions(store: Store, label: str, name: str, page: Page) -> dict[str, Any]:
    """Keyset by passage: a page holds all mentions of its last passage."""
    rows = store.read(
        f"MATCH (n:{label} {{uid: $uid}})<-[:MENTIONS]-(p:Passage) WHERE p.uid > $after "
        "WITH DISTINCT n, p ORDER BY p.uid LIMIT $limit "
        "MATCH (p)-[m:MENTIONS]->(n) MATCH (p)-[:PART_OF]->(d:Document) "
        "RETURN p.uid AS passage, d.title AS document, p.text AS text, m.surface AS surface, "
        "m.start AS start, m.end AS end, m.extractor AS extractor ORDER BY passage, start",
        uid=_find(store, label, name)["uid"],
        after=page.after,
        limit=page.limit + 1,
    )
    return page.grouped(rows, "passage")
