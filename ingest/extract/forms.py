"""The forms of the lexicon as a text is compared with them: words, what stands between, owners."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from ingest.entries import PRIORITY, Entry
from ingest.extract import english, turkish
from kg.naming import fold

WORD = re.compile(r"[^\W_]+")
QUOTES = "'’‘ʼ`´"

_IGNORED = re.compile(r"[\s\-‐‑–]+")
_RANK = {label: rank for rank, label in enumerate(PRIORITY)}


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the words of one language are compared; keys are folded words.

    `key` folds a text, one code point to one. `fits(word, token, compound=..., proper=...)` says
    whether the last word of a form, in `spelled` letters, is a key of a text; `stems(word)` gives
    prefixes of all such keys. `follows` judges an ending, `spelled`, after an apostrophe.
    """

    name: str
    key: Callable[[str], str]
    stems: Callable[[str], tuple[str, ...]]
    fits: Callable[..., bool]
    follows: Callable[[str], bool]
    spelled: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of one or more entries, the most likely first.

    `words` are keys, `last` is the final word as the grammar's `fits` wants it, `gaps` the
    punctuation between the words. `capital`: the text must begin it with a capital.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    last: str
    length: int
    capital: bool
    owners: tuple[Entry, ...]

    @property
    def compound(self) -> bool:
        """Whether it has several words, the last perhaps with a possessive (halk evi)."""
        return len(self.words) > 1


_folded_fits = partial(turkish.fits, folded=True)


def _folded_stems(word: str) -> tuple[str, ...]:
    return tuple(map(fold, turkish.stems(word)))


ENGLISH = Grammar(
    "en", english.spelled, english.stems, english.fits, english.follows_apostrophe, english.spelled
)
TURKISH = Grammar(
    "tr",
    turkish.spelled,
    turkish.stems,
    turkish.fits,
    turkish.follows_apostrophe,
    turkish.spelled,
)
TURKISH_ASCII = Grammar(
    "tr-ascii", fold, _folded_stems, _folded_fits, turkish.follows_apostrophe, turkish.spelled
)
"""For Turkish that was typed without Turkish letters: "Osmanlilarin camileri"."""


def gap(between: str) -> str:
    """What counts of the characters between two words: not spaces, not hyphens."""
    return fold(_IGNORED.sub("", between))


def forms(entries: Iterable[Entry], grammar: Grammar) -> list[Form]:
    """All forms of `entries` in the language of `grammar`, those of the same spelling joined."""
    owners: dict[tuple[str, bool], dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        for spelling in _spellings(entry, grammar):
            capital = spelling[0].isupper() and not entry.any_case
            owners[spelling, capital][entry.key] = entry
    joined: dict[tuple[object, ...], Form] = {}
    for (spelling, capital), owning in owners.items():
        form = _form(spelling, capital, tuple(owning.values()), grammar)
        same = (form.words, form.gaps, form.last, form.capital)
        joined[same] = _joined(joined.get(same), form)
    return list(joined.values())


def _spellings(entry: Entry, grammar: Grammar) -> Iterator[str]:
    if grammar is ENGLISH:
        yield from (entry.name, *entry.english)
        return
    proper = entry.name[0].isupper() and not entry.turkish
    for spelling in (entry.name,) if proper else entry.turkish:
        yield spelling
        first, _, last = spelling.rpartition(" ")
        if first:
            yield from (f"{first} {plural}" for plural in turkish.plurals(last))


def _form(spelling: str, capital: bool, owners: tuple[Entry, ...], grammar: Grammar) -> Form:
    found = [match.span() for match in WORD.finditer(spelling)]
    words = tuple(grammar.key(spelling[start:end]) for start, end in found)
    gaps = tuple(gap(spelling[a:b]) for (_, a), (b, _) in pairwise(found))
    last = grammar.spelled(spelling[slice(*found[-1])])
    return Form(words, gaps, last, len(spelling), capital, _ranked(owners))


def _joined(one: Form | None, other: Form) -> Form:
    if one is None:
        return other
    owners = {entry.key: entry for entry in one.owners + other.owners}
    ranked = _ranked(owners.values())
    return Form(other.words, other.gaps, other.last, other.length, other.capital, ranked)


def _ranked(owners: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(owners, key=lambda entry: (_RANK[entry.label], entry.key)))


def ranked(found: Sequence[Form]) -> tuple[Entry, ...]:
    """The entries that own any of `found`, the most likely first, none twice."""
    return _ranked({entry.key: entry for form in found for entry in form.owners}.values())
