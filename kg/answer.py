"""What comes back through the reading door: plain rows, up to a number and a size."""

from collections.abc import Callable
from typing import Any

Take = Callable[[tuple[Any, ...]], bool]
"""Takes a row of the driver; False where no more is wanted."""

_SMALL = 16
"""Bytes that a number, a boolean or null counts as, and that every value costs beside its own."""


class Answer:
    """The rows taken so far; `truncated` once one did not fit any more."""

    def __init__(self, *, rows: int, size: int) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.truncated = False
        self._most = rows
        self._left = size

    def take(self, row: tuple[Any, ...]) -> bool:
        """Keep a row of the driver if it fits; whether another one is wanted."""
        found = tuple(map(plain, row))
        self._left -= weight(found)
        self.truncated = len(self.rows) == self._most or self._left < 0
        if not self.truncated:
            self.rows.append(found)
        return not self.truncated


def weight(value: Any) -> int:
    """About how many bytes a plain value takes as JSON, iterables with all that they hold."""
    if isinstance(value, str | bytes):
        return _SMALL + len(value)
    if isinstance(value, dict):
        return _SMALL + sum(weight(key) + weight(one) for key, one in value.items())
    if isinstance(value, list | tuple):
        return _SMALL + sum(map(weight, value))
    return _SMALL


def plain(value: Any) -> Any:
    """A value of the driver as plain JSON-like data: nodes and edges become dictionaries."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "nodes") and hasattr(value, "relationships"):
        return {"nodes": plain(list(value.nodes)), "edges": plain(list(value.relationships))}
    if hasattr(value, "labels"):
        return {"labels": sorted(value.labels), **plain(dict(value))}
    if hasattr(value, "nodes") and hasattr(value, "type"):
        return {"type": value.type, **plain(dict(value))}
    return value.iso_format() if hasattr(value, "iso_format") else value
