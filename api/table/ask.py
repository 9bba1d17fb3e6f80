"""Asks a question over a table: of the graph's cultures, or of the rows of a reading query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.table.compute import Answer, compute
from api.table.gather import Cultures
from api.table.parse import Read, parse
from api.table.sheet import Sheet, of_table
from api.table.vocabulary import Vocabulary, names_of
from kg.errors import NotFound, QueryStopped
from kg.reading import query
from kg.settings import Settings
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer for each way to read the question, the likeliest first, and the queries behind
    them with parameters and numbers of rows."""

    answers: tuple[Answer, ...]
    queries: tuple[tuple[str, dict[str, Any], int], ...]


def ask(store: Store, text: str, settings: Settings, *, cypher: str = "") -> Asked:
    """The answer of the cultures of the graph, or of the rows that `cypher` gives.

    Raises NotUnderstood, saying what was and what was not, and what the reading door raises.
    """
    if cypher:
        sheet = rows_of(store, cypher, settings)
        answers = answered(sheet, parse(text, Vocabulary(names_of(sheet))))
        return Asked(answers, ((cypher, {}, len(sheet.rows)),))
    cultures = Cultures(store, settings)
    read = parse(text, cultures.vocabulary())
    cultures.asked.clear()
    columns = dict.fromkeys(c for each in read for c in each.question.used() if c != "name")
    answers = answered(cultures.sheet(list(columns)), read)
    return Asked(answers, tuple(cultures.asked))


def answered(sheet: Sheet, readings: Sequence[Read]) -> tuple[Answer, ...]:
    """The answers to all readings of a question over one sheet."""
    found = [(compute(sheet, each.question), each.notes) for each in readings]
    return tuple(_noted(answer, notes) for answer, notes in found)


def rows_of(store: Store, cypher: str, settings: Settings) -> Sheet:
    """The rows of a reading query. Raises NotFound for none, QueryStopped where not all came."""
    found = query(
        store,
        cypher,
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        size=settings.query_bytes,
    )
    if not found.rows:
        raise NotFound("The query has no rows to ask about.")
    if found.truncated:
        what = f"The query has more than {len(found)} rows; of a part nothing can be counted."
        raise QueryStopped(what, hint="Narrow it, or raise UMRAN_QUERY_ROWS.")
    return of_table(found)


def _noted(answer: Answer, notes: tuple[str, ...]) -> Answer:
    mentions = any(column.startswith("sentences naming") for column in answer.columns)
    silent = ("What no text names may be practised all the same.",) if mentions else ()
    return replace(answer, notes=(*answer.notes, *notes, *silent))
