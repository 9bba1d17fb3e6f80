"""The application: its rooms under /v1, one door before them, one shape of problems."""

from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI

from api.http import (
    cultures,
    cypher,
    entities,
    folder,
    health,
    jobs,
    media,
    metrics,
    nearness,
    passages,
    runs,
    schedules,
    search,
    statements,
    themes,
)
from api.http.access import may
from api.http.clock import Clock
from api.http.desk import Desk
from api.http.documented import PROBLEMS
from api.http.guard import LOCAL, Guard
from api.http.keys import Keys
from api.http.metrics import Metrics
from api.http.owner import Owner
from api.http.problem import register
from api.http.strict import V1, known_only, learn
from api.http.worker import Worker
from kg.settings import Settings

_ABOUT = "How near are two cultures, on which theme, in which period - and where does it say so?"
READING = (
    *(cultures, entities, passages, themes, nearness, statements, media, search, cypher),
    *(runs, jobs, schedules),
)
"""What else than reading their rooms do, they ask another scope for themselves."""


def make(settings: Settings, owner: Owner, clock: Clock, *, local: bool) -> FastAPI:
    """The application; `local` where it listens on loopback alone."""
    app = FastAPI(
        title="Umran",
        version=version("umran"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    app.state.desk = Desk(settings, owner)
    app.state.keys = Keys(settings.data)
    app.state.local = local
    app.state.metrics = Metrics()
    app.state.clock = clock
    app.state.worker = Worker(settings, owner, app.state.metrics.tell)
    register(app)
    app.include_router(health.router)
    app.include_router(metrics.router)
    rooms = APIRouter(prefix=V1, dependencies=[Depends(known_only)])
    for room in READING:
        rooms.include_router(room.router, dependencies=[Depends(may("read"))])
    rooms.include_router(folder.router, dependencies=[Depends(may("ingest"))])
    app.include_router(rooms)
    learn(app)
    app.add_middleware(
        Guard,
        hosts=_hosts(settings, local=local),
        upload=settings.serve_upload,
        metrics=app.state.metrics,
    )
    return app


def _hosts(settings: Settings, *, local: bool) -> frozenset[str]:
    """On loopback its names alone, and those of the settings; elsewhere any but for these."""
    more = frozenset(filter(None, settings.serve_hosts.lower().replace(" ", "").split(",")))
    return LOCAL | more if local or more else more
