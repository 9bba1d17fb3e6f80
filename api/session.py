"""What every command begins with: settings from the command line, and the store they name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store import Store


def settings_of(context: typer.Context) -> "Settings":
    """The settings: `UMRAN_*` variables, and the options before the command, which win."""
    from kg.settings import load

    return load(context.obj)


def folder_of(path: Path) -> Path:
    """The folder, before a store is started for it. Raises Unreadable where it is none."""
    from kg.errors import Unreadable

    if not path.is_dir():
        raise Unreadable(f"{path} is not a folder.", hint="Give the folder of the source.")
    return path


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
