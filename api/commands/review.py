"""umran review"""

from dataclasses import asdict
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="Most candidates.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show names that may be one entity, or two, and the rows of corrections.csv that decide."""
    from api.review import count, review

    with store_of(context) as store:
        found, waiting = review(store, limit=limit), count(store)
    if json:
        show.as_json({"waiting": waiting, "candidates": [asdict(each) for each in found]})
        return
    for each in found:
        one, other = each.name, each.into
        form = f" as {each.form!r}" if each.form else ""
        print(
            f"{one.label} {one.name!r} ({one.mentions} mentions): "
            f"{other.label} {other.name!r}{form} ({other.mentions})? [{each.kind}]"
        )
        for place in each.places:
            print(f"  {place}")
        for quote in each.quotes:
            print(f"  {quote.text}\n    {quote.document} ({quote.place})")
        print(f"  one:  {each.merge}\n  two:  {each.keep}\n  in:   {', '.join(each.files)}\n")
    print(f"{len(found)} of {waiting} that wait." if waiting else "Nothing waits for review.")
