"""The lexicon as an extractor: fast, and at home in Turkish and English endings.

A mention covers whole words, endings included ("camilerin"), but ends at an apostrophe: of
"Osmanlı'nın" it is "Osmanlı". Passages in Turkish are compared letter by letter with the Turkish
names ("halı" is not "hali"), those without any Turkish letter in folded letters; passages in
English with the English names; all others with both.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from ingest.document import Mention, Passage
from ingest.entries import COMPETITOR, Lexicon, lexicon
from ingest.extract.forms import ENGLISH, TURKISH, TURKISH_ASCII
from ingest.extract.matcher import Candidate, Matcher
from ingest.extract.overlap import settle
from ingest.extract.turkish import LETTERS

NAME = "lexicon"
VERSION = "1"
ASCII_LENGTH = 60
"""Characters from which a Turkish text without one Turkish letter is taken to be typed so."""

_TURKISH_LETTER = re.compile(f"[{''.join(sorted(LETTERS))}]")


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
        first, *others = self._matchers(passage)
        found = first.candidates(passage.text)
        for other in others:
            found += other.candidates(passage.text)
        if not found:
            return ()
        if len(found) > 1:
            found = settle(sorted(found, key=_best_first))
        return tuple([_mention(passage, one) for one in found if one.label != COMPETITOR])

    def _matchers(self, passage: Passage) -> tuple[Matcher, ...]:
        if passage.language == "en":
            return (self._english,)
        unmarked = len(passage.text) >= ASCII_LENGTH and not _TURKISH_LETTER.search(passage.text)
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
    start, end, _, label, owners = found
    surface, score, key = passage.text[start:end], 1 / len(owners), owners[0].key
    shift = passage.start
    return Mention(shift + start, shift + end, surface, label, score, NAME, key)
