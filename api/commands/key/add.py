"""umran key add NAME --scope SCOPE"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[
        str, typer.Option(help="read, ingest or admin; each may do what those before it may.")
    ] = "read",
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a key; it is shown once, and only its hash is kept."""
    from api.http.keys import Keys

    secret = Keys(settings_of(context).data).add(name, scope)
    if json:
        show.as_json({"name": name, "scope": scope, "key": secret})
    else:
        print(secret)
