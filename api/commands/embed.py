"""umran embed"""

from dataclasses import asdict
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Place cultures that came after the current run, without training again."""
    from api.learning import embed_new

    with store_of(context) as store:
        found = embed_new(store, settings_of(context).data / "runs")
    if json:
        show.as_json(asdict(found))
        return
    if not found.cultures:
        print("The current run knows all cultures.")
        return
    print(f"{', '.join(found.cultures)}: {found.facets} facets, {found.edges} edges.")
    print("Others get edges to them with the next umran train.")
