"""Nearness: who is near whom, how sure that is, what two share, and how one changed."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.http.cultures import Name, name_of, uid_of
from api.http.desk import AtDesk
from api.http.documented import says
from api.http.themes import named
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


Culture = Annotated[str, Query(max_length=200, description="Name, alias or uid of a culture.")]
Period = Annotated[str, Query(max_length=200, description="An era, or all.")]


class Claim(BaseModel):
    """A distance as a claim; docs/distance.md says what each figure means."""

    one: str
    other: str
    theme: str
    period: str
    modality: str
    score: float
    percentile: float | None
    pairs: int
    cosine: float | None
    ci_low: float | None
    ci_high: float | None
    p: float | None
    q: float | None
    beats_null: bool | None
    sources: list[int]
    shared: int
    without: dict[str, float | None]
    evidence: list[dict[str, Any]]
    notes: list[str]


class Shared(BaseModel):
    """An entity that passages of both name, and one such sentence of each with its document."""

    entity: str
    fits: bool
    quotes: list[list[str | None]]


class Comparison(BaseModel):
    """What two cultures share, and their learned nearness by theme in the current run."""

    one: str
    other: str
    nearness: dict[str, float]
    shared: list[Shared]


class Drifted(BaseModel):
    """How a culture changes from period to period; docs/distance.md."""

    drift: dict[str, Any]
    changes: list[dict[str, Any]]


_CLAIM = {
    "one": "Ottoman", "other": "Persian", "theme": "worship", "period": "all", "modality": "",
    "score": 0.62, "percentile": 0.97, "pairs": 120, "cosine": 0.7, "ci_low": 0.41,
    "ci_high": 0.77, "p": 0.02, "q": 0.04, "beats_null": True, "sources": [41, 30], "shared": 0,
    "without": {"text": None, "image": 0.6}, "evidence": [], "notes": [],
}  # fmt: skip
_SHARED = {
    "entity": "mosque",
    "fits": True,
    "quotes": [["The mosque has a dome.", "Sinan"], ["The mosque has four iwans.", "Isfahan"]],
}
_BOTH = {
    "one": "Ottoman", "other": "Persian", "nearness": {"all": 0.62}, "shared": [_SHARED],
}  # fmt: skip
_STEP = {"earlier": "before 1500", "later": "1500 to now", "distance": 0.2, "changed": None}
_DRIFT = {"drift": {"culture": "Ottoman", "theme": "worship", "steps": [_STEP]}, "changes": []}


@router.get("/distance", responses=says(Claim, _CLAIM))
async def distance(
    request: Request,
    desk: AtDesk,
    one: Culture,
    other: Culture,
    theme: Theme = "all",
    period: Period = "all",
    modality: Literal["", "text", "image", "audio", "traits"] = "",
) -> Response:
    """How near two cultures are, how sure that is, and where it says so. It takes seconds."""
    from api.claim import claim

    folder = desk.settings.data / "runs"
    about = {"theme": theme, "period": period, "modality": modality}
    return await desk.answer(
        request,
        lambda store: claim(
            store, folder, (name_of(store, one), name_of(store, other)), **about
        ).plain(),
        lane="heavy",
    )


@router.get("/compare", responses=says(Comparison, _BOTH))
async def compare(
    request: Request,
    desk: AtDesk,
    one: Culture,
    other: Culture,
    theme: Theme = "all",
    limit: Annotated[int, Query(ge=1, le=100, description="Most entities.")] = 10,
) -> Response:
    """What passages of both cultures name, on a theme or on all: the most telling first."""
    return await desk.answer(
        request, lambda store: _compared(store, (one, other), theme, limit), lane="foreign"
    )


@router.get("/cultures/{culture}/drift", responses=says(Drifted, _DRIFT))
async def drift(
    request: Request,
    desk: AtDesk,
    culture: Name,
    theme: Annotated[str, Query(max_length=200, description="None: that of most periods.")] = "",
) -> Response:
    """How a culture changes over time, and whether that is more than chance. It takes seconds."""
    from api.drift import drifted

    folder = desk.settings.data / "runs"
    return await desk.answer(
        request,
        lambda store: drifted(store, folder, name_of(store, culture), theme=theme).plain(),
        lane="heavy",
    )


def _similar(store: Store, culture: str, theme: str, k: int) -> dict[str, Any]:
    from kg.similar import similar

    found = similar(store, name_of(store, culture), theme=theme, k=k)
    return {"items": [asdict(each) for each in found]}


def _compared(store: Store, pair: tuple[str, str], theme: str, limit: int) -> dict[str, Any]:
    from api.evidence import shared

    uids = [uid_of(store, name) for name in pair]
    one, other = (name_of(store, uid) for uid in uids)
    about = "" if theme == "all" else _theme(store, theme)
    near = store.read(
        "MATCH (:Culture {uid: $one})-[r:SIMILAR_TO]->(:Culture {uid: $other}) "
        "MATCH (run:Run) WHERE run.uid = r.run AND run.current = true "
        "RETURN r.theme AS theme, r.score AS score ORDER BY theme",
        one=uids[0],
        other=uids[1],
    )
    found = shared(store, one, other, theme=about)[:limit]
    return {
        "one": one,
        "other": other,
        "nearness": {row["theme"]: row["score"] for row in near},
        "shared": [asdict(each) for each in found],
    }


def _theme(store: Store, name: str) -> str:
    uid = named(store, "Theme", name)
    return str(store.read("MATCH (n:Theme {uid: $uid}) RETURN n.name AS name", uid=uid)[0]["name"])
