"""Batches: rows in their order, as many at once as one statement or one transaction takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def batches(
    rows: Iterable[T], weight: Callable[[T], int], *, most: int, count: int | None = None
) -> Iterator[list[T]]:
    """Lists that weigh `most` or less together and hold at most `count` rows, but one at least."""
    batch: list[T] = []
    held = 0
    for row in rows:
        each = weight(row)
        if batch and (len(batch) == count or held + each > most):
            yield batch
            batch, held = [], 0
        batch.append(row)
        held += each
    if batch:
        yield batch


def weight(value: object) -> int:
    """About the bytes that a value takes on its way, seldom less."""
    if isinstance(value, str):
        return len(value) if value.isascii() else 3 * len(value)
    if isinstance(value, Mapping):
        return sum(map(weight, value.values())) + 16 * len(value)
    if isinstance(value, list | tuple):
        texts = bool(value) and not isinstance(value[0], int | float)
        return sum(map(weight, value)) if texts else 9 * len(value)
    return 9
