"""umran attention CULTURE"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    culture: Annotated[str, typer.Argument(help="Name or alias of a culture.")],
    theme: Annotated[str, typer.Option(help="A theme, or all.")] = "all",
    out: Annotated[
        Path | None, typer.Option(help="Write a .png, .graphml or .json instead of a table.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Folder where umran train --keep has put encoders.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Most neighbours, items, facets each.")] = 6,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show what the vector of a culture rests on, and what would change without it."""
    from api.attention import explain, plain, save

    with store_of(context) as store:
        found = explain(store, culture, theme=theme, folder=keep, most=most)
    if out is not None:
        save(found.graph, out)
    if json:
        show.as_json({"encoder": found.encoder, **plain(found.graph)})
        return
    nodes = found.graph.nodes
    rows = [
        (
            nodes[a]["name"],
            values["kind"],
            nodes[b]["name"],
            values["weight"],
            values["occlusion"],
        )
        for a, b, values in found.graph.edges(data=True)
    ]
    title = f"What {found.graph.graph['facet']} rests on ({found.encoder})"
    show.table(("from", "kind", "to", "weight", "without it"), rows, title=title)
    if out is not None:
        print(f"Written to {out}")
