"""Runs: what was learned, which one answers refer to, and where two of them disagree."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel

from api.http.access import may
from api.http.desk import AtDesk, encode
from api.http.documented import says
from kg.store import Store

router = APIRouter(prefix="/runs", tags=["runs"])
Name = Annotated[
    str, Path(max_length=100, description="Its first letters, or current.", examples=["current"])
]
May = Depends(may("admin"))


class Run(BaseModel):
    """One training in a line; `verdict` says whether it beats its baselines."""

    run: str
    current: bool
    created: str
    seed: int
    code: str
    auc: float | None
    step: int | None
    verdict: str


class Runs(BaseModel):
    """All runs, the youngest first."""

    items: list[Run]


class Whole(BaseModel):
    """Everything that is kept of a run."""

    uid: str
    name: str
    created: str
    current: bool
    seed: int
    code: str
    snapshot: str
    config: dict[str, Any]
    metrics: dict[str, Any]


class Compared(BaseModel):
    """What differs in `config`, metrics of both, and how far they agree about cultures."""

    runs: list[str]
    config: dict[str, Any]
    model: dict[str, Any]
    cultures: int
    correlation: float | None = None
    nearest: float | None = None


_RUN = {
    "run": "c1f34a5e8b7c6d5ed0a6e9b2",
    "current": True,
    "created": "2025-01-01T10:00:00.000+00:00",
    "seed": 0,
    "code": "0.1.0",
    "auc": 0.66,
    "step": 20,
    "verdict": "The model does not beat the baselines: ...",
}
_WHOLE = {
    "uid": "c1f34a5e8b7c6d5ed0a6e9b2",
    "name": "train 2025-01-01 10:00:00",
    "created": "2025-01-01T10:00:00.000+00:00",
    "current": True,
    "seed": 0,
    "code": "0.1.0",
    "snapshot": "0" * 64,
    "config": {},
    "metrics": {},
}
_COMPARED = {"runs": ["c1f34a", "d0a6e9"], "config": {}, "model": {}, "cultures": 16}


@router.get("", responses=says(Runs, {"items": [_RUN]}))
async def runs(request: Request, desk: AtDesk) -> Response:
    """All runs, the youngest first; `current` is the one that answers refer to."""
    return await desk.answer(request, lambda store: {"items": _act(desk, store, "list")})


@router.get("/{run}", responses=says(Whole, _WHOLE))
async def run(request: Request, desk: AtDesk, run: Name) -> Response:
    """One run with its configuration and metrics."""
    from gnn.runs import find_run

    return await desk.answer(request, lambda store: asdict(find_run(store, run)))


@router.get("/{run}/compare", responses=says(Compared, _COMPARED))
async def compare(
    request: Request,
    desk: AtDesk,
    run: Name,
    other: Annotated[str, Query(max_length=100, description="Another run.")],
) -> Response:
    """Two runs beside each other."""
    return await desk.answer(
        request, lambda store: _act(desk, store, "compare", run, other), lane="heavy"
    )


@router.post("/{run}/restore", dependencies=[May], responses=says(Runs, {"items": [_RUN]}))
async def restore(request: Request, desk: AtDesk, run: Name) -> Response:
    """Make a run the current one, in one step."""
    return await _changed(request, desk, "restore", run)


@router.delete("/{run}", dependencies=[May], responses=says(Runs, {"items": []}))
async def remove(request: Request, desk: AtDesk, run: Name) -> Response:
    """Remove a run with its facets, edges and encoder."""
    return await _changed(request, desk, "remove", run)


async def _changed(request: Request, desk: AtDesk, action: str, run: str) -> Response:
    body = await desk.ask(
        request,
        lambda store, _: encode({"items": _act(desk, store, action, run)}),
        lane="heavy",
        heed=False,
    )
    return Response(body, media_type="application/json")


def _act(desk: AtDesk, store: Store, action: str, *names: str) -> Any:
    from api.history import act

    return act(store, action, names, kept=desk.settings.data / "runs")
