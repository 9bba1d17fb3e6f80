"""Lists of one kind of thing that a notebook shows as a table."""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from kg.table import frame, html

if TYPE_CHECKING:
    from pandas import DataFrame

T = TypeVar("T")


class Records(list[T]):
    """A list of dataclasses; their fields are the columns of `pandas()`."""

    def __init__(self, kind: type[T], found: Iterable[T]) -> None:
        super().__init__(found)
        self._columns = [field.name for field in fields(kind)]  # type: ignore[arg-type]

    def pandas(self) -> "DataFrame":
        """A row for each. Raises ModelMissing where pandas is not installed."""
        return frame(self._columns, self._rows())

    def _rows(self) -> list[list[Any]]:
        return [[getattr(each, name) for name in self._columns] for each in self]

    def _repr_html_(self) -> str:
        return html(self._columns, self._rows())
