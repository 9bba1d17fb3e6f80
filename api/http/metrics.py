"""Figures for Prometheus, and the room that shows them."""

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.types import Scope

from api.http.access import may
from api.http.strict import route_of

router = APIRouter(tags=["health"])
STATES = ("queued", "running", "done", "failed", "stopped")


class Metrics:
    """Requests by route, and whether the store answers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self._requests = Counter(
            "umran_requests", "Requests", (*labels, "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "umran_request_seconds", "Time until the last byte", labels, registry=self.registry
        )
        self.store = Gauge("umran_store_up", "Whether the store answers", registry=self.registry)
        self._jobs = Gauge("umran_jobs", "Jobs by state", ("state",), registry=self.registry)
        ProcessCollector(registry=self.registry)

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """One request has its answer; paths that no room has are counted as one."""
        route = route_of(scope["path"], scope.get("route"))
        method = scope["method"] if scope.get("route") else "any"
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def tell(self, jobs: Mapping[str, int]) -> None:
        """How many jobs are in which state."""
        for state in STATES:
            self._jobs.labels(state).set(jobs.get(state, 0))


@router.get(
    "/metrics",
    dependencies=[Depends(may("read"))],
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """The figures of this process, as Prometheus reads them."""
    shown: Metrics = request.app.state.metrics
    shown.store.set(not request.app.state.desk.owner.why)
    return Response(generate_latest(shown.registry), media_type=CONTENT_TYPE_LATEST)
