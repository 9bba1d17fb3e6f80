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
def store_of(context: typer.Context) -> Iterator["Store"]:
    """The open store that the command works on."""
    from kg.store import open_store

    with open_store(settings_of(context)) as store:
        yield store
