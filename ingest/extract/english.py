"""English nouns: the regular plurals, and the few kinds of irregular ones that names have."""

from kg.naming import fold

_SIBILANT = ("s", "x", "z", "ch", "sh", "o")
_VES = frozenset({"calf", "half", "leaf", "loaf", "scarf", "sheaf", "shelf", "thief", "wolf"})
HOMOGRAPHS = frozenset({"sake", "kansas"})
"""Spellings that nearly always are another word (for the sake of; the state, not the Kansa)."""


def spelled(text: str) -> str:
    """The letters in which English words are compared: those of `kg.naming.fold`."""
    return fold(text)


def stems(word: str) -> tuple[str, ...]:
    """What all inflected forms of `word` have in common at their beginning: a few prefixes."""
    if word.endswith("y") or word in _VES:
        return word, word[:-1]
    return (word, word[:-2]) if word.endswith("man") else (word,)


def fits(word: str, token: str, *, compound: bool = False, **_: bool) -> bool:
    """Whether `token` is `word` or its plural; proper names are no case apart."""
    if token in HOMOGRAPHS:
        return compound and token == word
    return token == word or token in _plurals(word)


def follows_apostrophe(ending: str) -> bool:
    """Whether `ending` can stand after a name and an apostrophe: the possessive s."""
    return ending == "s"


def _plurals(word: str) -> tuple[str, ...]:
    if word.endswith("y"):
        return word[:-1] + "ies", word + "s"
    if word in _VES:
        return word[:-1] + "ves", word + "s"
    if word.endswith("man"):
        return word[:-2] + "en", word + "s"
    return (word + "es", word + "s") if word.endswith(_SIBILANT) else (word + "s",)
