"""umran key list"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show the keys by name, scope and day; the keys themselves are not kept."""
    from api.http.keys import Keys

    keys = Keys(settings_of(context).data).all()
    rows = [(each.name, each.scope, each.created) for each in keys]
    columns = ("name", "scope", "created")
    if json:
        show.as_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif rows:
        show.table(columns, rows)
    else:
        print("No keys: umran key add makes one.")
