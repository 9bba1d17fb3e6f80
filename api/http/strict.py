"""Parameters that no room knows are refused: a slip would be answered as if it were none."""

from fastapi import FastAPI, Request

from api.http.problem import Problem

V1 = "/v1"


def route_of(path: str, route: object) -> str:
    """The template of the room that a path led to, or none."""
    found = getattr(route, "path", "none")
    return f"{V1}{found}" if path.startswith(f"{V1}/") and found != "none" else str(found)


def learn(app: FastAPI) -> None:
    """Note what each room takes, as its description says."""
    app.state.takes = {
        (method.upper(), path): {
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"
        }
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
    }


async def known_only(request: Request) -> None:
    """A dependency of all rooms. Raises Problem for a parameter in the query that is not known."""
    room = (request.method, route_of(request.scope["path"], request.scope.get("route")))
    takes: set[str] = request.app.state.takes.get(room, set())
    for name in request.query_params:
        if name not in takes:
            known = ", ".join(sorted(takes)) or "none"
            what = f"There is no parameter {name!r} here."
            raise Problem(422, what, kind="invalid", hint=f"Known are: {known}.")
