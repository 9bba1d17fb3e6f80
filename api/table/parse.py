"""From a question in English or Turkish to what it asks of a table, in every way it can be read.

Names come first (`vocabulary.py`), then the words between them (`words.py`). A word that is neither
is not understood, and then nothing is answered: a number for another question would be a guess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from api.table.condition import Atom, Condition, Either
from api.table.question import Question, refusal
from api.table.sheet import NAME
from api.table.vocabulary import Found, Term, Vocabulary
from api.table.words import OPERATIONS, Word, words
from kg.naming import fold

_MOST = 6
_QUIET = {"glue", "verb", "with"}


@dataclass(frozen=True, slots=True)
class Read:
    """One way to read a question; `notes` say what a name could have meant besides."""

    question: Question
    notes: tuple[str, ...]


_Item = Word | Term


def parse(text: str, vocabulary: Vocabulary) -> list[Read]:
    """All readings of `text`, the likeliest first. Raises NotUnderstood, which says what was and
    what was not understood, where there is none, or more than can be shown."""
    found = vocabulary.find(text)
    between = [*_words(text, found)]
    known = [f"{text[f.start : f.end]!r} as {_either(f.terms)}" for f in found]
    known += [f"{text[w.start : w.end]!r}" for w in between if w.kind in OPERATIONS]
    if unknown := [text[w.start : w.end] for w in between if w.kind == "unknown"]:
        raise refusal(known, f"Not understood: {', '.join(map(repr, unknown))}.")
    mention = any(word.kind == "mention" for word in between)
    choices = [_choices(each, mention, _beside(each, found, text)) for each in found]
    readings: dict[Question, tuple[str, ...]] = {}
    for terms in product(*(choice for choice, _ in choices)):
        placed: list[tuple[int, _Item]] = [(w.start, w) for w in between]
        placed += [(f.start, term) for f, term in zip(found, terms, strict=True)]
        items = [item for _, item in sorted(placed, key=_at)]
        notes = tuple(note for _, note in choices if note)
        readings.setdefault(_question(items, known), notes)
    if len(readings) > _MOST:
        raise refusal(known, f"This can be read in {len(readings)} ways: name the columns.")
    return [Read(question, notes) for question, notes in readings.items()]


def _at(placed: tuple[int, _Item]) -> int:
    return placed[0]


def _words(text: str, found: Sequence[Found]) -> Iterator[Word]:
    folded, place = fold(text), 0
    for each in found:
        yield from words(folded, place, each.start)
        place = each.end
    yield from words(folded, place, len(text))


def _beside(found: Found, every: Sequence[Found], text: str) -> set[str]:
    """The columns that are named right before or behind, with nothing that counts between."""
    columns: set[str] = set()
    for other in every:
        gap = (other.end, found.start) if other.end <= found.start else (found.end, other.start)
        quiet = all(word.kind in _QUIET for word in words(fold(text), *gap))
        if other is not found and gap[0] <= gap[1] and quiet:
            columns |= {term.column for term in other.terms if term.kind == "column"}
    return columns


def _choices(found: Found, mention: bool, beside: set[str]) -> tuple[list[Term], str]:
    """What a name may mean here, and a note of what else: a value of the column beside it goes
    first; what a table codes goes before what texts name, unless the question asks for that."""
    own = [t for t in found.terms if t.kind == "value" and t.column in beside]
    named = [term for term in found.terms if term.kind == "entity"]
    coded = own or [term for term in found.terms if term.kind != "entity"]
    if mention and named:
        return named, ""
    if coded and named:
        return coded, f"{named[0]} is another question: say 'mention'."
    return coded or named, ""


def _question(items: Sequence[_Item], known: Sequence[str]) -> Question:
    operation = _operation(items, known)
    scope, predicate, columns, by = _Clauses(items, known).read()
    question = Question(operation, scope, predicate, columns, by)
    if operation == "compare":
        return _comparison(question, known)
    if operation in ("count", "share") and columns:
        raise refusal(known, f"Not understood: which value of {', '.join(columns)}.")
    if operation in ("count", "share") and not (by or scope or predicate):
        if operation == "count" and _heads(items):
            return question
        raise refusal(known, "Not understood: what is to be counted.")
    if operation == "list" and not (scope or predicate or columns):
        raise refusal(known, "Not understood: which of them.")
    return question


def _operation(items: Sequence[_Item], known: Sequence[str]) -> str:
    kinds = [item.kind for item in items if isinstance(item, Word)]
    asked = dict.fromkeys(kind for kind in kinds if kind in OPERATIONS)
    if "compare" in asked:
        return "compare"
    if "count" in asked and not asked.keys().isdisjoint({"average", "sum", "most", "least"}):
        del asked["count"]  # the average number of
    if len(asked) > 1:
        raise refusal(known, f"Not understood: {' and '.join(asked)} in one question.")
    if asked:
        return next(iter(asked))
    if "list" in kinds or "what" in kinds:
        return "list"
    raise refusal(known, "Not understood: what is asked (how many, what share, which, average).")


def _heads(items: Sequence[_Item]) -> bool:
    return any(isinstance(item, Word) and item.kind == "head" for item in items)


def _comparison(question: Question, known: Sequence[str]) -> Question:
    """The first alternative is what is compared."""
    every = (*question.scope, *question.predicate)
    either = next((each for each in every if isinstance(each, Either)), None)
    if either is None:
        raise refusal(known, "Not understood: which two are compared.")
    scope = tuple(each for each in question.scope if each is not either)
    predicate = tuple(each for each in question.predicate if each is not either)
    if not (predicate or question.columns):
        scope, predicate = (), scope
    if not (predicate or question.columns):
        raise refusal(known, "Not understood: on what they are compared.")
    return replace(question, scope=scope, predicate=predicate, groups=either.atoms)


class _Clauses:
    """Reads items from left to right: what stands before the noun ("cultures", "toplumlar"), or
    behind it up to the verb of the sentence, says which rows are meant; the rest is said of
    them."""

    def __init__(self, items: Sequence[_Item], known: Sequence[str]) -> None:
        self._items = items
        self._known = known
        self._parts: tuple[list[Condition], list[Condition]] = ([], [])
        self._target = 0
        self._relative = self._said = self._negated = self._or = self._and = False
        self._columns: list[str] = []
        self._by = ""
        self._grouping = False
        self._joined: list[str] = []

    def read(self) -> tuple[tuple[Condition, ...], tuple[Condition, ...], tuple[str, ...], str]:
        """Scope, predicate, columns that are asked for, and the one that is grouped by."""
        for place, item in enumerate(self._items):
            if isinstance(item, Word):
                self._word(item, place)
            else:
                self._term(item)
        if len(set(self._joined)) > 1:
            raise refusal(
                self._known, "'and' and 'or' together can be read in two ways: ask twice."
            )
        used = {atom.column for part in self._parts for each in part for atom in _atoms(each)}
        asked = [c for c in dict.fromkeys(self._columns) if c not in used and c != self._by]
        return tuple(self._parts[0]), tuple(self._parts[1]), tuple(asked), self._by

    def _word(self, word: Word, place: int) -> None:
        if word.kind == "head":
            self._target = 1
        elif word.kind == "with":
            self._target = self._target if self._said else 0
        elif word.kind == "relative" or (word.kind == "list" and place):
            self._target, self._relative = 0, True
        elif word.kind in ("verb", "mention"):
            self._said = not self._relative and _heads(self._items[:place])
            self._target = 1 if self._said else self._target
            self._relative = False
        elif word.kind == "not":
            self._negated = True
        elif word.kind == "not before":
            self._deny()
        elif word.kind in ("or", "and"):
            self._or, self._and = word.kind == "or", word.kind == "and"
        elif word.kind == "by":
            self._grouping = True
        elif word.kind == "by before" and self._columns:
            self._by = self._columns.pop()
        elif word.kind == "number":
            self._number(word, place)

    def _term(self, term: Term) -> None:
        if term.kind == "column":
            if self._grouping:
                self._by, self._grouping = term.column, False
            else:
                self._columns.append(term.column)
            return
        column = NAME if term.kind == "row" else term.column
        value, sign = (term.value, "=") if term.kind != "entity" else ("0", ">")
        self._add(Atom(column, value, sign, self._negated))

    def _number(self, word: Word, place: int) -> None:
        """A number belongs to the column beside it."""
        sign, value = word.value.split()
        for side in (reversed(self._items[:place]), self._items[place + 1 :]):
            near = next((i for i in side if isinstance(i, Term) or i.kind not in _QUIET), None)
            if isinstance(near, Term) and near.kind == "column":
                self._add(Atom(near.column, value, sign, self._negated))
                return
        raise refusal(self._known, f"Not understood: {value} of what.")

    def _add(self, atom: Atom) -> None:
        part = self._parts[self._target]
        alike = self._and and part and _column_of(part[-1]) == atom.column and atom.sign == "="
        if part and (self._or or alike):
            part[-1] = Either((*_atoms(part[-1]), atom))
        else:
            part.append(atom)
        if self._or or (self._and and not alike):
            self._joined.append("or" if self._or else "and")
        self._negated = self._or = self._and = False

    def _deny(self) -> None:
        part = self._parts[1] or self._parts[0]
        if not part:
            self._negated = True
        elif isinstance(part[-1], Atom):
            part[-1] = replace(part[-1], negated=not part[-1].negated)
        else:
            raise refusal(self._known, f"Not understood: not ({part[-1]}).")


def _atoms(condition: Condition) -> tuple[Atom, ...]:
    return condition.atoms if isinstance(condition, Either) else (condition,)


def _column_of(condition: Condition) -> str:
    columns = {atom.column for atom in _atoms(condition)}
    return columns.pop() if len(columns) == 1 else ""


def _either(terms: Sequence[Term]) -> str:
    return " or ".join(map(str, terms))
