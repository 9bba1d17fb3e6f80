"""What every command begins with: settings from the command line, and the store they name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store import Store


def settings_of(context: typer.Context) -> "Settings":
    """The settings: `UMRAN_*` variables, and the options before the command, which win."""
    from kg.settings import load

    return load(context.obj)


@contextmanager
def store_of(context: typer.Context, *, new: bool = False) -> Iterator["Store"]:
    """The open store that the command works on; only with `new` may it be a folder that is not
    there yet. Raises NotFound.
    """
    from kg.errors import NotFound
    from kg.store import open_store

    settings = settings_of(context)
    if not (new or settings.uri or settings.data.exists()):
        raise NotFound(
            f"There is no graph in {settings.data}.",
            hint="umran ingest FOLDER makes one; --data or UMRAN_DATA says where.",
        )
    with open_store(settings) as store:
        yield store
