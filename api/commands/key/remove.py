"""umran key remove NAME"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A key's name.")],
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Forget a key; a server that runs refuses it from now on."""
    from api.http.keys import Keys

    Keys(settings_of(context).data).remove(name)
    if json:
        show.as_json({"removed": name})
    else:
        print(f"{name} is removed.")
