"""One picture or sound of the example corpus: what it shows, where that is written, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Item(Generic[Made]):
    """`name` is the file's stem; `year` dates the thing shown; `fact` is what the drawing or the tune states."""

    name: str
    culture: str
    year: int
    title: str
    fact: str
    reference: str
    make: Callable[[], Made]
