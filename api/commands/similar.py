"""umran similar CULTURE"""

from dataclasses import asdict
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    culture: Annotated[str, typer.Argument(help="Name or alias of a culture.")],
    theme: Annotated[str, typer.Option(help="A theme, or all.")] = "all",
    k: Annotated[int, typer.Option("-k", min=1, help="How many.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show the cultures nearest to one, on a theme or on all, by the current run."""
    from api.claim import bracket, said
    from kg.similar import similar

    with store_of(context) as store:
        found = similar(store, culture, theme=theme, k=k)
    if json:
        show.as_json([asdict(neighbour) for neighbour in found])
        return
    rows = [
        (n.rank, n.name, n.score, bracket(n.ci_low, n.ci_high), said(n.p), n.sources) for n in found
    ]
    columns = ("rank", "culture", "score", "95 % interval", "p", "sources")
    show.table(columns, rows, title=f"Nearest to {culture} ({theme})")
    if any(n.score < 0 for n in found):
        print("Below 0: less alike than an average pair of these cultures.")
    if any(n.p is None for n in found):
        print("- where it cannot be said: umran distance CULTURE CULTURE says why.")
