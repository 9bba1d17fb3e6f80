"""What OpenAPI says of an answer that is encoded by hand."""

from typing import Any

from pydantic import BaseModel

from api.http.problem import MEDIA_TYPE, Said

_WHEN = {
    400: "What was sent cannot be read",
    401: "No key, or an unknown one",
    403: "The key's scope does not cover this",
    404: "The graph does not know it",
    405: "Not with this method",
    408: "The body came too slowly",
    409: "Not in this state",
    413: "The body is too large",
    421: "Another host's name",
    422: "What was sent does not fit",
    500: "A fault of the server, which is in its log",
    501: "Not with what is installed or stored here",
    503: "The store is down, or too much is asked at once; Retry-After says when to try again",
}
_SCHEMA = {"schema": {"$ref": f"#/components/schemas/{Said.__name__}"}}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": when, "content": {MEDIA_TYPE: _SCHEMA}}
    for status, when in _WHEN.items()
}


def says(
    model: type[BaseModel], example: Any, *, status: int = 200, what: str = "As asked"
) -> dict[int | str, dict[str, Any]]:
    """`responses` of a room: what it says when all is well, with an example."""
    content = {"application/json": {"example": example}}
    answer: dict[str, Any] = {"model": model, "description": what, "content": content}
    found: dict[int | str, dict[str, Any]] = {status: answer}
    if status == 200:
        found[304] = {"description": "The client has just that: If-None-Match"}
    return found
