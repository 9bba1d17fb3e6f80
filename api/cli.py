"""The command line `umran`: each command is a file of `api.commands` and holds no logic."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import (
    attention,
    backup,
    bloom,
    browser,
    demo,
    distance,
    doctor,
    drift,
    dump,
    embed,
    evaluate,
    evaluate_ner,
    export,
    ingest,
    key,
    query,
    recipe,
    report,
    restore,
    review,
    runs,
    scaling,
    schedule,
    schema,
    serve,
    similar,
    status,
    sync,
    table,
    train,
    train_ner,
    watch,
    why,
)
from kg.errors import UmranError

app = typer.Typer(
    name="umran",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Compare cultures from texts, pictures, sounds and tables, and see where it says so.",
)
COMMANDS = (
    *(demo, ingest, sync, watch, status, why, review, query, recipe, table, similar, distance),
    *(drift, attention, train, evaluate, embed, scaling, report, runs, export, bloom, browser),
    *(dump, serve, backup, restore, train_ner, evaluate_ner, doctor, schema),
)
for module in COMMANDS:
    app.command(name=module.__name__.rpartition(".")[2].replace("_", "-"))(module.run)
app.add_typer(schedule.app, name="schedule")
app.add_typer(key.app, name="key")


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the embedded store. [UMRAN_DATA]")
    ] = None,
    uri: Annotated[
        str | None, typer.Option(help="Bolt address of a Neo4j server. [UMRAN_URI]")
    ] = None,
) -> None:
    """Where the graph is; without options the embedded store in ./umran-data."""
    overrides: dict[str, Any] = {"data": data, "uri": "" if data and not uri else uri}
    context.obj = overrides


def main() -> None:
    """Run a command; errors that people can act on are one line and exit status 1."""
    try:
        app()
    except UmranError as error:
        print(f"umran: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(1)
    except ModuleNotFoundError as error:
        print(f"umran: {error.name} is not installed. {_extra(error.name or '')}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(
            "\numran: stopped; what was finished is kept, nothing is half-written.", file=sys.stderr
        )
        sys.exit(130)


def _extra(package: str) -> str:
    from api.checkup import EXTRAS

    found = [
        extra for extra, packages in EXTRAS.items() if package.split(".", maxsplit=1)[0] in packages
    ]
    return f"Install it with: pip install 'umran[{found[0] if found else 'all'}]'"
