"""Themes and periods: few enough to be given whole."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.http.desk import AtDesk
from api.http.documented import says
from kg.lookup import look_up
from kg.store import Store

router = APIRouter()


class Theme(BaseModel):
    """A domain of life; `broader` is the uid of the theme that it is part of."""

    uid: str
    name: str
    name_tr: str | None
    broader: str | None


class Themes(BaseModel):
    """All themes by name."""

    items: list[Theme]


class Period(BaseModel):
    """A span of years; null where it has no end."""

    uid: str
    name: str
    name_tr: str | None
    kind: str | None
    year_from: int | None
    year_to: int | None


class Periods(BaseModel):
    """All periods by their years."""

    items: list[Period]


_WORSHIP = {"uid": "1f2e3d4c5b6a798897a6b5c4", "name": "worship", "name_tr": "ibadet"}
_TANZIMAT = {"uid": "aa2e3d4c5b6a798897a6b5c4", "name": "Tanzimat", "name_tr": "Tanzimat"}
_YEARS = {"kind": "named", "year_from": 1839, "year_to": 1876}


@router.get(
    "/themes", tags=["themes"], responses=says(Themes, {"items": [_WORSHIP | {"broader": None}]})
)
async def themes(request: Request, desk: AtDesk) -> Response:
    """All themes by name."""
    return await desk.answer(request, _themes)


@router.get("/periods", tags=["periods"], responses=says(Periods, {"items": [_TANZIMAT | _YEARS]}))
async def periods(request: Request, desk: AtDesk) -> Response:
    """All periods by their years."""
    return await desk.answer(request, _periods)


def named(store: Store, label: str, name: str) -> str:
    """The uid of a theme or a period, by uid or name in either language. Raises NotFound."""
    columns = store.nodes(label, ["name", "name_tr"])
    if name in columns["uid"]:
        return name
    rows = [
        {"uid": uid, "name": english, "aliases": [turkish or english]}
        for uid, english, turkish in zip(*columns.values(), strict=True)
    ]
    return str(look_up(name, rows, what=label.lower())["uid"])


def _themes(store: Store) -> dict[str, Any]:
    rows = store.read(
        "MATCH (n:Theme) OPTIONAL MATCH (n)-[:BROADER]->(b:Theme) RETURN n.uid AS uid, "
        "n.name AS name, n.name_tr AS name_tr, min(b.uid) AS broader ORDER BY name"
    )
    return {"items": rows}


def _periods(store: Store) -> dict[str, Any]:
    rows = store.read(
        "MATCH (n:Period) RETURN n.uid AS uid, n.name AS name, n.name_tr AS name_tr, "
        "n.kind AS kind, n.year_from AS year_from, n.year_to AS year_to"
    )
    far = 10**6
    rows.sort(key=lambda row: (_or(row["year_from"], -far), _or(row["year_to"], far), row["name"]))
    return {"items": rows}


def _or(year: int | None, other: int) -> int:
    return other if year is None else year
