"""umran schedule add WHAT --every 1h"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.commands.ingest import Extractor
from api.session import settings_of


def run(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help="A folder, the address of a feed, or a file of addresses.")
    ],
    every: Annotated[str, typer.Option(help="Interval: 30s, 15m, 1h, 2d, 1w; first now.")] = "",
    cron: Annotated[
        str, typer.Option(help="Minute, hour, day, month, day of the week; local time.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the schedule. [default: made of WHAT]")] = "",
    kind: Annotated[
        str,
        typer.Option(help="folder, drop (what is moved away stays), feed, pages. [default: seen]"),
    ] = "",
    source: Annotated[str | None, typer.Option(help="Name of the source.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="Manifest, which also says whom pages are about.")
    ] = None,
    extractor: Extractor = None,
    follow: Annotated[bool, typer.Option("--follow", help="Read the pages a feed links.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="What left the feed or the drop goes.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Keep a folder, a feed or a list of pages up to date in the graph, from now on."""
    from api.timetable import timetable
    from ingest.schedule.jobs import add
    from ingest.schedule.task import task
    from ingest.schedule.timing import timing

    options = {
        "source": source,
        "manifest": str(manifest) if manifest else None,
        "extractor": extractor,
        "follow": follow,
        "prune": prune,
    }
    data = settings_of(context).data
    wanted = task(what, name=name, kind=kind, options=options)
    made = add(data, wanted, timing(every=every, cron=cron))
    if json:
        [row] = [each for each in timetable(data) if each["name"] == wanted.name]
        show.as_json(row)
        return
    print(f"{wanted.name}: {wanted.kind} {wanted.what}, {made.when}, next {made.next:%F %H:%M:%S}.")
    print("It runs while umran schedule run does.")
