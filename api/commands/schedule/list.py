"""umran schedule list"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show the schedules: what, when, the next time, and what became of the last run."""
    from api.timetable import timetable
    from ingest.schedule.owner import is_owned

    data = settings_of(context).data
    rows = timetable(data)
    if json:
        show.as_json(rows)
        return
    if not rows:
        print("No schedules: umran schedule add makes one.")
        return
    columns = ("name", "kind", "what", "when", "next", "last")
    for row in rows:
        if row["running"]:
            row["last"] = f"running since {row['running']}"
    show.table(columns, [[row[column] for column in columns] for row in rows], whole=True)
    if not is_owned(data):
        print("Nobody runs them now: umran schedule run does.")
