"""The matcher of the lexicon: fast, and at home in Turkish and English endings.

What a word can be is worked out once per spelling and remembered, so a running text costs one
look-up a word; only words that are, or begin, a known name are looked at further.

A mention covers whole words, endings included ("camilerin"), but ends at an apostrophe: of
"Osmanlı'nın" it is "Osmanlı". Passages in Turkish are compared letter by letter with the Turkish
names ("halı" is not "hali"), those without any Turkish letter in folded letters; passages in
English with the English names; all others with both.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ingest.document import Mention, Passage
from ingest.entries import COMPETITOR, Entry, Lexicon, lexicon
from ingest.extract.forms import (
    ENGLISH,
    QUOTES,
    TURKISH,
    TURKISH_ASCII,
    WORD,
    Form,
    Grammar,
    forms,
    gap,
    ranked,
)
from ingest.extract.overlap import settle
from ingest.extract.turkish import LETTERS

NAME = "lexicon"
VERSION = "1"
ASCII_LENGTH = 60
"""Characters from which a Turkish text without one Turkish letter is taken to be typed so."""
REMEMBERED = 200_000
"""Spellings that a matcher remembers before it begins anew."""
ARTICLE = 2
"""Most letters of what may stand before an apostrophe and a name: l'Islam, d'Orient."""


class Candidate(NamedTuple):
    """A form that stands in a text at start..end, with the entries that own it."""

    start: int
    end: int
    length: int
    label: str
    owners: tuple[Entry, ...]


class Word(NamedTuple):
    """What a spelling can be: a whole name, of `length` letters, and the begin of longer ones."""

    length: int
    owners: tuple[Entry, ...]
    begins: bool


class Matcher:
    """All forms of one language. Answers depend on the text alone; what is remembered is speed."""

    def __init__(self, entries: Iterable[Entry], grammar: Grammar) -> None:
        self.grammar = grammar
        self._singles: dict[str, list[Form]] = {}
        self._heads: dict[str, list[Form]] = {}
        for form in forms(entries, grammar):
            self._file(form)
        self._words = _Words(self)
        self._pairs = _Pairs(self)

    def _file(self, form: Form) -> None:
        if len(form.words) > 1:
            self._heads.setdefault(form.words[0], []).append(form)
            return
        for stem in self.grammar.stems(form.last):
            self._singles.setdefault(stem, []).append(form)

    def fits(self, form: Form, key: str) -> bool:
        """Whether a word of a text, as a key, is the last word of `form`, bare or with endings."""
        several = form.compound
        proper = form.capital and not several
        return self.grammar.fits(form.last, key, compound=several, proper=proper)

    def candidates(self, text: str) -> list[Candidate]:
        """All forms in `text`, overlapping ones too; offsets are those of `text`."""
        words = WORD.findall(text)
        known, pairs = self._words, self._pairs
        found = [
            index
            for index, word in enumerate(map(known.__getitem__, words))
            if word is not None
            and (word.owners or (index + 1 < len(words) and pairs[words[index], words[index + 1]]))
        ]
        if not found:
            return []
        spans = [match.span() for match in WORD.finditer(text)]
        reading = _Reading(text, words, spans)
        return list(chain.from_iterable(self._at(reading, index) for index in found))

    def _at(self, reading: "_Reading", index: int) -> Iterator[Candidate]:
        word = self._words[reading.words[index]]
        if word is None or not reading.begins(index):
            return
        if word.owners and reading.ends(index, self.grammar):
            yield Candidate(*reading.spans[index], word.length, word.owners[0].label, word.owners)
        elif word.owners:
            yield from self._across(reading, index)
        if word.begins and index + 1 < len(reading.words):
            for form in self._pairs[reading.words[index], reading.words[index + 1]]:
                yield from self._longer(reading, index, form)

    def _across(self, reading: "_Reading", index: int) -> Iterator[Candidate]:
        """The people whose name is a place and -li, written apart: Kanada'lı."""
        word = self._words["".join(reading.words[index : index + 2])]
        if word is not None and word.owners:
            start, end = reading.spans[index][0], reading.spans[index + 1][1]
            yield Candidate(start, end, word.length, word.owners[0].label, word.owners)

    def _longer(self, reading: "_Reading", index: int, form: Form) -> Iterator[Candidate]:
        last = index + len(form.words) - 1
        if last >= len(reading.words) or not self._continues(reading, index, form):
            return
        start, end = reading.spans[index][0], reading.spans[last][1]
        if reading.gaps(index, last) == form.gaps and reading.ends(last, self.grammar):
            yield Candidate(start, end, form.length, form.owners[0].label, form.owners)

    def _continues(self, reading: "_Reading", index: int, form: Form) -> bool:
        if len(form.words) <= 2:
            return True
        key = self.grammar.key
        rest = [key(word) for word in reading.words[index + 2 : index + len(form.words)]]
        if tuple(rest[:-1]) != form.words[2:-1]:
            return False
        return self.fits(form, rest[-1])

    def word(self, spelling: str) -> Word | None:
        """What `spelling` is: of all names whose endings fit, those with the longest stem."""
        key = self.grammar.key(spelling)
        upper = spelling[0].isupper()
        heads = any(upper or not form.capital for form in self._heads.get(key, ()))
        best = self._best(key, upper)
        if not best:
            return Word(0, (), heads) if heads else None
        return Word(best[0].length, ranked(best), heads)

    def _best(self, key: str, upper: bool) -> list[Form]:
        best: list[Form] = []
        for cut in range(len(key), 1, -1):
            for form in self._singles.get(key[:cut], ()):
                if (upper or not form.capital) and self.fits(form, key):
                    best.append(form)
        longest = max((form.length for form in best), default=0)
        exact = [form for form in best if form.words[0] == key]
        return exact or [form for form in best if form.length == longest]

    def pair(self, first: str, second: str) -> tuple[Form, ...]:
        """The forms of several words that may begin with these two."""
        key, upper = self.grammar.key(second), first[0].isupper()
        heads = self._heads.get(self.grammar.key(first), ())
        return tuple(f for f in heads if (upper or not f.capital) and self._second(f, key))

    def _second(self, form: Form, key: str) -> bool:
        if len(form.words) > 2:
            return form.words[1] == key
        return self.fits(form, key)


