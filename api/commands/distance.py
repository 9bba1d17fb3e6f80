"""umran distance CULTURE CULTURE"""

from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    one: Annotated[str, typer.Argument(help="Name or alias of a culture.")],
    other: Annotated[str, typer.Argument(help="Name or alias of another.")],
    theme: Annotated[str, typer.Option(help="A theme, or all.")] = "all",
    period: Annotated[str, typer.Option(help="An era, or all.")] = "all",
    modality: Annotated[str, typer.Option(help="Only text, image, audio or traits.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say how near two cultures are, how sure that is, and where it says so."""
    from api.claim import claim

    folder = settings_of(context).data / "runs"
    with store_of(context) as store:
        found = claim(store, folder, (one, other), theme=theme, period=period, modality=modality)
    if json:
        show.as_json(found.plain())
        return
    about = ", ".join(each for each in (found.theme, found.period, found.modality) if each != "all")
    title = f"{found.claim.one} and {found.claim.other} ({about.strip(', ') or 'all'})"
    show.table(("", ""), found.rows, title=title)
    for note in found.notes:
        print(note)
    for each in found.evidence:
        print(f"\n{each.entity}")
        for text, document in each.quotes:
            print(f"  “{text}” ({document})")
