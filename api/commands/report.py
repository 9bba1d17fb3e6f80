"""umran report"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder of the page and its pictures.")] = Path(
        "report"
    ),
    title: Annotated[str, typer.Option(help="The question that it answers.")] = (
        "How near are these cultures?"
    ),
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write one page about the current run: data, distances, evidence, baselines, limits."""
    from api.report import report

    with store_of(context) as store:
        files = report(store, title=title).save(out)
    if json:
        show.as_json({"files": [str(path) for path in files]})
        return
    for path in files:
        print(path)
