"""Query parameters as they are written on a command line."""

import json
from collections.abc import Iterable
from typing import Any

from kg.errors import SettingsError


def parse(assignments: Iterable[str]) -> dict[str, Any]:
    """`name=value` pairs; a value that is JSON is taken as such, else as text.

    Raises SettingsError for one without an equals sign.
    """
    return dict(map(_pair, assignments))


def _pair(assignment: str) -> tuple[str, Any]:
    name, equals, value = assignment.partition("=")
    if not equals or not name.isidentifier():
        raise SettingsError(f"--param {assignment!r} is not name=value.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
