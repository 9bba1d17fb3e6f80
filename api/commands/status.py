"""umran status"""

from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show what the graph holds, which files were set aside and why, and the current run."""
    from api.overview import overview

    with store_of(context) as store:
        found = overview(store)
    if json:
        show.as_json(found)
        return
    print(f"Store: {found['store']}")
    show.table(("what", "count"), [(k, n) for k, n in found["counts"].items() if n])
    if found["sources"]:
        names = ("source", "documents", "set aside", "folder")
        show.table(names, found["sources"], title="Sources", whole=True)
    if found["unreadable"]:
        show.table(("source", "file", "reason"), found["unreadable"], title="Set aside", whole=True)
    if found["remarks"]:
        columns = ("source", "file", "remark")
        show.table(columns, found["remarks"], title="Left out, or taken otherwise", whole=True)
    if found["review"]:
        print(f"Names that wait for a decision: {found['review']} (umran review)")
    run = found["run"]
    print(f"Current run: {run['name']} ({run['uid']})" if run else "No run yet: umran train")
    if run and found["older"]:
        print("The documents have changed since that run: umran train learns again.")
