"""umran backup FILE"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Save the whole graph in one file that `umran restore` fills any store from."""
    from kg.backup import backup
    from kg.errors import SettingsError

    if target.is_dir() or not target.absolute().parent.is_dir():
        raise SettingsError(f"{target} is no file that can be written.", hint="Name another.")
    with store_of(context) as store, show.progress("Saving") as advance:
        saved = backup(store, target, progress=advance)
    found = {
        "nodes": saved.manifest.nodes,
        "edges": saved.manifest.edges,
        "size": saved.size,
        "digest": saved.manifest.digest,
    }
    if json:
        show.as_json({"file": str(target), **found, "left_out": saved.left_out})
        return
    show.table(("what", "value"), list(found.items()))
    for name, number in saved.left_out.items():
        print(f"Left out, since it is not Umran's: {name} ({number})")
    print(f"Written to {target}. Schedules and kept encoders are files: docs/deploying.md.")
