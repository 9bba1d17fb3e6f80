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
    from gnn.archive import save
    from gnn.export import export
    from gnn.spec import ExportSpec

    with store_of(context) as store:
        bundle = export(store, ExportSpec(themes=tuple(theme or ())))
    save(bundle, folder)
    sizes = {
        "cultures": len(bundle.cultures.uid),
        "facets": bundle.size,
        "entities": len(bundle.entities.uid),
        **{f"{modality} items": len(items.uid) for modality, items in bundle.items.items()},
        "trait codes": len(bundle.traits.uid),
        "mentions": len(bundle.mentions.weight),
        "co-occurrences": len(bundle.co_occurs.weight),
    }
    if json:
        show.as_json(sizes)
    else:
        show.table(("what", "count"), list(sizes.items()))
        print(f"Written to {folder}")
