"""Finding what a name means: by folded name or alias, with near matches where nothing fits."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.errors import NotFound
from kg.naming import normalise

_NEAR = 0.72
"""Similarity, 0..1, from which a name may be a slip for another."""
_FEW = 40
"""Names that can be listed in a line."""


def look_up(name: str, rows: Sequence[Mapping[str, Any]], *, what: str) -> Mapping[str, Any]:
    """The row (keys `uid`, `name`, perhaps `aliases`) that `name` means; names go before aliases.

    Raises NotFound, with near matches, if there is none; `what` says what was looked for.
    """
    wanted = normalise(name)
    by_name: dict[str, Mapping[str, Any]] = {normalise(row["name"]): row for row in reversed(rows)}
    by_alias = {key: row for row in reversed(rows) for key in _aliases(row)}
    found = by_name.get(wanted) or by_alias.get(wanted)
    if found is not None:
        return found
    near = difflib.get_close_matches(wanted, [*by_name, *by_alias], n=5, cutoff=_NEAR)
    names = dict.fromkeys((by_name.get(key) or by_alias[key])["name"] for key in near)
    if not names and len(rows) <= _FEW:
        every = ", ".join(sorted(row["name"] for row in rows))
        raise NotFound(f"There is no {what} {name!r}.", hint=f"There are: {every}.")
    raise NotFound(f"There is no {what} {name!r}.", hint=_hint(list(names)[:3]))


def _aliases(row: Mapping[str, Any]) -> Iterable[str]:
    return [normalise(alias) for alias in row.get("aliases") or ()]


def _hint(names: list[str]) -> str:
    return f"Did you mean {' or '.join(names)}?" if names else ""
