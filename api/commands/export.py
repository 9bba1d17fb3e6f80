"""umran export FOLDER"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write the arrays to.")],
    theme: Annotated[list[str] | None, typer.Option(help="Only these themes.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write the subgraph for training as arrays (npy) with a manifest of hashes."""
    from gnn.bundle import save
    from gnn.export import ExportSpec, export

    with store_of(context) as store:
        bundle = export(store, ExportSpec(themes=tuple(theme or ())))
    sizes = save(bundle, folder)
    if json:
        show.as_json(sizes)
    else:
        show.table(("array", "shape"), [(name, str(shape)) for name, shape in sizes.items()])
