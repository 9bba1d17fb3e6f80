"""umran ingest FOLDER"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import show
from api.session import folder_of, settings_of, store_of

if TYPE_CHECKING:
    from ingest.pipeline import Outcome

Folder = Annotated[Path, typer.Argument(help="Folder of texts, pictures, sounds, tables.")]
SourceName = Annotated[
    str | None, typer.Option(help="Name of the source. [default: the manifest's, the folder's]")
]
Manifest = Annotated[
    Path | None, typer.Option(help="Manifest. [default: umran.yaml in the folder]")
]
Extractor = Annotated[
    str | None,
    typer.Option(help="lexicon, rules, crf:FOLDER, spacy:NAME, hf:NAME; several with commas."),
]


def run(
    context: typer.Context,
    folder: Folder,
    source: SourceName = None,
    manifest: Manifest = None,
    extractor: Extractor = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Read a folder into the graph; what was deleted from it stays (umran sync takes it out)."""
    from ingest.pipeline import ingest
    from ingest.turn import turn

    settings, folder = settings_of(context), folder_of(folder)
    with (
        turn(settings.data, folder),
        store_of(context, new=True) as store,
        show.progress("Reading") as progress,
    ):
        outcome = ingest(
            store,
            folder,
            source=source,
            manifest=manifest,
            extract=extractor or settings.extractor,
            batch=settings.batch,
            progress=progress,
        )
    report(outcome, as_json=json)


def report(outcome: "Outcome", *, as_json: bool, dry_run: bool = False) -> None:
    """Say what became of the files, or would."""
    from ingest.pipeline import describe

    if as_json:
        show.as_json(describe(outcome) | ({"dry_run": True} if dry_run else {}))
        return
    kinds = {
        "added": outcome.added,
        "changed": outcome.changed,
        "renamed": [f"{old} -> {new}" for old, new in outcome.renamed],
        "removed": outcome.removed,
        "set aside": outcome.set_aside,
    }
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in kinds.items())
    would = "would be " if dry_run else ""
    print(f"{outcome.source}: {would}{counts}, {outcome.unchanged} unchanged.")
    if dry_run:
        print("  Files are not opened for this: some may be set aside when they are.")
        for kind in ("added", "changed", "renamed", "removed"):
            for path in kinds[kind]:
                print(f"  {kind}: {path}")
    for notice in outcome.set_aside:
        print(f"  {notice.path}: {notice.reason}")
    if outcome.still_aside:
        print(f"  {len(outcome.still_aside)} set aside before and not changed: see umran status")
    if outcome.missing:
        print(
            f"  {len(outcome.missing)} no longer in the folder ({_first(outcome.missing)}); "
            "umran sync takes them out"
        )
    for reason, paths in outcome.passed_over().items():
        print(f"  {len(paths)} passed over ({_first(paths)}): {reason}")


def _first(paths: Sequence[str]) -> str:
    """A few of the paths."""
    return ", ".join(paths[:5]) + (", ..." if len(paths) > 5 else "")
