"""A table that can be asked about: named rows, columns of cells, and what is not known in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from kg.naming import normalise
from kg.table import Table

Cell = tuple[str, ...] | None
"""The values of a row in a column, as text; several where sources disagree; None: not known."""
NAME = "name"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are names, `columns` have a cell for each; `noun` is what a row is, in the plural."""

    rows: tuple[str, ...]
    columns: Mapping[str, tuple[Cell, ...]]
    noun: str = "rows"

    def cells(self, column: str) -> tuple[Cell, ...]:
        """The cells of a column; the names of the rows are a column, too."""
        return tuple((name,) for name in self.rows) if column == NAME else self.columns[column]

    def values(self, column: str) -> list[str]:
        """What stands in a column, sorted, none twice."""
        return sorted({value for cell in self.cells(column) for value in cell or ()})

    def numeric(self, column: str) -> bool:
        """Whether all that is known in a column is a number."""
        values = self.values(column)
        return bool(values) and all(number(value) is not None for value in values)

    def numbers(self, column: str) -> list[float | None]:
        """A number for each row of a numeric column, the mean where there are several."""
        return [_mean(cell) for cell in self.cells(column)]


def of_table(table: Table) -> Sheet:
    """The answer to a query as a sheet: rows are named by its first column of texts that never
    repeat, else numbered."""
    columns = {
        name: tuple(map(_cell, values))
        for name, values in zip(table.columns, zip(*table.rows, strict=True), strict=True)
    }
    names = next((found for found in columns.values() if _names(found)), None)
    rows = [cell[0] for cell in names if cell] if names else range(1, len(table) + 1)
    return Sheet(tuple(map(str, rows)), columns)


def number(text: str) -> float | None:
    """The number that a text is; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def shown(value: float | None) -> str:
    """A number for people: 3, 2.5, 0.333; "-" for none."""
    if value is None:
        return "-"
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def same(one: str, other: str) -> bool:
    """Whether two values are one, however they are spelled: "bride_price" and "Bride price"."""
    left, right = number(one), number(other)
    if left is not None and right is not None:
        return left == right
    return spelled(one) == spelled(other)


def spelled(value: str) -> str:
    """A value as people write it: folded, underscores as spaces."""
    return normalise(value.replace("_", " "))


def _cell(value: Any) -> Cell:
    if value is None or value == []:
        return None
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(shown(v) if isinstance(v, float) else str(v) for v in values)


def _names(cells: Sequence[Cell]) -> bool:
    names = [cell[0] for cell in cells if cell and len(cell) == 1 and number(cell[0]) is None]
    return len(set(names)) == len(cells)


def _mean(cell: Cell) -> float | None:
    values = [found for found in map(number, cell or ()) if found is not None]
    return fmean(values) if values else None
