"""umran doctor"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Check the installation and the store, and say what to do about what is missing."""
    from api.checkup import examine

    findings = examine(settings_of(context))
    if json:
        show.as_json([finding._asdict() for finding in findings])
    else:
        marks = {True: "ok", False: "missing", None: "optional"}
        show.table(
            ("check", "state", "detail"), [(f.check, marks[f.ok], f.detail) for f in findings]
        )
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)
