"""umran watch FOLDER"""

import json as encoding
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.ingest import Extractor, Manifest, SourceName
from api.commands.schedule.run import sentence
from api.session import settings_of

if TYPE_CHECKING:
    from ingest.ingestion import Ingestion


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of texts, pictures, sounds, tables.")],
    source: SourceName = None,
    manifest: Manifest = None,
    extractor: Extractor = None,
    settle: Annotated[
        float, typer.Option(min=0.05, help="Seconds without a change before a sync.")
    ] = 1.0,
    json: Annotated[bool, typer.Option("--json", help="Say each sync as a line of JSON.")] = False,
) -> None:
    """Sync a folder now and after each change, until Ctrl-C or SIGTERM."""
    from ingest.halt import heeding
    from ingest.watch import Watched, watch

    settings = settings_of(context)
    watched = Watched(folder, source, manifest, extractor or settings.extractor)

    def say(done: "Ingestion") -> None:
        line = encoding.dumps(asdict(done), ensure_ascii=False) if json else sentence(done)
        print(line, flush=True)

    with heeding() as halt:
        print(f"Watching {folder}; Ctrl-C ends.", file=sys.stderr, flush=True)
        watch(watched, settings, halt, say, settle=settle)
