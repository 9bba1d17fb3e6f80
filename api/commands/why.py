"""umran why NAME [OTHER]"""

from dataclasses import asdict
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="An entity, or the path of a file in its source.")],
    other: Annotated[str, typer.Argument(help="An entity that it is joined with.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Most sentences.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show the sentences that an entity or an edge rests on, or what a document added."""
    from api.why import why

    with store_of(context) as store:
        found = why(store, name, other, limit=limit)
    if json:
        show.as_json(asdict(found))
        return
    print(found.what)
    for fact, value in found.facts.items():
        if value not in ("", None):
            print(f"  {fact}: {value}")
    for quote in found.quotes:
        print(f"\n  {quote.text}\n    {quote.document} ({quote.place})")
    if found.total > len(found.quotes):
        print(f"\n{len(found.quotes)} of {found.total}; --limit asks for more.")
