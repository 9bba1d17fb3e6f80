"""Rows of a CSV or TSV file under their header, each of the right width."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.prose import composed
from kg.errors import Unreadable

LIMIT = 100 * MEBIBYTE
LONGEST_REMARK = 1_000
REMARKS = 100
"""How many remarks are kept in words; the rest are counted."""


@dataclass(slots=True)
class Remarks:
    """Why rows were left out, for the user."""

    said: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, remark: str) -> None:
        """Keep a remark, or count it where there are many already."""
        if len(self.said) < REMARKS:
            self.said.append(remark[:LONGEST_REMARK])
        else:
            self.more += 1

    def all(self) -> tuple[str, ...]:
        """The remarks in order, and how many more there were."""
        return (*self.said, *([f"and {self.more:,} more remarks"] if self.more else []))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `rows` are (line in the file, cell by column), cells stripped and in NFC."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def require(self, columns: Iterable[str]) -> None:
        """Raises Unreadable for a column that the manifest names and the table lacks."""
        for column in columns:
            if column and column not in self.columns:
                raise Unreadable(
                    f"{self.name} has no column {column!r}, which the manifest names; "
                    f"it has: {', '.join(self.columns)[:400]}."
                )


def grid(location: Path, remarks: Remarks) -> Grid:
    """The table in a file; blank rows are passed over, rows of a wrong width go to `remarks`.

    The delimiter is what stands most often in the header, of comma, semicolon, tab and bar.
    Raises Unreadable for an empty table, a repeated column, or quotes that do not close.
    """
    text = composed(decode(content(location, limit=LIMIT)))
    lines = _lines(text, location.name)
    header = tuple(next(lines, (0, []))[1])
    if not any(header):
        raise Unreadable(f"{location.name} has no header.")
    doubled = [column for column, times in Counter(header).items() if times > 1 and column]
    if doubled:
        raise Unreadable(f"{location.name} has the column {doubled[0]!r} twice.")
    rows = []
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append((line, dict(zip(header, cells, strict=True))))
        elif any(cells):
            remarks.add(f"line {line}: {len(cells)} cells, expected {len(header)}; left out")
    return Grid(location.name, header, tuple(rows))


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(f"{name}, line {reader.line_num}: {error}.") from None
