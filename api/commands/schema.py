"""umran schema"""

from typing import Annotated

import typer

from api import show


def run(
    markdown: Annotated[bool, typer.Option(help="The page of the docs.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show the graph model: labels, relationship types, properties."""
    from dataclasses import asdict

    from kg.schema import SCHEMA
    from kg.schema_page import page

    if json:
        show.as_json(
            {"nodes": [asdict(n) for n in SCHEMA.nodes], "edges": [asdict(e) for e in SCHEMA.edges]}
        )
    elif markdown:
        print(page(SCHEMA), end="")
    else:
        show.table(("label", "meaning"), [(n.label, n.meaning) for n in SCHEMA.nodes])
        show.table(("type", "meaning"), [(e.type, e.meaning) for e in SCHEMA.edges])
