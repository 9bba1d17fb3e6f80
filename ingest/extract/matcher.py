"""All forms of one language in a text: what stands between two spaces is worked out once.

A running text is cut at its spaces, and each piece ("Osmanlı'nın,") is looked up among those
that were read before: it holds no name, or whole names at known offsets, or words that begin
longer names. Only for the last is the text itself read on. Nothing that decides whether a word
stands alone as a name (its endings, apostrophes) lies beyond a space, so pieces lose nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, islice, pairwise
from typing import NamedTuple

from ingest.entries import Entry
from ingest.extract.forms import QUOTES, WORD, Form, Grammar, forms, gap, ranked

REMEMBERED = 100_000
"""Spellings that a matcher remembers before it begins anew."""
LONGEST = 60
"""Longer pieces are not remembered: they hardly come twice."""
ARTICLE = 2
"""Most letters of what may stand before an apostrophe and a name: l'Islam, d'Orient."""
SEVERAL = 2

_ENDING = re.compile(rf"[{QUOTES}]({WORD.pattern})")


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


class Piece(NamedTuple):
    """What stands between two spaces: `names` in it, and where the words stand that may begin a
    longer name; offsets in the piece."""

    names: tuple[Candidate, ...]
    heads: tuple[int, ...]


NOTHING = Piece((), ())


class Matcher:
    """All forms of one language. Answers depend on the text alone; what is remembered is speed."""

    def __init__(self, entries: Iterable[Entry], grammar: Grammar) -> None:
        self.grammar = grammar
        self._singles: dict[str, list[Form]] = {}
        self._heads: dict[str, list[Form]] = {}
        for form in forms(entries, grammar):
            self._file(form)
        self._pieces = _Pieces(self)
        self._starts = _Starts(self)
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
        spellings = text.replace("\n", " ").split(" ")
        pieces = list(map(self._pieces.__getitem__, spellings))
        spellings.append("")
        starts = self._starts
        found: list[Candidate] = []
        offset = before = 0
        for index in compress(count(), pieces):
            names, heads = pieces[index] or NOTHING
            if heads:
                heads = starts[spellings[index], spellings[index + 1]]
            if names or heads:
                offset += sum(map(len, spellings[before:index])) + index - before
                before = index
                found += [_moved(name, offset) for name in names]
                for head in heads:
                    found += self._longer(text, offset + head)
        return found

    def _longer(self, text: str, start: int) -> Iterator[Candidate]:
        """The forms of several words that begin with the word at `start`."""
        following = WORD.finditer(text, start)
        read = list(islice(following, 2))
        if len(read) < SEVERAL:
            return
        for form in self._pairs[read[0][0], read[1][0]]:
            read += islice(following, max(0, len(form.words) - len(read)))
            words = read[: len(form.words)]
            if self._is(form, text, words):
                yield Candidate(
                    start, words[-1].end(), form.length, form.owners[0].label, form.owners
                )

    def _is(self, form: Form, text: str, words: Sequence[re.Match[str]]) -> bool:
        """Whether `words`, of which the first two fit, are `form` and end where a name may."""
        if len(words) < len(form.words) or not self._continues(form, words):
            return False
        between = (text[one.end() : other.start()] for one, other in pairwise(words))
        gaps = tuple("" if text == " " else gap(text) for text in between)
        return gaps == form.gaps and self.ends(text, words[-1].end())

    def _continues(self, form: Form, words: Sequence[re.Match[str]]) -> bool:
        rest = [self.grammar.key(word[0]) for word in words[2:]]
        if not rest:
            return True
        return tuple(rest[:-1]) == form.words[2:-1] and self.fits(form, rest[-1])

    def ends(self, text: str, end: int) -> bool:
        """Whether a name can end here: an apostrophe with letters after it must be an ending."""
        ending = _ENDING.match(text, end)
        return ending is None or self.grammar.follows(self.grammar.spelled(ending[1]))

    def piece(self, text: str) -> Piece | None:
        """What `text`, without spaces that part words, holds; None where that is nothing."""
        found = list(WORD.finditer(text))
        names: list[Candidate] = []
        heads: list[int] = []
        for index, match in enumerate(found):
            word = self._words[match[0]]
            if word is None or not _begins(text, found, index):
                continue
            names += self._names(text, found[index : index + 2], word)
            if word.begins:
                heads.append(match.start())
        return Piece(tuple(names), tuple(heads)) if names or heads else None

    def starts(self, text: str, following: str) -> tuple[int, ...]:
        """Those heads of the piece `text` that the next piece, `following`, leaves possible."""
        piece = self._pieces[text]
        running = f"{text} {following}"
        return tuple(head for head in piece.heads if self._may(running, head)) if piece else ()

    def _may(self, text: str, start: int) -> bool:
        """Whether a longer name may begin at `start`, as far as two words, or one, can tell."""
        first, *rest = islice(WORD.finditer(text, start), SEVERAL)
        return not rest or bool(self._pairs[first[0], rest[0][0]])

    def _names(self, text: str, found: Sequence[re.Match[str]], word: Word) -> Iterator[Candidate]:
        """The name that the first of `found` is, or, written apart, the two together: the people
        whose name is a place and -li (Kanada'lı)."""
        if not word.owners:
            return
        whole, last = word, found[0]
        if not self.ends(text, last.end()):
            last = found[1]
            whole = self._words[found[0][0] + last[0]] or Word(0, (), begins=False)
        if whole.owners:
            label = whole.owners[0].label
            yield Candidate(found[0].start(), last.end(), whole.length, label, whole.owners)

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


class _Pieces(dict[str, Piece | None]):
    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def __missing__(self, spelling: str) -> Piece | None:
        if len(self) >= REMEMBERED:
            self.clear()
        piece = self._matcher.piece(spelling)
        if len(spelling) <= LONGEST:
            self[spelling] = piece
        return piece


class _Starts(dict[tuple[str, str], tuple[int, ...]]):
    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def __missing__(self, pieces: tuple[str, str]) -> tuple[int, ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        starts = self._matcher.starts(*pieces)
        if max(map(len, pieces)) <= LONGEST:
            self[pieces] = starts
        return starts


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


def _moved(name: Candidate, offset: int) -> Candidate:
    start, end, length, label, owners = name
    return Candidate(offset + start, offset + end, length, label, owners)


def _begins(text: str, found: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a name can begin here: not in the ending after an apostrophe."""
    start = found[index].start()
    if not index or text[start - 1] not in QUOTES:
        return True
    before = found[index - 1]
    return before.end() != start - 1 or start - 1 - before.start() <= ARTICLE
