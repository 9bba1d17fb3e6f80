"""The names that a question over a table may use, found in it as the lexicon finds names in texts:
folded, longest first, with English plurals and Turkish endings.

A column or a value also goes by the names that the lexicon has for the same thing: "patrilineal" is
"babasoylu" there; and by those of `names.csv`, which holds what tables abbreviate.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.table.sheet import Sheet, number, spelled
from ingest.entries import Entry, lexicon
from ingest.extract.forms import ENGLISH, TURKISH, TURKISH_ASCII
from ingest.extract.matcher import Matcher
from kg.schema import ENTITY_LABELS

_GRAMMARS = (ENGLISH, TURKISH, TURKISH_ASCII)
_LABEL = "Concept"
"""All names compete as one kind, so that the longest wins."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a name may mean: a column; a value of a column; `entity`, that texts name something,
    which is a column of its own, or else a row."""

    kind: str
    column: str
    value: str = ""

    def __str__(self) -> str:
        what = {"value": f"{self.column} = {self.value}", "row": self.value}
        return what.get(self.kind, self.column)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the question, end excluded, and all that it may mean."""

    start: int
    end: int
    terms: tuple[Term, ...]


class Vocabulary:
    """The names of the columns, values and rows of a sheet, and more that are given."""

    def __init__(self, names: Iterable[tuple[Term, Sequence[str]]]) -> None:
        self._terms: dict[str, Term] = {}
        entries = [*self._entries(names)]
        self._matchers = [Matcher(entries, grammar) for grammar in _GRAMMARS]

    def find(self, question: str) -> list[Found]:
        """What the question names, in its order; of overlapping names the longest."""
        spans: dict[tuple[int, int], dict[Term, None]] = {}
        for matcher in self._matchers:
            for each in matcher.candidates(question):
                terms = spans.setdefault((each.start, each.end), {})
                terms.update(dict.fromkeys(self._terms[owner.key] for owner in each.owners))
        kept: list[tuple[int, int]] = []
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            if all(end <= a or start >= b for a, b in kept):
                kept.append((start, end))
        return [Found(start, end, tuple(spans[start, end])) for start, end in sorted(kept)]

    def _entries(self, names: Iterable[tuple[Term, Sequence[str]]]) -> Iterator[Entry]:
        for i, (term, own) in enumerate(names):
            spellings = tuple(filter(None, dict.fromkeys(own)))
            if spellings:
                key = f"{i:06}"
                self._terms[key] = term
                yield Entry(
                    key, _LABEL, spellings[0], english=spellings, turkish=spellings, any_case=True
                )


def names_of(sheet: Sheet) -> Iterator[tuple[Term, Sequence[str]]]:
    """All names that a sheet itself gives; a number is a value only beside its column."""
    for column in sheet.columns:
        yield Term("column", column), synonyms(column)
        for value in sheet.values(column):
            if number(value) is None:
                yield Term("value", column, value), synonyms(value)
    for row in sheet.rows:
        if number(row) is None:
            yield Term("row", row, row), (row,)


def synonyms(name: str) -> list[str]:
    """A name of a table as people write it, and what else the thing is called, in any language."""
    plain = " ".join(name.replace("_", " ").split())
    found = [plain]
    for label in ENTITY_LABELS:
        for entry in lexicon().forms.get((label, spelled(plain)), ()):
            found += [entry.name, *entry.english, *entry.turkish]
    return [*found, *_more().get(spelled(plain), ())]


@cache
def _more() -> dict[str, tuple[str, ...]]:
    text = files("api").joinpath("table", "names.csv").read_text("utf-8").splitlines()
    return {
        spelled(row["name"]): tuple(
            each for column in ("en", "tr") for each in row[column].split("|") if each
        )
        for row in csv.DictReader(text)
    }
