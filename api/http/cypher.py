"""Cypher through the reading door of `umran query`."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.desk import AtDesk, encode
from api.http.documented import says
from api.http.problem import Problem
from kg.asked import Asked
from kg.errors import StoreError
from kg.limits import MAX_LENGTH
from kg.reading import query
from kg.store import Store

router = APIRouter(tags=["cypher"])


class Question(BaseModel):
    """A reading query; values belong into `parameters`."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(max_length=MAX_LENGTH)
    parameters: dict[str, Any] = Field({}, max_length=100)
    rows: int | None = Field(None, ge=1, description="Most rows; none: the server's limit.")


class Rows(BaseModel):
    """`truncated`: the server's limit of rows or bytes cut the answer."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool


_ASKED = {
    "query": "MATCH (c:Culture) WHERE c.region = $region RETURN c.name ORDER BY c.name LIMIT 5",
    "parameters": {"region": "Anatolia"},
}
_FOUND = {"columns": ["c.name"], "rows": [["Ottoman"]], "truncated": False}


@router.post("/cypher", responses=says(Rows, _FOUND))
async def cypher(
    request: Request, desk: AtDesk, asked: Annotated[Question, Body(examples=[_ASKED])]
) -> Response:
    """Run a query that only reads; what could write is refused, with the place in the text.

    A client that leaves ends its query in the store.
    """
    settings = desk.settings
    most = min(asked.rows or settings.query_rows, settings.query_rows)

    def work(store: Store, gone: Asked) -> bytes:
        try:
            found = query(
                store,
                asked.query,
                asked.parameters,
                seconds=settings.query_seconds,
                rows=most,
                size=settings.query_bytes,
                asked=gone,
            )
        except StoreError as error:
            if type(error) is not StoreError:
                raise
            raise Problem(400, f"The query failed: {error.what}", kind="query-failed") from None
        return encode(found)

    body = await desk.ask(request, work, lane="foreign")
    return Response(body, media_type="application/json")
