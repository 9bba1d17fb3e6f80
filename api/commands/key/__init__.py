"""umran key: each command is a file of this folder."""

import typer

from api.commands.key import add, list, remove

app = typer.Typer(no_args_is_help=True, help="Keys of the HTTP API: who may read, ingest, rule.")
for module in (add, list, remove):
    app.command(name=module.__name__.rpartition(".")[2])(module.run)
