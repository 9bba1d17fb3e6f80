"""Tables whose rows code variables of cultures, and tables that explain such codes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ingest.document import CodeColumns, SourceFile, TraitColumns, TraitRow
from ingest.read.content import sibling
from ingest.read.cultures import cultures
from ingest.read.grid import Grid, Remarks, grid
from kg.errors import Unreadable

_YEAR = re.compile(r"(?:c\.|ca\.|circa)?\s*(-?\d{1,4})(?:\s*[-–]\s*(\d{3,4}))?")


@dataclass(frozen=True, slots=True)
class Codebook:
    """What codes mean: `titles` by variable, `values` by (variable, code)."""

    titles: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def value(self, variable: str, code: str) -> str:
        """The meaning of a code, "3.0" standing for "3"; the code itself where none is known."""
        plain = code.removesuffix(".0")
        return self.values.get((variable, code)) or self.values.get((variable, plain)) or code


def traits(file: SourceFile, columns: TraitColumns, remarks: Remarks) -> tuple[TraitRow, ...]:
    """One row for each coded cell, in the order of the table; missing cells give none.

    Raises Unreadable where a column, the table of keys or the table of codes is not there. Rows
    without a culture, or with a key that no table knows, go to `remarks`.
    """
    table = grid(file.location, remarks)
    table.require((columns.culture, columns.year))
    variables = _variables(table, columns)
    codebook = _codebook(file, columns.codes, remarks) if columns.codes else Codebook()
    name_of = _names(file, columns)
    rows: list[TraitRow] = []
    for line, cells in table.rows:
        culture = name_of(cells[columns.culture])
        if not culture:
            said = f"{cells[columns.culture]!r} is not in {columns.keys}"
            reason = said if cells[columns.culture] else "no culture"
            remarks.add(f"line {line}: {reason}; left out")
            continue
        when = year(line, cells.get(columns.year, ""), remarks)
        for variable in variables:
            code = cells[variable]
            if code and code not in columns.missing:
                value = codebook.value(variable, code)
                title = codebook.titles.get(variable, variable)
                rows.append(TraitRow(culture, variable, title, code, value, when, columns.themes))
    return tuple(rows)


def _variables(table: Grid, columns: TraitColumns) -> list[str]:
    own = {columns.culture, columns.year, ""}
    for pattern in columns.columns:
        if not any(fnmatchcase(name, pattern) for name in table.columns):
            raise Unreadable(
                f"{table.name} has no column like {pattern!r}, which the manifest names; "
                f"it has: {', '.join(table.columns)[:400]}."
            )
    return [
        name
        for name in table.columns
        if name not in own and any(fnmatchcase(name, pattern) for pattern in columns.columns)
    ]


def _names(file: SourceFile, columns: TraitColumns) -> Callable[[str], str]:
    """From a cell of the culture column to the culture's name, "" for an unknown key."""
    if not columns.keys:
        return str
    if columns.key_columns is None:
        raise Unreadable(f"No rule in the manifest says what the columns of {columns.keys} are.")
    declared = cultures(sibling(file, columns.keys), columns.key_columns, Remarks())
    names = {row.key: row.name for row in declared}
    return lambda key: names.get(key, "")


def year(line: int, cell: str, remarks: Remarks) -> int | None:
    """The year of a cell ("1950", "c. 1950"), the middle of a span; None for anything else."""
    if not cell or cell.upper() == "NA":
        return None
    found = _YEAR.fullmatch(cell.lower())
    if found is None:
        remarks.add(f"line {line}: {cell!r} is no year; taken without one")
        return None
    first = int(found[1])
    return (first + int(found[2] or first)) // 2


def _codebook(file: SourceFile, columns: CodeColumns, remarks: Remarks) -> Codebook:
    """Blank cells of variable and title on a row of codes mean: as on the row above."""
    of_codes = Remarks()
    table = grid(sibling(file, columns.table), of_codes)
    table.require((columns.variable, columns.title, columns.code, columns.value))
    book = Codebook()
    variable = ""
    for _, cells in table.rows:
        variable = cells[columns.variable] or variable
        if variable and cells[columns.title]:
            book.titles.setdefault(variable, cells[columns.title])
        if variable and cells[columns.code] and cells[columns.value]:
            book.values.setdefault((variable, cells[columns.code]), cells[columns.value])
    for remark in of_codes.all():
        remarks.add(f"{columns.table}: {remark}")
    return book
