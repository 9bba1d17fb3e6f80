"""Words as the full-text index keeps them: folded stems, so that inflected forms meet."""

import re
from functools import cache
from typing import Any

from kg.naming import fold

_WORD = re.compile(r"[^\W_]+")
_STEMMERS = {"tr": "turkish", "en": "english"}


def stem(text: str, language: str) -> str:
    """The folded stems of the words of `text`, in order, parted by spaces.

    Turkish and English words are stemmed by Snowball; those of other languages are only folded.
    A word of which the stemmer leaves one letter ("çini") is kept whole.
    """
    words = _WORD.findall(_lower(text, language))
    stemmer = _stemmer(language)
    stems = stemmer.stemWords(words) if stemmer else words
    pairs = zip(stems, words, strict=True)
    return fold(" ".join(short if len(short) > 1 else word for short, word in pairs))


def query_terms(text: str) -> list[str]:
    """All stems that the words of a search may have in any language, without repeats."""
    every = [*_STEMMERS, ""]
    return list(dict.fromkeys(term for lang in every for term in stem(text, lang).split()))


def _lower(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()  # else it becomes two letters, and a word two words


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None
