"""Ordinals up to the thirtieth as texts write them: digits, Roman numerals, English and Turkish."""

from itertools import product

from kg.naming import fold

_ENGLISH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_TURKISH = (
    "birinci", "ikinci", "üçüncü", "dördüncü", "beşinci", "altıncı", "yedinci", "sekizinci",
    "dokuzuncu", "onuncu",
)  # fmt: skip
_TENS = (("twenty", 20, _ENGLISH), ("on", 10, _TURKISH), ("yirmi", 20, _TURKISH))
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _words() -> dict[str, int]:
    words = {word: number for names in (_ENGLISH, _TURKISH) for number, word in enumerate(names, 1)}
    words |= {"yirminci": 20, "otuzuncu": 30, "thirtieth": 30}
    for (tens, base, units), (unit, gap) in product(_TENS, product(range(9), ("", " ", "-"))):
        words[tens + gap + units[unit]] = base + unit + 1
    return words


_WORDS = _words()
_FOLDED = {fold(word): value for word, value in _WORDS.items()}
_ALTERNATIVES = "|".join(
    word.replace(" ", r"\s+") for word in sorted(_WORDS, key=len, reverse=True)
)
_ENDING = r"(?:st|nd|rd|th|['’]?[iıuü]?nc[iıuü])?"
ORDINAL = rf"\b(?:(?:\d{{1,2}}|[IVX]+){_ENDING}(?!\w)\.?|(?:{_ALTERNATIVES})(?!\w))"
"""Pattern of an ordinal, for matching without regard to case; `number` reads what it matches."""


def number(text: str) -> int:
    """The number that an ordinal says, 0 for odd Roman numerals that say none."""
    bare = " ".join(fold(text).split())
    if bare in _FOLDED:
        return _FOLDED[bare]
    digits = "".join(filter(str.isdecimal, bare))
    return int(digits) if digits else _roman(bare)


def _roman(text: str) -> int:
    values = []
    for letter in text.upper():
        if letter not in _ROMAN:
            break
        values.append(_ROMAN[letter])
    pairs = zip(values, [*values, 0][1:], strict=True)
    return sum(value if value >= following else -value for value, following in pairs)
