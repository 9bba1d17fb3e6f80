"""Rows under named columns: what a question to the graph gives back.

A notebook shows it as a table; `pandas()` makes a DataFrame of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kg.errors import ModelMissing

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 50
"""Rows that a notebook shows; all are there."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a reading query: rows hold plain values; `truncated` at a limit.

    `len` counts the rows, iterating gives each as a dictionary, `table["name"]` is a column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, column: str) -> list[Any]:
        """The values of a column. Raises KeyError, naming the columns that there are."""
        if column not in self.columns:
            raise KeyError(f"{column!r} is no column; there are {', '.join(self.columns)}")
        place = self.columns.index(column)
        return [row[place] for row in self.rows]

    def pandas(self) -> "DataFrame":
        """The same as a DataFrame. Raises ModelMissing where pandas is not installed."""
        return frame(self.columns, self.rows)

    def _repr_html_(self) -> str:
        note = "The query had more rows than its limit." if self.truncated else ""
        return html(self.columns, self.rows, note=note)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "DataFrame":
    """A DataFrame with these columns, also where there are no rows. Raises ModelMissing."""
    try:
        from pandas import DataFrame
    except ImportError:
        raise ModelMissing(
            "pandas is not installed.", hint="pip install 'umran[notebooks]'"
        ) from None
    return DataFrame([list(row) for row in rows], columns=list(columns))


def html(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, note: str = "") -> str:
    """A table for a notebook: the first rows, and how many more there are."""
    left = len(rows) - SHOWN
    notes = [note, f"{left} more rows are not shown here." if left > 0 else ""]
    below = "".join(f"<p>{escape(each)}</p>" for each in notes if each)
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows[:SHOWN])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"<td>{value:.3f}</td>"
    left = ' style="text-align: left"'
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return "<td></td>" if value is None else f"<td{left}>{escape(shown)}</td>"
