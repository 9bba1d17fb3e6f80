"""The words of questions in English and Turkish that are no names: what they ask, compare, deny.

Patterns are of `kg.naming.fold`ed text, in which "yüzde kaçı" is "yuzde kaci".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?P<n>\d+(?:[.,]\d+)?)"
_FROM = r"'?(?:den|dan|ten|tan)"
_STEM = (
    "uygul|uygula|kullan|yap|inan|bil|say|izle|gor|gorul|yasa|ver|ode|giy|cal|ye|yetistir|besle|kur"
    "|tap|gom|yaz|otur|evlen|insa ed|ed|olus|bulun|ol"
)
"""What Turkish questions are about to do, as far as a table can tell: practise, use, pay, wear."""
_ENDING = "(?:[iu]?yor|[aei]?r|ur|[ae]n|y[ae]n|m[ae]kt[ae])(?:l[ae]r)?(?:[iu]n|d[iu]r)?"
_NEGATIVE = "m[ae](?:z|y[ae]n|m[ae]kt[ae])(?:l[ae]r)?(?:[iu]n|d[iu]r)?|m[iu]yor(?:l[ae]r)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("number >=", rf"(?:at least|no fewer than|no less than|en az)\s+{_NUMBER}"),
    ("number <=", rf"(?:at most|no more than|en fazla|en cok)\s+{_NUMBER}"),
    ("number >", rf"(?:more than|over|above|greater than|higher than)\s+{_NUMBER}"),
    ("number <", rf"(?:fewer than|less than|under|below|lower than)\s+{_NUMBER}"),
    ("number >", rf"{_NUMBER}{_FROM}\s+(?:daha\s+)?(?:fazla|cok|buyuk|yuksek)"),
    ("number <", rf"{_NUMBER}{_FROM}\s+(?:daha\s+)?(?:az|kucuk|dusuk)"),
    ("number =", _NUMBER),
    ("count", r"how many|(?:what is )?(?:the )?number of|count|kac(?: tane|i|inda)?|sayisi"),
    (
        "share",
        r"(?:what )?(?:share|percentage|per cent|percent|proportion|fraction)(?: of)?"
        r"|yuzde kac(?:i|inda)?|(?:hangi )?oran(?:i|da)?|ne kadari",
    ),
    ("average", r"average|mean|ortalama(?:si)?"),
    ("sum", r"(?:in )?total|sum(?: of)?|toplami?"),
    ("common", r"most common|commonest|most frequent|en yaygin|en sik"),
    ("most", r"most|highest|largest|greatest|en (?:cok|yuksek|fazla|buyuk)"),
    ("least", r"least|lowest|fewest|smallest|en (?:az|dusuk|kucuk)"),
    ("compare", r"compared?|versus|vs|karsilastir(?:in|iniz)?|kiyasla(?:yin)?"),
    ("spread", r"distribution(?: of)?|distributed|dagil(?:im|imi|iyor|mis)|dagiliyor"),
    ("by", r"by|per|for each|in each"),
    ("by before", r"gore|basina"),
    ("list", r"which|who|list|show|hangi(?:leri|si)?|listele(?:yin)?|goster(?:in)?|kim(?:ler)?"),
    ("what", r"what|nedir|neler(?:dir)?|ne"),
    (
        "mention",
        r"mention(?:s|ed)?|named?|names|texts?|an(?:an|ilan|iliyor)|gec(?:en|er|iyor)|metin\w*",
    ),
    ("not", r"not|no|without|never|don't|doesn't|lack(?:s|ing)?"),
    ("not before", rf"degil(?:dir)?|yok(?:tur)?|(?:{_STEM})(?:{_NEGATIVE})"),
    ("or", r"or|veya|ya da|yahut"),
    ("and", r"and|ve|as well as|but|ama"),
    ("head", r"(?:cultures?|societ(?:y|ies)|peoples?|nations?|rows?)(?:'s?)?"
             r"|(?:kultur|toplum|halk|ulus|satir)\w*"),
    ("relative", r"that|whose|where"),
    ("with", r"with|in|from|among"),
    (
        "verb",
        r"practi[sc](?:e|es|ed|ing)|ha(?:s|ve|d|ving)|is|are|was|were|us(?:e|es|ed|ing)"
        r"|buil[dt]s?|mak(?:e|es)|made|believ(?:e|es) in|know|knows|known|wear|play|plays|eat|grow"
        rf"|grows|follow|follows|keep|keeps|live|lives|pay|pays|sahip|var(?:dir)?"
        rf"|(?:{_STEM}){_ENDING}",
    ),
    (
        "glue",
        r"the|an?|of|on|to|for|their|its?|there|all|any|do|does|did|be|coded"
        r"|values?|kinds?|how|each|me|give|tell|please|at|as|bu|bir|da|de|mi|mu|icin|ki"
        r"|arasinda\w*|icinde\w*|olarak|ise|ile|tum|butun|nasil|bana|soyle|deger(?:i|ler|leri)?"
        r"|lutfen",
    ),
)  # fmt: skip
_SCANNERS = [(kind, re.compile(rf"(?:{pattern})(?!\w)")) for kind, pattern in _PATTERNS]
_WORD = re.compile(r"\w+")
OPERATIONS = {"count", "share", "average", "sum", "common", "most", "least", "compare", "spread"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several, of a question: `kind` as above, or "unknown"; `value` of a number."""

    start: int
    end: int
    kind: str
    value: str = ""


def words(folded: str, start: int, end: int) -> Iterator[Word]:
    """The words of `folded[start:end]`, in order; at each place the longest pattern wins, and of
    equally long ones the first. An ending after an apostrophe says nothing."""
    place = start
    while match := _WORD.search(folded, place, end):
        unknown = Word(match.start(), match.end(), "unknown", match[0])
        found = _longest(folded, match.start(), end) or unknown
        if match.start() == 0 or folded[match.start() - 1] != "'":
            yield found
        place = found.end


def _longest(folded: str, start: int, end: int) -> Word | None:
    best: Word | None = None
    for kind, scanner in _SCANNERS:
        match = scanner.match(folded, start, end)
        if match and (best is None or match.end() > best.end):
            name, _, sign = kind.partition(" ")
            value = f"{sign} {match['n'].replace(',', '.')}" if name == "number" else ""
            best = Word(start, match.end(), name if value else kind, value)
    return best
