"""umran status"""

from typing import Annotated, Any

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show what the graph holds, what was set aside and why, the schedules, and the current run."""
    from api.overview import overview
    from api.timetable import timetable

    with store_of(context) as store:
        found = overview(store)
    found["schedules"] = timetable(settings_of(context).data)
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
    _schedules(found)
    run = found["run"]
    print(f"Current run: {run['name']} ({run['uid']})" if run else "No run yet: umran train")
    if run and found["older"]:
        print("The documents have changed since that run: umran train learns again.")


def _schedules(found: dict[str, Any]) -> None:
    if found["schedules"]:
        rows = [(each["name"], each["when"], each["next"]) for each in found["schedules"]]
        show.table(("schedule", "when", "next"), rows, title="Schedules", whole=True)
    if found["ingestions"]:
        rows = [(each["began"], each["schedule"], each["words"]) for each in found["ingestions"]]
        show.table(("began", "schedule", "result"), rows, title="Last syncs", whole=True)
