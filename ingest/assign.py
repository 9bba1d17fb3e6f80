"""Which themes and periods a passage belongs to; computed from the passage and its document alone.

Cues are compared as folded stems, so that inflected forms count. A theme's score is its share of
all cues of the passage.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import TypeVar

from ingest.dates.years import years
from ingest.document import Metadata, Passage
from ingest.entries import Period, lexicon
from kg.naming import normalise, uid
from kg.terms import stem

_SAID = 3.0
_HEADING = 3.0
_LEAST = 0.2
_OWN = ("tr", "en")
"""Languages that the lexicon has cues of; for all others, of which there may be any number, it has
the same."""

Span = tuple[int, int]
T = TypeVar("T")
Phrases = dict[str, list[tuple[str, T]]]
"""First word -> the phrases that begin with it, parted and padded by spaces, and what they mean."""


def themes(
    passage: Passage, terms: str, metadata: Metadata, entity_themes: Iterable[str]
) -> dict[str, float]:
    """Theme id -> score in (0, 1]: from cue words, the mentioned entities, the heading above the
    passage, and what the manifest says. `terms` are the passage's stems.
    """
    counts: defaultdict[str, float] = defaultdict(int)
    for theme in chain(entity_themes, _cued(terms, passage.language)):
        counts[theme] += 1
    for theme in headed(passage.section):
        counts[theme] += _HEADING
    for theme in said(metadata.themes):
        counts[theme] += _SAID
    total = sum(counts.values())
    scores = {theme: count / total for theme, count in sorted(counts.items())}
    return {theme: score for theme, score in scores.items() if score >= _LEAST}


@lru_cache(maxsize=10_000)
def headed(section: str) -> frozenset[str]:
    """Themes that a heading names."""
    return frozenset(
        theme for language in ("en", "tr") for theme in _cued(stem(section, language), language)
    )


@lru_cache(maxsize=10_000)
def said(names: tuple[str, ...]) -> frozenset[str]:
    """Theme ids of names as people write them in a manifest; unknown names give none."""
    known = {
        key: theme.id
        for theme in lexicon().themes
        for key in (*theme.aliases, theme.id, theme.name, theme.name_tr)
    }
    folded = {stem(key, ""): id for key, id in known.items()}
    return frozenset(folded[stem(name, "")] for name in names if stem(name, "") in folded)


def theme_names() -> list[str]:
    """The English names of all themes, sorted."""
    return sorted(theme.name for theme in lexicon().themes)


def span(passage: Passage, terms: str, metadata: Metadata) -> tuple[Span | None, list[Period]]:
    """The years that a passage is about, and the named periods that it mentions.

    The sentence's own years come first, then the named periods', then the document's.
    """
    named = _named(terms, passage.language)
    found = years(passage.text)
    if found is None and named:
        found = min(p.year_from for p in named), max(p.year_to for p in named)
    return found or metadata.span, named


def eras(span: Span | None) -> list[Period]:
    """The eras that a span of years touches."""
    if span is None:
        return []
    every = (period for period in lexicon().periods if period.kind == "era")
    return [era for era in every if era.year_from <= span[1] and span[0] <= era.year_to]


def _cued(terms: str, language: str) -> Iterable[str]:
    words, phrases = _cues(_own(language))
    split = terms.split()
    for term in split:
        yield from words.get(term, ())
    yield from _phrases(phrases, terms, split)


def _own(language: str) -> str:
    return language if language in _OWN else ""


@cache
def _cues(language: str) -> tuple[dict[str, tuple[str, ...]], Phrases[str]]:
    words: dict[str, tuple[str, ...]] = {}
    phrases: list[tuple[str, str]] = []
    for theme in lexicon().themes:
        cues = {"tr": theme.turkish, "en": theme.english}.get(
            language, (*theme.english, *theme.turkish)
        )
        names = (theme.name_tr if language == "tr" else theme.name,)
        for key in sorted(_keys((*cues, *names), language)):
            if " " in key:
                phrases.append((key, theme.id))
            else:
                words[key] = (*words.get(key, ()), theme.id)
    return words, _by_first_word(phrases)


def _named(terms: str, language: str) -> list[Period]:
    found = _phrases(_period_names(_own(language)), terms, terms.split())
    named = {period.name: period for period in found}
    return [named[name] for name in sorted(named)]


@cache
def _period_names(language: str) -> Phrases[Period]:
    named = [period for period in lexicon().periods if period.kind != "era"]
    return _by_first_word(
        (key, period)
        for period in named
        for key in sorted(_keys(_names(period, language), language))
    )


def _keys(words: Iterable[str], language: str) -> set[str]:
    """What stems of a text are compared with: the stem of a word, and the word itself.

    The stemmer takes more off a bare word than off an inflected one: "yayla" is "ya", "yaylaya"
    is "yayla". Stems of two letters are words of their own ("ya") and left out.
    """
    pairs = [(stem(word, language), stem(word, "")) for word in words]
    return {key for cut, bare in pairs for key in (cut, bare) if len(key) > 2 or key == bare} - {""}


def _by_first_word(meanings: Iterable[tuple[str, T]]) -> Phrases[T]:
    phrases: Phrases[T] = defaultdict(list)
    for phrase, meaning in meanings:
        phrases[phrase.split()[0]].append((f" {phrase} ", meaning))
    return phrases


def _phrases(phrases: Phrases[T], terms: str, words: Iterable[str]) -> Iterator[T]:
    """What the phrases in `terms` mean, each once; `words` are the terms apart."""
    padded = f" {terms} "
    for word in phrases.keys() & words:
        yield from (meaning for phrase, meaning in phrases[word] if phrase in padded)


def _names(period: Period, language: str) -> tuple[str, ...]:
    english = (period.name, *period.english)
    return {"tr": period.turkish, "en": english}.get(language, (*english, *period.turkish))


@cache
def theme_uid(theme: str) -> str:
    """The uid of a theme's node."""
    return uid("Theme", theme)


@cache
def period_uid(name: str) -> str:
    """The uid of a period's node."""
    return uid("Period", normalise(name))
