"""The reading door: texts that people write are run only if they cannot write.

Cheap limits on the text come first, since planning a hostile text can hang a server; then the
store's own parser is the judge; then the text runs under limits on time, rows and bytes.
"""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from kg import location
from kg.allowed import PROCEDURES, function_is_plain
from kg.answer import Answer
from kg.asked import Asked
from kg.dialect import Verdict
from kg.errors import (
    QueryRefused,
    QueryStopped,
    Stopped,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnreachable,
)
from kg.limits import check_limits
from kg.store import Store
from kg.table import Table

_WRITES = "The query would write; only reading is allowed here."
_PLACE = re.compile(r"\bline (\d+), column (\d+) \(offset")
_TAIL = re.compile(r" \(line \d+, column \d+ \(offset.*", re.S)


def query(
    store: Store,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    seconds: float = 30,
    rows: int = 10_000,
    size: int = 50_000_000,
    asked: Asked | None = None,
) -> Table:
    """Run a reading query; at most `rows` rows and about `size` bytes of them come back.

    Raises QueryRefused if the text could do anything but read, QueryStopped past `seconds` or if
    one row alone is larger than `size`, Stopped once `asked` is given up.
    """
    check(store, text, parameters)
    answer = Answer(rows=rows, size=size)
    try:
        columns = store.foreign(
            text, parameters or {}, seconds=seconds, take=answer.take, asked=asked
        )
    except (StoreError, TimeoutError) as error:
        if not (asked and asked.given_up):
            _explain(store, error, text, seconds)
        raise Stopped("The asker gave up.") from None
    if answer.truncated and not answer.rows:
        what = f"One row of the answer is larger than {size} bytes."
        raise QueryStopped(what, hint="Ask for fewer values, or count them.")
    return Table(columns, tuple(answer.rows), answer.truncated)


def check(store: Store, text: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Raise QueryRefused unless `text` is a single query that only reads.

    The refusal says what is refused and on which line, at which column.
    """
    check_limits(text, parameters or {})
    try:
        verdict = store.judge(text)
    except StoreError as error:
        if isinstance(error, StoreUnreachable) and not _answers(store):
            raise
        raise _unreadable(error) from None
    except TimeoutError:
        raise QueryRefused("The query takes too long to be planned.") from None
    _check_verdict(verdict, text)


def _explain(store: Store, error: Exception, text: str, seconds: float) -> NoReturn:
    """Raise `error`, or what it stands for where the query went past its limits."""
    if isinstance(error, StoreUnreachable | StoreBusy | StoreFull):
        if not (_short_of_memory(error) and _answers(store)):
            raise error
        raise QueryStopped(
            "The store gave up on the query, perhaps for want of memory.",
            hint="Ask for fewer values, or count them.",
        ) from None
    if "read access mode" in str(error):  # a write that the planner had left out of its plan
        raise QueryRefused(_WRITES, at=location.write(text)) from None
    if not _timed_out(error):
        raise error
    raise QueryStopped(
        f"The query ran longer than {seconds:g} s.", hint="Add a LIMIT or narrow the match."
    ) from None


def _unreadable(error: StoreError) -> QueryRefused:
    """What a store says of a text, without the names of its own classes."""
    said = re.sub(r"^(?:[\w.$]+Exception: |Error analyzing Cypher query: )+", "", str(error))
    at = _PLACE.search(said)
    where = (int(at[1]), int(at[2]) - len("EXPLAIN ") * (at[1] == "1")) if at else None
    return QueryRefused(f"The store cannot read this query: {_TAIL.sub('', said)}", at=where)


def _check_verdict(verdict: Verdict, text: str) -> None:
    for name in verdict.procedures:
        if name not in PROCEDURES:
            raise QueryRefused(
                f"The procedure {name} is not allowed here.",
                hint=f"Allowed are: {', '.join(sorted(PROCEDURES))}.",
                at=location.call(text, name),
            )
    for name in verdict.functions:
        if not function_is_plain(name):
            what = f"The function {name} is not allowed here."
            raise QueryRefused(what, at=location.call(text, name))
    if not verdict.reads:
        raise QueryRefused(_WRITES, at=location.write(text))
    if verdict.refused:
        what = f"Not allowed in a reading query: {verdict.refused[0]}."
        raise QueryRefused(what, at=location.step(text, verdict.refused[0]))


def _short_of_memory(error: StoreError) -> bool:
    """A server that runs out of memory may break the connection without a word."""
    return (
        isinstance(error, StoreUnreachable)
        or re.search(r"heap|memory", str(error), re.I) is not None
    )


def _answers(store: Store) -> bool:
    try:
        return bool(store.read("RETURN 1 AS alive"))
    except StoreError:
        return False


def _timed_out(error: Exception) -> bool:
    message = str(error).lower()
    return isinstance(error, TimeoutError) or "timed out" in message or "terminated" in message
