"""The reading door: texts that people write are run only if they cannot write.

Cheap limits on the text come first, since planning a hostile text can hang a server; then the
store's own parser is the judge; then the text runs under limits on time and rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.allowed import PROCEDURES, function_is_plain
from kg.dialect import Verdict
from kg.errors import QueryRefused, QueryStopped, StoreError
from kg.store import Store

MAX_LENGTH = 20_000
MAX_NESTING = 60
MAX_OPERATORS = 200
MAX_SYMBOLS = 800
_PREFIX = re.compile(
    r"(?:\s|//[^\n\r]*[\n\r]|/\*.*?\*/)*(explain|profile|cypher|use)\b", re.I | re.S
)
_OPERATORS = re.compile(r"\b(?:xor|or|and|not|union|call|match|with|when|unwind)\b", re.I)
_SYMBOLS = re.compile(r"[-+*/%^<>=\[]")
_XOR = re.compile(r"\bxor\b", re.I)
_MAX_XOR = 8


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a reading query: rows hold plain values; `truncated` at the row limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


def query(
    store: Store,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    seconds: float = 30,
    rows: int = 10_000,
) -> Table:
    """Run a reading query.

    Raises QueryRefused if the text could do anything but read, QueryStopped past `seconds`.
    """
    check(store, text)
    try:
        columns, found = store.foreign(text, parameters or {}, seconds=seconds, rows=rows + 1)
    except (StoreError, TimeoutError) as error:
        if not _timed_out(error):
            raise
        raise QueryStopped(
            f"The query ran longer than {seconds:g} s.", hint="Add a LIMIT or narrow the match."
        ) from None
    table = tuple(tuple(map(plain, row)) for row in found)
    return Table(columns, table[:rows], len(table) > rows)


def check(store: Store, text: str) -> None:
    """Raise QueryRefused unless `text` is a single query that only reads."""
    _check_size(text)
    try:
        verdict = store.judge(text)
    except StoreError as error:
        raise QueryRefused(f"The store cannot read this query: {_words(error)}") from None
    except TimeoutError:
        raise QueryRefused("The query takes too long to be planned.") from None
    _check_verdict(verdict)


def _words(error: StoreError) -> str:
    """What a store says of a text, without the names of its own classes."""
    return re.sub(r"^(?:[\w.$]+Exception: |Error analyzing Cypher query: )+", "", str(error))


def _check_size(text: str) -> None:
    if not text.strip():
        raise QueryRefused("The query is empty.")
    if len(text) > MAX_LENGTH:
        raise QueryRefused(f"The query has {len(text)} characters; {MAX_LENGTH} are allowed.")
    if "\\u" in text or "\\U" in text:
        raise QueryRefused(
            "The query has a unicode escape, which stores read differently.",
            hint="Write the character itself, or pass it as a parameter.",
        )
    if prefix := _PREFIX.match(text):
        raise QueryRefused(f"A reading query cannot begin with {prefix[1].upper()}.")
    if _nesting(text) > MAX_NESTING:
        raise QueryRefused(f"The query nests brackets deeper than {MAX_NESTING}.")
    if _operates_too_much(text):
        raise QueryRefused("The query has too many operators to be planned safely.")


def _operates_too_much(text: str) -> bool:
    limits = {_OPERATORS: MAX_OPERATORS, _SYMBOLS: MAX_SYMBOLS, _XOR: _MAX_XOR}
    return any(len(pattern.findall(text)) > limit for pattern, limit in limits.items())


def _check_verdict(verdict: Verdict) -> None:
    if not verdict.reads:
        raise QueryRefused("The query would write; only reading is allowed here.")
    if verdict.refused:
        raise QueryRefused(f"Not allowed in a reading query: {verdict.refused[0]}.")
    for name in verdict.procedures:
        if name not in PROCEDURES:
            raise QueryRefused(
                f"The procedure {name} is not allowed here.",
                hint=f"Allowed are: {', '.join(sorted(PROCEDURES))}.",
            )
    for name in verdict.functions:
        if not function_is_plain(name):
            raise QueryRefused(f"The function {name} is not allowed here.")


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return deepest


def _timed_out(error: Exception) -> bool:
    message = str(error).lower()
    return isinstance(error, TimeoutError) or "timed out" in message or "terminated" in message


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
