"""umran schedule: each command is a file of this folder."""

import typer

from api.commands.schedule import add, list, remove, run

app = typer.Typer(
    no_args_is_help=True, help="Keep the graph up to date: folders, feeds and lists of pages."
)
for module in (add, list, run, remove):
    app.command(name=module.__name__.rpartition(".")[2])(module.run)
