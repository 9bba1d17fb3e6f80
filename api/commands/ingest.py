"""umran ingest FOLDER"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of texts, pictures, sounds, tables.")],
    source: Annotated[
        str | None, typer.Option(help="Name of the source. [default: the manifest's, the folder's]")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="Manifest. [default: umran.yaml in the folder]")
    ] = None,
    extractor: Annotated[
        str | None,
        typer.Option(help="lexicon, crf:FOLDER, spacy:NAME, hf:NAME; several with commas."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Read a folder into the graph; unchanged files are not read again."""
    from ingest.pipeline import describe, ingest

    settings = settings_of(context)
    with store_of(context) as store, show.progress("Reading") as progress:
        outcome = ingest(
            store,
            folder,
            source=source,
            manifest=manifest,
            extract=extractor or settings.extractor,
            batch=settings.batch,
            progress=progress,
        )
    if json:
        show.as_json(describe(outcome))
        return
    print(
        f"{outcome.source}: {len(outcome.added)} added, {len(outcome.changed)} changed, "
        f"{outcome.unchanged} unchanged, {len(outcome.set_aside)} set aside."
    )
    for notice in outcome.set_aside:
        print(f"  {notice.path}: {notice.reason}")
    for reason, paths in outcome.passed_over().items():
        print(f"  {len(paths)} passed over ({', '.join(paths[:3])}...): {reason}")
