"""umran export FOLDER"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


class Format(StrEnum):
    """What to write."""

    npy = "npy"
    pt = "pt"
    graphml = "graphml"
    csv = "csv"
    json = "json"


_Names = list[str] | None


def run(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="Folder (npy, csv) or file to write to.")],
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.npy,
    theme: Annotated[_Names, typer.Option(help="Only these themes.")] = None,
    culture: Annotated[_Names, typer.Option(help="Only these cultures.")] = None,
    region: Annotated[_Names, typer.Option(help="Only cultures of these regions.")] = None,
    period: Annotated[_Names, typer.Option(help="Only these eras.")] = None,
    relation: Annotated[
        _Names, typer.Option(help="Only these edges: mentions, co_occurs, parts.")
    ] = None,
    seed: Annotated[str, typer.Option(help="Only what is near this culture or entity.")] = "",
    hops: Annotated[int, typer.Option(min=0, help="How near.")] = 2,
    fresh: Annotated[bool, typer.Option(help="Read all vectors again.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write the subgraph for training: arrays with a manifest of hashes, or another format.

    An export to the same folder again reads only the vectors of documents that have changed.
    """
    from api.exporting import export_to
    from gnn.spec import ExportSpec

    spec = ExportSpec(
        themes=tuple(theme or ()),
        cultures=tuple(culture or ()),
        regions=tuple(region or ()),
        periods=tuple(period or ()),
        relations=tuple(relation or ()),
        seed=seed,
        hops=hops,
    )
    with store_of(context) as store:
        sizes = export_to(store, spec, target, format.value, fresh=fresh)
    if json:
        show.as_json(sizes)
    else:
        show.table(("what", "count"), list(sizes.items()))
        print(f"Written to {target}")