class _Words(dict[str, Word | None]):
    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def __missing__(self, spelling: str) -> Word | None:
        if len(self) >= REMEMBERED:
            self.clear()
        self[spelling] = word = self._matcher.word(spelling)
        return word


class _Pairs(dict[tuple[str, str], tuple[Form, ...]]):
    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def __missing__(self, pair: tuple[str, str]) -> tuple[Form, ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        self[pair] = found = self._matcher.pair(*pair)
        return found


class _Reading(NamedTuple):
    """A text, its words and their offsets."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]

    def begins(self, index: int) -> bool:
        """Whether a name can begin here: not in the ending after an apostrophe."""
        start = self.spans[index][0]
        if not index or self.text[start - 1] not in QUOTES:
            return True
        before = self.spans[index - 1]
        return before[1] != start - 1 or before[1] - before[0] <= ARTICLE

    def ends(self, index: int, grammar: Grammar) -> bool:
        """Whether a name can end here: an apostrophe with letters after it must be an ending."""
        end = self.spans[index][1]
        if index + 1 >= len(self.spans) or self.text[end] not in QUOTES:
            return True
        if self.spans[index + 1][0] != end + 1:
            return True
        return grammar.follows(grammar.spelled(self.words[index + 1]))

    def gaps(self, first: int, last: int) -> tuple[str, ...]:
        """The punctuation between the words first..last."""
        pairs = zip(self.spans[first:last], self.spans[first + 1 : last + 1], strict=True)
        between = (self.text[a:b] for (_, a), (b, _) in pairs)
        return tuple("" if text == " " else gap(text) for text in between)


class LexiconExtractor:
    """Finds the entries of a lexicon; every mention has a key.

    The score is one divided by the number of entries that share the form.
    """

    name = NAME

    def __init__(self, data: Lexicon | None = None) -> None:
        self._data = data or lexicon()
        self.version = f"{VERSION}-{self._data.digest[:12]}"

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, offsets of the document."""
        return [self._mentions(passage) for passage in passages]

    def _mentions(self, passage: Passage) -> tuple[Mention, ...]:
        matchers = self._matchers(passage)
        found = [found for matcher in matchers for found in matcher.candidates(passage.text)]
        if len(found) > 1:
            found = settle(sorted(found, key=_best_first))
        return tuple(_mention(passage, one) for one in found if one.label != COMPETITOR)

    def _matchers(self, passage: Passage) -> tuple[Matcher, ...]:
        if passage.language == "en":
            return (self._english,)
        unmarked = len(passage.text) >= ASCII_LENGTH and LETTERS.isdisjoint(passage.text)
        if passage.language == "tr":
            return (self._ascii if unmarked else self._turkish,)
        return (self._turkish, self._english)

    @cached_property
    def _english(self) -> Matcher:
        return Matcher(self._data.entries + self._data.languages, ENGLISH)

    @cached_property
    def _turkish(self) -> Matcher:
        return Matcher(self._data.entries + self._data.languages, TURKISH)

    @cached_property
    def _ascii(self) -> Matcher:
        return Matcher(self._data.entries + self._data.languages, TURKISH_ASCII)


def _best_first(candidate: Candidate) -> tuple[int, int, int, str]:
    width = candidate.end - candidate.start
    return -width, -candidate.length, candidate.start, candidate.owners[0].key


def _mention(passage: Passage, found: Candidate) -> Mention:
    owner = found.owners[0]
    return Mention(
        start=passage.start + found.start,
        end=passage.start + found.end,
        surface=passage.text[found.start : found.end],
        label=owner.label,
        score=1 / len(found.owners),
        extractor=NAME,
        key=owner.key,
    )
