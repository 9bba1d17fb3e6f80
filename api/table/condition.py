"""What may hold of a row: true, false, or not known, where a cell says nothing (Kleene's logic)."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.table.sheet import Sheet, number, same

_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """A column is, or compares to, a value; `sign` is =, <, <=, > or >=."""

    column: str
    value: str
    sign: str = "="
    negated: bool = False

    def __str__(self) -> str:
        sign = {"=": "is not"}.get(self.sign, f"not {self.sign}") if self.negated else self.sign
        return f"{self.column} {sign} {self.value}"


@dataclass(frozen=True, slots=True)
class Either:
    """One of several holds."""

    atoms: tuple[Atom, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.atoms))


Condition = Atom | Either


def holds(conditions: Sequence[Condition], sheet: Sheet) -> list[bool | None]:
    """For each row whether all conditions hold; None where it is not known."""
    verdicts = [_each(condition, sheet) for condition in conditions]
    return (
        [_all(row) for row in zip(*verdicts, strict=True)] if verdicts else [True] * len(sheet.rows)
    )


def atoms(conditions: Iterable[Condition]) -> list[Atom]:
    """All atoms in them."""
    return [
        atom
        for condition in conditions
        for atom in (condition.atoms if isinstance(condition, Either) else (condition,))
    ]


def _each(condition: Condition, sheet: Sheet) -> list[bool | None]:
    if isinstance(condition, Either):
        verdicts = [_each(atom, sheet) for atom in condition.atoms]
        return [_any(row) for row in zip(*verdicts, strict=True)]
    return [
        None if cell is None else _holds(condition, cell) != condition.negated
        for cell in sheet.cells(condition.column)
    ]


def _holds(atom: Atom, cell: tuple[str, ...]) -> bool:
    if atom.sign == "=":
        return any(same(value, atom.value) for value in cell)
    limit, compare = number(atom.value), _SIGNS[atom.sign]
    values = (number(value) for value in cell)
    return limit is not None and any(v is not None and compare(v, limit) for v in values)


def _all(row: Iterable[bool | None]) -> bool | None:
    found = set(row)
    return False if False in found else None if None in found else True


def _any(row: Iterable[bool | None]) -> bool | None:
    found = set(row)
    return True if True in found else None if None in found else False
