"""umran sync FOLDER"""

from contextlib import nullcontext
from typing import Annotated

import typer

from api import show
from api.commands.ingest import Extractor, Folder, Manifest, SourceName, report
from api.session import folder_of, settings_of, store_of


def run(
    context: typer.Context,
    folder: Folder,
    source: SourceName = None,
    manifest: Manifest = None,
    extractor: Extractor = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Let an empty folder take all of it out.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make the graph equal to a folder: what was added, changed, renamed or deleted."""
    from ingest.pipeline import ingest, preview
    from ingest.turn import turn

    settings, folder = settings_of(context), folder_of(folder)
    finder = extractor or settings.extractor
    with (
        nullcontext() if dry_run else turn(settings.data, folder),
        store_of(context, new=True) as store,
        show.progress("Syncing") as progress,
    ):
        if dry_run:
            outcome = preview(
                store, folder, source=source, manifest=manifest, extract=finder, prune=True
            )
        else:
            outcome = ingest(
                store,
                folder,
                source=source,
                manifest=manifest,
                extract=finder,
                batch=settings.batch,
                prune=True,
                allow_empty=allow_empty,
                progress=progress,
            )
    report(outcome, as_json=json, dry_run=dry_run)
