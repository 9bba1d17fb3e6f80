"""Tables whose rows declare cultures: their names, their keys, and where they are."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, replace
from pathlib import Path

from ingest.document import CultureColumns, CultureRow
from ingest.read.grid import Grid, Remarks, grid
from kg.naming import normalise


def cultures(location: Path, columns: CultureColumns, remarks: Remarks) -> tuple[CultureRow, ...]:
    """The cultures of a table in a file; see `declared`."""
    return declared(grid(location, remarks), columns, remarks)


def declared(table: Grid, columns: CultureColumns, remarks: Remarks) -> tuple[CultureRow, ...]:
    """The cultures of a table, in its order.

    Where several share a name, but for case and accents, each gets its key appended, "Name
    (key)", wherever it stands: the names do not depend on the order of rows. Rows without a name
    or key, and those that say what another row says, go to `remarks`.
    """
    table.require(astuple(columns))
    rows: dict[tuple[str, str], CultureRow] = {}
    keys: set[str] = set()
    for line, cells in table.rows:
        row = _row(line, cells, columns, remarks)
        identity = (normalise(row.name), row.key)
        if not row.name or (columns.key and not row.key):
            remarks.add(f"line {line}: no {'key' if row.name else 'name'} of a culture; left out")
        elif identity in rows or (row.key and row.key in keys):
            remarks.add(f"line {line}: {row.key or row.name!r} stands twice; left out")
        else:
            rows[identity] = row
            keys.add(row.key)
    return _told_apart(rows.values())


def _row(line: int, cells: dict[str, str], columns: CultureColumns, remarks: Remarks) -> CultureRow:
    latitude = _degrees(cells.get(columns.latitude, ""), 90)
    longitude = _degrees(cells.get(columns.longitude, ""), 180)
    if latitude is None or longitude is None:
        given = cells.get(columns.latitude, ""), cells.get(columns.longitude, "")
        if any(cell.upper() not in ("", "NA") for cell in given):
            remarks.add(f"line {line}: {', '.join(given)} is no latitude and longitude; no place")
        latitude = longitude = None
    return CultureRow(
        name=cells[columns.name],
        key=cells.get(columns.key, ""),
        latitude=latitude,
        longitude=longitude,
        region=cells.get(columns.region, ""),
        family=cells.get(columns.family, ""),
        glottocode=cells.get(columns.glottocode, ""),
        iso=cells.get(columns.iso, ""),
    )


def _degrees(cell: str, limit: float) -> float | None:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= limit else None


def _told_apart(rows: Iterable[CultureRow]) -> tuple[CultureRow, ...]:
    rows = tuple(rows)
    shared = Counter(normalise(row.name) for row in rows)
    return tuple(
        replace(row, name=f"{row.name} ({row.key})") if shared[normalise(row.name)] > 1 else row
        for row in rows
    )
