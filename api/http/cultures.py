"""Cultures: who is studied, and how much is known of each."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from api.http.desk import AtDesk
from api.http.documented import says
from api.http.page import Page, Paged, listed
from kg.culture import known
from kg.lookup import look_up
from kg.store import Store

router = APIRouter(prefix="/cultures", tags=["cultures"])
Name = Annotated[str, Path(max_length=200, description="Name, alias or uid.", examples=["Ottoman"])]
_VALUES = (
    "n.name AS name, n.aliases AS aliases, n.region AS region, n.family AS family, "
    "n.latitude AS latitude, n.longitude AS longitude"
)


class Culture(BaseModel):
    """A culture; null where nothing is known."""

    uid: str
    name: str
    aliases: list[str] | None
    region: str | None
    family: str | None
    latitude: float | None
    longitude: float | None


class Known(Culture):
    """With what the graph holds of it."""

    documents: int
    media: int
    traits: int


class CulturePage(BaseModel):
    """Some cultures, and where the next page begins."""

    items: list[Culture]
    next: str | None


class Trait(BaseModel):
    """How one table codes the culture."""

    uid: str
    name: str | None
    code: str | None
    value: str | None
    year: int | None
    document: str | None


class TraitPage(BaseModel):
    """Some traits, and where the next page begins."""

    items: list[Trait]
    next: str | None


_OTTOMAN = {
    "uid": "d0a6e9b2c1f34a5e8b7c6d5e",
    "name": "Ottoman",
    "aliases": ["Osmanlı"],
    "region": "Anatolia",
    "family": "Turkic",
    "latitude": 41.0,
    "longitude": 28.9,
}
_DESCENT = {
    "uid": "0b1c2d3e4f5a69788796a5b4",
    "name": "Descent",
    "code": "EA043",
    "value": "patrilineal",
    "year": 1850,
    "document": "5f5e5d5c5b5a595857565554",
}


@router.get("", responses=says(CulturePage, {"items": [_OTTOMAN], "next": None}))
async def cultures(request: Request, desk: AtDesk, page: Paged) -> Response:
    """All cultures that the graph names, in the order of uid."""
    return await desk.answer(request, lambda store: listed(store, "Culture", _VALUES, page))


@router.get(
    "/{culture}",
    responses=says(Known, _OTTOMAN | {"documents": 41, "media": 3, "traits": 12}),
)
async def culture(request: Request, desk: AtDesk, culture: Name) -> Response:
    """One culture."""
    return await desk.answer(request, lambda store: _known(store, culture))


@router.get("/{culture}/traits", responses=says(TraitPage, {"items": [_DESCENT], "next": None}))
async def traits(request: Request, desk: AtDesk, culture: Name, page: Paged) -> Response:
    """How tables code a culture, in the order of the traits' uids."""
    return await desk.answer(request, lambda store: _traits(store, culture, page))


def uid_of(store: Store, name: str) -> str:
    """The uid of a culture. Raises NotFound, with names that are near."""
    columns = store.nodes("Culture", ["name", "aliases"])
    if name in columns["uid"]:
        return name
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return str(look_up(name, rows, what="culture")["uid"])


def name_of(store: Store, name: str) -> str:
    """The name of a culture whose uid was given; a name is given back as it is."""
    rows = store.read("MATCH (n:Culture {uid: $uid}) RETURN n.name AS name", uid=name)
    return str(rows[0]["name"]) if rows else name


def _known(store: Store, name: str) -> dict[str, Any]:
    uid = uid_of(store, name)
    return {"uid": uid, **asdict(known(store, uid))}


def _traits(store: Store, name: str, page: Page) -> dict[str, Any]:
    rows = store.read(
        "MATCH (c:Culture {uid: $uid})-[r:HAS_TRAIT]->(t:Trait) "
        "WITH t, r, t.uid + ' ' + r.document AS place WHERE place > $after "
        "RETURN place, t.uid AS uid, t.name AS name, r.code AS code, r.value AS value, "
        "r.year AS year, r.document AS document ORDER BY place LIMIT $limit",
        uid=uid_of(store, name),
        after=page.after,
        limit=page.limit + 1,
    )
    found = page.of(rows, lambda row: str(row["place"]))
    for row in found["items"]:
        del row["place"]
    return found
