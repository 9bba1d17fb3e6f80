"""Columns of a graph that come page by page, since an answer has to fit into memory."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Read = Callable[..., list[dict[str, Any]]]
Columns = dict[str, list[Any]]


def pages(read: Read, query: str, names: Sequence[str], page: int) -> Columns:
    """Columns `names` of all pages. Each answer of `query` is one row: `rows`, and `last` where
    the key of the next page is not the first value of the last row."""
    columns: Columns = {name: [] for name in names}
    after: str | None = ""
    while after is not None:
        [answer] = read(query, after=after, page=page)
        for row in answer["rows"]:
            for name, value in zip(names, row, strict=True):
                columns[name].append(value)
        rows = answer["rows"]
        after = answer.get("last") if "last" in answer else (rows[-1][0] if rows else None)
    return columns


def sorted_rows(columns: Columns) -> Columns:
    """The same rows in the order of the first column, then the next; null comes first."""
    length = len(next(iter(columns.values())))
    order = sorted(range(length), key=lambda i: _key(columns, i))
    return {name: [column[i] for i in order] for name, column in columns.items()}


def _key(columns: Mapping[str, list[Any]], i: int) -> tuple[Any, ...]:
    return tuple((column[i] is not None, column[i]) for column in columns.values())
