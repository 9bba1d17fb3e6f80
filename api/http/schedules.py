"""Schedules: folders, feeds and lists of pages that this process keeps up to date."""

from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Body, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.access import may
from api.http.desk import AtDesk, encode
from api.http.documented import says
from api.http.folder import inside
from kg.errors import NotFound
from kg.settings import Settings

router = APIRouter(prefix="/schedules", tags=["ingestion"])
May = Depends(may("ingest"))


class Wanted(BaseModel):
    """As `umran schedule add`; folders, lists of pages and manifests lie below the server's own
    folder. `every` is an interval, `cron` five fields: one of the two.
    """

    model_config = ConfigDict(extra="forbid")

    what: str = Field(max_length=2000)
    kind: Literal["folder", "drop", "feed", "pages"] = "folder"
    name: str = Field("", max_length=60)
    every: str = Field("", max_length=20)
    cron: str = Field("", max_length=100)
    source: str | None = Field(None, max_length=200)
    manifest: str | None = Field(None, max_length=500)
    follow: bool = False
    prune: bool = False


class Shown(BaseModel):
    """A schedule: when it is due, and what became of its last run."""

    name: str
    kind: str
    what: str
    when: str
    next: str
    running: str
    began: str
    last: str
    failed: bool


class AllSchedules(BaseModel):
    """All schedules by name. `why`: why this process does not run them; empty where it does."""

    items: list[Shown]
    why: str


_NIGHTLY = {
    "name": "texts",
    "kind": "folder",
    "what": "/srv/umran/inbox/texts",
    "when": "every 1h",
    "next": "2025-01-01T11:00:00+00:00",
    "running": "",
    "began": "",
    "last": "",
    "failed": False,
}
_ASKED = {"what": "texts", "every": "1h"}


@router.get("", responses=says(AllSchedules, {"items": [_NIGHTLY], "why": ""}))
async def schedules(request: Request, desk: AtDesk) -> Response:
    """All schedules of the data folder."""
    rows = await to_thread.run_sync(_rows, desk.settings)
    return _json({"items": rows, "why": request.app.state.clock.why})


@router.post(
    "",
    status_code=201,
    dependencies=[May],
    responses=says(Shown, _NIGHTLY, status=201, what="It is due from now on"),
)
async def add(desk: AtDesk, wanted: Annotated[Wanted, Body(examples=[_ASKED])]) -> Response:
    """Keep a folder, a feed or a list of pages up to date."""
    return _json(await to_thread.run_sync(_add, desk.settings, wanted), 201)


@router.delete("/{name}", status_code=204, dependencies=[May])
async def remove(desk: AtDesk, name: Annotated[str, Path(max_length=60)]) -> None:
    """Forget a schedule; its documents stay."""
    await to_thread.run_sync(_remove, desk.settings, name)


def _rows(settings: Settings) -> list[dict[str, Any]]:
    from api.timetable import timetable

    return [{name: row[name] for name in Shown.model_fields} for row in timetable(settings.data)]


def _add(settings: Settings, wanted: Wanted) -> dict[str, Any]:
    from ingest.schedule.jobs import add
    from ingest.schedule.task import task
    from ingest.schedule.timing import timing

    what = wanted.what if wanted.kind == "feed" else str(inside(settings, wanted.what))
    manifest = str(inside(settings, wanted.manifest)) if wanted.manifest else None
    options = {
        "source": wanted.source,
        "manifest": manifest,
        "follow": wanted.follow,
        "prune": wanted.prune,
    }
    made = task(what, name=wanted.name, kind=wanted.kind, options=options)
    add(settings.data, made, timing(every=wanted.every, cron=wanted.cron))
    return next(row for row in _rows(settings) if row["name"] == made.name)


def _remove(settings: Settings, name: str) -> None:
    if name not in {row["name"] for row in _rows(settings)}:
        raise NotFound(f"There is no schedule {name!r}.")
    from ingest.schedule.jobs import remove

    remove(settings.data, name)


def _json(value: Any, status: int = 200) -> Response:
    return Response(encode(value), status, media_type="application/json")
