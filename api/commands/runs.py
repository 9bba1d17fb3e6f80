"""umran runs ACTION [RUN ...]"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="list, compare, restore or remove.")] = "list",
    runs: Annotated[
        list[str] | None,
        typer.Argument(help="The first letters of a run; current is the current one."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """List what was learned; compare two runs; make an older one current; remove one."""
    from api.history import act, table

    with store_of(context) as store:
        found = act(store, action, runs or [], kept=settings_of(context).data / "runs")
    if json:
        show.as_json(found)
        return
    show.table(*table(action, found))
