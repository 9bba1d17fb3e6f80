"""umran demo"""

from pathlib import Path
from typing import Annotated

import typer

from api import show


def run(
    folder: Annotated[
        Path, typer.Option(help="Where the store, the report and the pictures go.")
    ] = Path("demo-output"),
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Read the example corpus, learn from it, and show which cultures are near."""
    from api.demonstration import demonstrate

    with show.progress("Demo") as progress:
        shown = demonstrate(folder, progress=progress)
    if json:
        show.as_json(shown.plain())
        return
    print("Nearest culture per theme: score (number of sources)")
    for columns, rows in show.narrow(shown.columns, shown.rows):
        show.table(columns, rows)
    for each in shown.aside:
        print(f"Set aside: {each}")
    print(shown.verdict)
    print("\nLook at:")
    for path in shown.files:
        print(f"  {path}")
    print("\nTry next:")
    for command in shown.commands:
        print(f"  {command}")
