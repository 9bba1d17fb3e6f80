"""Nearness: who is near whom, how sure that is, what two share, and how one changed."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.http.cultures import Name
from api.http.desk import AtDesk
from api.http.documented import says
from kg.store import Store

router = APIRouter(tags=["nearness"])
Theme = Annotated[str, Query(max_length=200, description="A theme, or all.")]
K = Annotated[int, Query(ge=1, le=1000, description="How many.")]


class Neighbour(BaseModel):
    """A culture that is near by the current run; null where something cannot be said."""

    name: str
    score: float
    rank: int
    sources: int
    ci_low: float | None
    ci_high: float | None
    p: float | None
    beats_null: bool | None


class Neighbours(BaseModel):
    """The nearest first."""

    items: list[Neighbour]


_PERSIAN = {
    "name": "Persian",
    "score": 0.62,
    "rank": 1,
    "sources": 71,
    "ci_low": 0.41,
    "ci_high": 0.77,
    "p": 0.02,
    "beats_null": True,
}


@router.get("/cultures/{culture}/similar", responses=says(Neighbours, {"items": [_PERSIAN]}))
async def similar(
    request: Request, desk: AtDesk, culture: Name, theme: Theme = "all", k: K = 10
) -> Response:
    """The cultures nearest to one, on a theme or on all, by the current run."""
    return await desk.answer(request, lambda store: _similar(store, culture, theme, k))


def _similar(store: Store, culture: str, theme: str, k: int) -> dict[str, Any]:
    from gnn.similar import similar

    return {"items": [asdict(each) for each in similar(store, culture, theme=theme, k=k)]}
