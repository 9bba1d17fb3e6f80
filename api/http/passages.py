"""Passages: one sentence of a document each, with what stands around it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from api.http.cultures import uid_of
from api.http.desk import AtDesk
from api.http.documented import says
from api.http.page import Page, Paged
from api.http.themes import named
from kg.errors import NotFound
from kg.store import Store

router = APIRouter(prefix="/passages", tags=["passages"])
Filter = Annotated[str, Query(max_length=200, description="Name or uid; empty: any.")]
_VALUES = (
    "p.uid AS uid, p.text AS text, p.idx AS idx, p.start AS start, p.end AS end, p.lang AS lang, "
    "p.section AS section, p.page AS page, p.year_from AS year_from, p.year_to AS year_to"
)


class Passage(BaseModel):
    """A sentence: `start` and `end` are code points of its document's text."""

    uid: str
    text: str | None
    idx: int | None
    start: int | None
    end: int | None
    lang: str | None
    section: str | None
    page: str | None
    year_from: int | None
    year_to: int | None
    document: str | None


class PassagePage(BaseModel):
    """Some passages, and where the next page begins."""

    items: list[Passage]
    next: str | None


class Named(BaseModel):
    """An entity that the sentence names."""

    label: str
    uid: str
    name: str | None
    surface: str | None
    start: int
    end: int


class Source(BaseModel):
    """The document of a passage."""

    uid: str
    title: str | None
    source: str | None
    path: str | None
    licence: str | None
    reference: str | None
    cultures: list[str]


class InContext(BaseModel):
    """A passage with those before and after it, what it names, and what it is about."""

    passage: Passage
    before: list[Passage]
    after: list[Passage]
    source: Source
    mentions: list[Named]
    themes: list[str]
    periods: list[str]


_DOME = {
    "uid": "77c2d3e4f5a69788796a5b4c",
    "text": "The mosque of 1557 has a dome.",
    "idx": 3,
    "start": 210,
    "end": 240,
    "lang": "en",
    "section": None,
    "page": None,
    "year_from": 1557,
    "year_to": 1557,
    "document": "5f5e5d5c5b5a595857565554",
}
_CONTEXT = {
    "passage": _DOME,
    "before": [],
    "after": [],
    "source": {
        "uid": "5f5e5d5c5b5a595857565554",
        "title": "Sinan's mosques",
        "source": "examples",
        "path": "texts/sinan.md",
        "licence": "CC0-1.0",
        "reference": None,
        "cultures": ["Ottoman"],
    },
    "mentions": [],
    "themes": ["architecture"],
    "periods": ["16th century"],
}


@router.get("", responses=says(PassagePage, {"items": [_DOME], "next": None}))
async def passages(
    request: Request,
    desk: AtDesk,
    page: Paged,
    culture: Filter = "",
    theme: Filter = "",
    period: Filter = "",
) -> Response:
    """Passages about a culture, on a theme, of a period, in the order of uid."""
    return await desk.answer(request, lambda store: _some(store, page, culture, theme, period))


@router.get("/{uid}", responses=says(InContext, _CONTEXT))
async def passage(
    request: Request,
    desk: AtDesk,
    uid: Annotated[str, Path(max_length=100)],
    context: Annotated[int, Query(ge=0, le=20, description="Sentences on each side.")] = 2,
) -> Response:
    """One passage in its context."""
    return await desk.answer(request, lambda store: _in_context(store, uid, context))


def _some(store: Store, page: Page, culture: str, theme: str, period: str) -> dict[str, Any]:
    match, values = ["MATCH (p:Passage) WHERE p.uid > $after"], {}
    if culture:
        match = [
            "MATCH (:Culture {uid: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage) "
            "WHERE p.uid > $after WITH DISTINCT p"
        ]
        values["culture"] = uid_of(store, culture)
    if theme:
        match.append("MATCH (p)-[:ABOUT]->(:Theme {uid: $theme})")
        values["theme"] = named(store, "Theme", theme)
    if period:
        match.append("MATCH (p)-[:DATED]->(:Period {uid: $period})")
        values["period"] = named(store, "Period", period)
    rows = store.read(
        f"{' '.join(match)} WITH p ORDER BY p.uid LIMIT $limit "
        f"MATCH (p)-[:PART_OF]->(d:Document) RETURN {_VALUES}, d.uid AS document ORDER BY uid",
        after=page.after,
        limit=page.limit + 1,
        **values,
    )
    return page.of(rows, lambda row: str(row["uid"]))


def _in_context(store: Store, uid: str, context: int) -> dict[str, Any]:
    rows = store.read(
        "MATCH (p:Passage {uid: $uid})-[:PART_OF]->(d:Document) RETURN p.idx AS idx, "
        "d.uid AS uid, d.title AS title, d.source AS source, d.path AS path, "
        "d.licence AS licence, d.reference AS reference",
        uid=uid,
    )
    if not rows:
        raise NotFound(f"There is no passage {uid!r}.")
    source = rows[0]
    idx = source.pop("idx") or 0
    around = store.read(
        "MATCH (d:Document {uid: $document})<-[:PART_OF]-(p:Passage) "
        f"WHERE p.idx >= $first AND p.idx <= $last RETURN {_VALUES}, d.uid AS document "
        "ORDER BY idx",
        document=source["uid"],
        first=idx - context,
        last=idx + context,
    )
    about = "MATCH (d:Document {uid: $uid})-[:DESCRIBES]->(c:Culture) RETURN c.name AS name"
    source["cultures"] = _names(store, about, source["uid"])
    return {
        "passage": next(row for row in around if row["uid"] == uid),
        "before": [row for row in around if row["idx"] < idx],
        "after": [row for row in around if row["idx"] > idx],
        "source": source,
        **_said(store, uid),
    }


def _said(store: Store, uid: str) -> dict[str, Any]:
    """What a passage names and is about."""
    match = "MATCH (p:Passage {uid: $uid})"
    mentions = store.read(
        f"{match}-[m:MENTIONS]->(e) RETURN labels(e)[0] AS label, e.uid AS uid, e.name AS name, "
        "m.surface AS surface, m.start AS start, m.end AS end ORDER BY start, end",
        uid=uid,
    )
    return {
        "mentions": mentions,
        "themes": _names(store, f"{match}-[:ABOUT]->(t:Theme) RETURN t.name AS name", uid),
        "periods": _names(store, f"{match}-[:DATED]->(t:Period) RETURN t.name AS name", uid),
    }


def _names(store: Store, query: str, uid: str) -> list[str]:
    return [row["name"] for row in store.read(f"{query} ORDER BY name", uid=uid)]
