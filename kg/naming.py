"""Names: how they are compared, and the deterministic `uid` that a natural key gives."""

import hashlib
import unicodedata
from functools import lru_cache

_DOTLESS = {"ı": "i", "İ": "i", "I": "i", "ß": "s", "æ": "a", "Æ": "a", "ø": "o", "Ø": "o"}
_LETTERS = {"đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ð": "d", "Ð": "d", "þ": "t", "Þ": "t"}
_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'"}
_SINGLE = _DOTLESS | _LETTERS | _QUOTES


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in _SINGLE:
        return _SINGLE[character]
    parts = unicodedata.normalize("NFD", character)
    base = parts[0] if all(map(unicodedata.combining, parts[1:])) else character
    lowered = base.lower()
    folded = lowered if len(lowered) == 1 else base
    return _SINGLE.get(folded, folded)


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Fold `text` for comparison, one code point to one, so that offsets stay true.

    Case, diacritics and the Turkish dotted and dotless i fall together: "İznik", "IZNIK" and
    "ıznik" are one name. Idempotent.
    """
    return text.translate(_TABLE)


def normalise(name: str) -> str:
    """The comparison key of a name: folded, white space and hyphens as one space."""
    return " ".join(fold(name).replace("-", " ").split())


def uid(label: str, *key: object) -> str:
    """The `uid` of the node with this label and natural key: 24 hexadecimal digits.

    The parts are length-prefixed before hashing, so ("a", "bc") and ("ab", "c") differ.
    """
    parts = [label, *(str(part) for part in key)]
    payload = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(payload.encode()).hexdigest()[:24]


def entity_uid(label: str, name: str) -> str:
    """The `uid` of the entity with this label and name, however the name is spelled."""
    return uid(label, normalise(name))
