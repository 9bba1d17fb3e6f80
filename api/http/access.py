"""Who may what: a key in `Authorization: Bearer KEY`, with a scope."""

from collections.abc import Callable
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.http.keys import Keys
from api.http.problem import Problem

_BEARER = HTTPBearer(
    auto_error=False,
    description="A key of `umran key add`. Without any key, whoever is on this machine may read.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def may(scope: str) -> Callable[..., Any]:
    """A dependency that lets nobody through without a key of this scope.

    As long as there is no key at all, and we listen on this machine alone, reading is free.
    """

    async def check(request: Request, given: Credentials) -> None:
        keys: Keys = request.app.state.keys
        if given is None:
            if (
                scope == "read"
                and request.app.state.local
                and not await to_thread.run_sync(keys.all)
            ):
                return
            raise _who("A key is needed here.")
        key = await to_thread.run_sync(keys.find, given.credentials)
        if key is None:
            raise _who("This key is not known.")
        if not key.may(scope):
            what = f"The key {key.name!r} has the scope {key.scope}; this takes {scope}."
            raise Problem(403, what, kind="scope")

    return check


def _who(what: str) -> Problem:
    return Problem(
        401,
        what,
        kind="key",
        hint="Send Authorization: Bearer KEY; umran key add NAME --scope read makes one.",
        headers={"WWW-Authenticate": "Bearer"},
    )
