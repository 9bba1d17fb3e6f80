"""Is the process alive, and can it answer: for those who look after it; no key is needed."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.http.desk import AtDesk
from api.http.problem import Said
from kg.errors import StoreUnreachable

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"]


@router.get("/health")
async def health() -> Health:
    """The process answers, whatever the store does."""
    return Health(status="ok")


@router.get("/ready", responses={503: {"model": Said}})
async def ready(desk: AtDesk) -> Health:
    """The store answers; else 503."""
    if desk.owner.why:
        raise StoreUnreachable(desk.owner.why)
    return Health(status="ok")
