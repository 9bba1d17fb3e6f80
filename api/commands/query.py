"""umran query TEXT"""

import sys
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A reading Cypher query; - reads standard input.")],
    param: Annotated[
        list[str] | None, typer.Option(help="name=value; a value may be JSON. Repeatable.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most rows. [UMRAN_QUERY_ROWS]")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Ask the graph in Cypher; what could write is refused."""
    from api.parameters import parse
    from kg.reading import query

    settings = settings_of(context)
    parameters = parse(param or [])
    with store_of(context) as store:
        found = query(
            store,
            sys.stdin.read() if text == "-" else text,
            parameters,
            seconds=settings.query_seconds,
            rows=limit or settings.query_rows,
            size=settings.query_bytes,
        )
    if json:
        show.as_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    elif found.rows:
        show.table(found.columns, found.rows)
    else:
        print("No rows.")
    if found.truncated:
        print(
            f"Only the first {len(found.rows)} rows are shown: --limit or UMRAN_QUERY_BYTES.",
            file=sys.stderr,
        )
