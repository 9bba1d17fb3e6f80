"""Ingestion jobs: folders below the server's own, brought in by this process, one at a time."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.access import may
from api.http.desk import AtDesk, encode
from api.http.documented import says
from api.http.folder import inside
from api.http.problem import Problem
from api.http.worker import Job, Worker

router = APIRouter(prefix="/jobs", tags=["ingestion"])
Id = Annotated[str, Path(max_length=100)]
May = Depends(may("ingest"))


class Wanted(BaseModel):
    """A folder below the server's own. `prune`: what left it goes, as `umran sync`."""

    model_config = ConfigDict(extra="forbid")

    folder: str = Field("", max_length=500)
    source: str | None = Field(None, min_length=1, max_length=200)
    manifest: str | None = Field(None, max_length=500)
    prune: bool = True
    allow_empty: bool = False


class Shown(BaseModel):
    """A job; `outcome` says what became of the files once it is done."""

    id: str
    folder: str
    state: Literal["queued", "running", "done", "failed", "stopped"]
    asked: str
    done: int
    total: int
    at: str
    error: str
    outcome: dict[str, Any] | None


class AllJobs(BaseModel):
    """The last jobs, the youngest first."""

    items: list[Shown]


_JOB = {
    "id": "b4f0c2d3e4f5",
    "folder": "texts",
    "state": "running",
    "asked": "2025-01-01T10:00:00+00:00",
    "done": 40,
    "total": 120,
    "at": "sinan.md",
    "error": "",
    "outcome": None,
}


def _worker(request: Request) -> Worker:
    worker: Worker = request.app.state.worker
    return worker


AtWork = Annotated[Worker, Depends(_worker)]


@router.get("", responses=says(AllJobs, {"items": [_JOB]}))
async def jobs(worker: AtWork) -> Response:
    """The last jobs; they are forgotten with the process, their history stays in the graph."""
    return _json({"items": [job.plain() for job in worker.all()]})


@router.post(
    "",
    status_code=202,
    dependencies=[May],
    responses=says(Shown, _JOB, status=202, what="It waits for its turn"),
)
async def add(
    desk: AtDesk, worker: AtWork, wanted: Annotated[Wanted, Body(examples=[{"folder": "texts"}])]
) -> Response:
    """Bring a folder into the graph."""
    folder = inside(desk.settings, wanted.folder)
    if not folder.is_dir():
        raise Problem(404, f"There is no folder {wanted.folder!r}.")
    manifest = inside(desk.settings, wanted.manifest) if wanted.manifest else None
    if manifest and not manifest.is_file():
        raise Problem(404, f"There is no manifest {wanted.manifest!r}.")
    job = worker.add(
        Job(
            name=wanted.folder,
            folder=folder,
            source=wanted.source,
            manifest=manifest,
            prune=wanted.prune,
            allow_empty=wanted.allow_empty,
        )
    )
    answer = _json(job.plain(), 202)
    answer.headers["Location"] = f"/v1/jobs/{job.id}"
    return answer


@router.get("/{id}", responses=says(Shown, _JOB))
async def job(worker: AtWork, id: Id) -> Response:
    """One job."""
    return _json(_find(worker, id).plain())


@router.delete("/{id}", dependencies=[May], responses=says(Shown, _JOB))
async def stop(worker: AtWork, id: Id) -> Response:
    """Ask a job to end after its batch; what was finished is kept."""
    found = _find(worker, id)
    found.halt.set()
    return _json(found.plain())


def _find(worker: Worker, id: str) -> Job:
    found = next((job for job in worker.all() if job.id == id), None)
    if found is None:
        raise Problem(404, f"There is no job {id!r}.", hint="Those of a former process are gone.")
    return found


def _json(value: Any, status: int = 200) -> Response:
    return Response(encode(value), status, media_type="application/json")
