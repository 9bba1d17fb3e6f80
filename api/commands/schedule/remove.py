"""umran schedule remove NAME"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the schedule, as umran schedule list says.")],
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Forget a schedule; the documents that it brought stay in the graph."""
    from ingest.schedule.jobs import remove

    gone = remove(settings_of(context).data, name)
    if json:
        show.as_json({"removed": gone.task.name, "documents": "stay"})
        return
    print(f"{name} is no longer scheduled. Its documents stay in the graph; a run in hand ends.")
