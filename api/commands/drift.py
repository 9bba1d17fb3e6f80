"""umran drift CULTURE"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    culture: Annotated[str, typer.Argument(help="Name or alias of a culture.")],
    theme: Annotated[str, typer.Option(help="A theme; none: that with most periods.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the picture, a PNG, there.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show how a culture changes from period to period, and whether that is more than chance."""
    from api.drift import drifted

    folder = settings_of(context).data / "runs"
    with store_of(context) as store:
        found = drifted(store, folder, culture, theme=theme)
    if out is not None:
        from api.drift_picture import picture

        out.write_bytes(picture(found.drift))
    if json:
        show.as_json(found.plain())
        return
    columns = ("from", "to", "distance", "shuffled", "reseeded", "p", "q", "sources")
    show.table(columns, found.rows, title=f"{found.drift.culture} ({found.drift.theme})")
    for line in (found.sentence, *found.drift.notes):
        print(line)
    for change in found.changes:
        kind = "Change" if change.proven else "Largest step"
        print(f"\n{kind}: {change.step.earlier} to {change.step.later}")
        for side, quotes in (("before", change.before), ("after", change.after)):
            for text, document in quotes:
                print(f"  {side}: “{text}” ({document})")
    if out is not None:
        print(f"Written to {out}")
