"""Answers on the terminal: tables and sentences for people, JSON for machines."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_WIDEST = 80
_SECONDS = 10.0


def as_json(value: Any) -> None:
    """Print `value` as JSON; dates and other rich values as text."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    whole: bool = False,
) -> None:
    """Print a table; numbers to the right, long texts cut unless they are to be `whole`."""
    from rich.console import Console
    from rich.table import Table

    rows = [list(row) for row in rows]
    drawn = Table(title=title or None, title_justify="left")
    for i, column in enumerate(columns):
        numeric = all(isinstance(row[i], int | float) for row in rows)
        drawn.add_column(column, justify="right" if rows and numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(_cell(value, whole=whole) for value in row))
    Console(highlight=False, soft_wrap=not sys.stdout.isatty()).print(drawn)


def narrow(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, most: int = 3
) -> Iterator[tuple[list[str], list[list[Any]]]]:
    """A wide table as several with at most `most` columns beside the first, which they share."""
    for start in range(1, len(columns), most):
        kept = (0, *range(start, min(start + most, len(columns))))
        yield [columns[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _cell(value: Any, *, whole: bool) -> str:
    from rich.markup import escape

    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) > 1 else f"{value:.3f}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return escape(text if whole or len(text) <= _WIDEST else text[: _WIDEST - 1] + "…")


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on standard error; gives `advance(done, total, what)`.

    Where standard error is no terminal, a line now and then.
    """
    if not sys.stderr.isatty():
        yield _told(title)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, what="")

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, what=what[-_WIDEST:])

        yield advance


def _told(title: str) -> Callable[[int, int, str], None]:
    """Says how far it is at once, and then at most every `_SECONDS`."""
    last = -_SECONDS

    def advance(done: int, total: int, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS:
            last = time.monotonic()
            print(f"{title}: {done} of {total} {what[-_WIDEST:]}".rstrip(), file=sys.stderr)

    return advance
