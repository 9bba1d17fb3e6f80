"""What a researcher decides of names: the rows of `corrections.csv`, checked.

action,label,name,into,where,note
merge,Culture,Osmanlilar,Ottoman,,           both names are one entity
rename,Culture,Ojibwa,Anishinaabe,,          the entity is shown so
split,Place,Georgia,Georgia (US),usa/**,     in these files the name means another
drop,Place,Han,,letters/**,                  the name is no entity, here or (no where) at all
keep,Culture,Kabeli,Kabeyli,,                they are two; nothing changes, `review` asks no more
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.handwritten import text
from ingest.pattern import fits
from kg.errors import ManifestError
from kg.schema import ENTITY_LABELS

FILE_NAME = "corrections.csv"
COLUMNS = ("action", "label", "name", "into", "where", "note")
SIZE_LIMIT = 20_000_000

_NEEDED = {"into": ("merge", "rename", "split", "keep"), "where": ("split",)}
_IDLE = {"into": ("drop",), "where": ("merge", "rename", "keep")}
ACTIONS = ("merge", "rename", "split", "drop", "keep")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row. `label` is that of `name`; `into_label` that of `into`, as a rule the same.

    `where` is a glob of paths, "" for the whole source; `line` is where the row begins.
    """

    action: str
    label: str
    name: str
    into: str = ""
    into_label: str = ""
    where: str = ""
    line: int = 0

    def concerns(self, path: str) -> bool:
        """Whether the row may change what the file at `path` gives."""
        return self.action != "keep" and (not self.where or fits(self.where, path))


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rows of one file, in its order; none where a source has no such file."""

    rows: tuple[Correction, ...] = ()

    def at(self, path: str) -> "Corrections":
        """The rows that may change what the file at `path` gives."""
        return Corrections(tuple(row for row in self.rows if row.concerns(path)))

    @property
    def digest(self) -> str:
        """Tells apart what is decided, not how it is written; "" where nothing is."""
        said = [
            [row.action, row.label, row.name, row.into_label, row.into, row.where]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest() if said else ""


NONE = Corrections()


def load(path: Path, *, within: Path | None = None) -> Corrections:
    """The corrections in a CSV file (UTF-8, columns by their names, `note` and others let be).

    Raises ManifestError with the line, the value and what is expected. Whether the rows agree
    with each other is for `ingest.rulings` to say.
    """
    reader = csv.DictReader(
        io.StringIO(text(path, limit=SIZE_LIMIT, within=within), newline=""),
        restval="",
        strict=True,
    )
    try:
        missing = [name for name in COLUMNS[:4] if name not in map(_cell, reader.fieldnames or ())]
        if missing:
            raise ManifestError(
                f"{path}, line 1: the column {missing[0]!r} is missing; the first line must be "
                f"{','.join(COLUMNS)}."
            )
        return Corrections(tuple(_rows(reader, path)))
    except csv.Error as error:
        raise ManifestError(f"{path}, line {reader.line_num}: no CSV ({error}).") from None


def _rows(reader: Iterable[Mapping[str, str | list[str]]], path: Path) -> Iterator[Correction]:
    before = 1
    for cells in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
        row = {_cell(name): _cell(value) for name, value in cells.items() if name}
        if any(row.values()) and not row["action"].startswith("#"):
            where = f"{path}, line {line}"
            if None in cells:
                raise ManifestError(f'{where}: more cells than columns; put "" around commas.')
            yield _row(row, where, line)


def _cell(value: object) -> str:
    return " ".join(str(value or "").split())


def _row(row: Mapping[str, str], where: str, line: int) -> Correction:
    action = row["action"].lower()
    _expect(action in ACTIONS, where, "action", row, f"expected one of {', '.join(ACTIONS)}")
    labels = ", ".join(ENTITY_LABELS)
    _expect(row["label"] in ENTITY_LABELS, where, "label", row, f"expected one of {labels}")
    _expect(row["name"] != "", where, "name", row, "expected the name that is corrected")
    for column in ("into", "where"):
        value = row.get(column, "")
        needed, idle = action in _NEEDED[column], action in _IDLE[column]
        _expect(bool(value) or not needed, where, column, row, f"which {action} needs")
        _expect(not (value and idle), where, column, row, f"expected nothing: {_WHY[column]}")
    label, into = _target(row["into"], row["label"])
    found = Correction(action, row["label"], row["name"], into, label, row.get("where", ""), line)
    return (
        replace(found, into=row["into"], into_label=row["label"]) if action == "rename" else found
    )


_WHY = {
    "into": "what is dropped becomes nothing else",
    "where": "the row holds for the whole source; `split` and `drop` hold for some files",
}


def _target(into: str, label: str) -> tuple[str, str]:
    """ "Place:Georgia" names an entity of another label; a colon after other words is a letter."""
    before, colon, after = into.partition(":")
    if colon and before in ENTITY_LABELS:
        return before, after.strip()
    return label, into


def _expect(holds: bool, where: str, column: str, row: Mapping[str, str], expected: str) -> None:
    if not holds:
        raise ManifestError(f"{where}: {column}: got {row.get(column, '')!r}, {expected}.")
