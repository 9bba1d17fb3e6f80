"""umran recipe [NAME]"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A recipe; without one, all are listed.")] = "",
    param: Annotated[list[str] | None, typer.Option(help="name=value. Repeatable.")] = None,
    out: Annotated[Path | None, typer.Option(help="Draw the answer into this PNG file.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Show its Cypher, ask nothing.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="The page of all recipes.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Ask one of the ready questions about cultures (docs/cypher.md)."""
    from api.parameters import parse
    from api.recipe import answer, find, recipes
    from api.recipe_page import page
    from api.recipe_picture import draw

    if markdown:
        print(page(), end="")
    elif not name:
        show.table(("recipe", "question"), [(r.name, r.question) for r in recipes().values()])
    elif text:
        print(find(name).text, end="")
    else:
        recipe, given = find(name), parse(param or [])
        with store_of(context) as store:
            found, asked = answer(store, recipe, given, settings_of(context))
        if out:
            out.write_bytes(draw(recipe, found, asked))
        if json:
            show.as_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
        elif found.rows:
            title = ", ".join(f"{key} = {value}" for key, value in asked.items())
            show.table(found.columns, found.rows, title=f"{recipe.question}\n{title}".strip())
        else:
            print("No rows.")
