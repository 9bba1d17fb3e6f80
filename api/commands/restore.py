"""umran restore FILE"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What umran backup wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take out what is in the store first.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Fill an empty store from a backup; broken off, it goes on when it is run again."""
    from dataclasses import asdict

    from kg.archive import read
    from kg.restore import restore

    with read(source):
        pass  # before a store is started for it
    with store_of(context, new=True) as store, show.progress("Restoring") as advance:
        done = asdict(restore(store, source, replace=replace, progress=advance))
    if json:
        show.as_json({"file": str(source), **done})
    else:
        show.table(("what", "count"), list(done.items()))
