"""Centuries and millennia that a sentence names, in digits, Roman numerals and words."""

import re
from collections.abc import Iterator

from ingest.dates.hijri import hijri
from ingest.dates.numerals import ORDINAL, number

_KEYWORD = re.compile(
    r"cent|y[üu]zy[ıi]l|\bas[ıi]?r|\byy\b|\d(?:st|nd|rd|th) c\.|millenn|bin ?y", re.I
)
_CALENDAR = (
    r"(?:(?P<bce_before>\b[Mİ]\.?\s?Ö\.?\s*|\bmil[âa]ttan\s+önce\s+(?:ki\s+)?)"
    r"|(?P<hijri_before>\bhicr[iîı]\s+|\bH\.\s*|\bhicretin\s+)|\bmil[âa]d[iî]\s+)?"
)
_ENGLISH_PART = (
    r"(?:\b(?P<english>first|second|third|fourth|last|latter)\s+(?P<part>half|third|quarter)\s+of\s+"
    r"(?:the\s+)?)?(?:\b(?:early|mid|middle|late|later)[- ]+)?"
)
_TURKISH_PART = (
    r"(?:[ıi]n\s+(?P<turkish>ilk|birinci|ikinci|üçüncü|dördüncü|son)\s+(?P<parça>yarı|çeyre[kğ]))?"
)
_BETWEEN = (
    r"\s*(?:,|/|[-\u2013]|\b(?:and|or|to|through|ve|veya|ya da|il[ea]|ilâ)\b)\s*"
    r"(?:the\s+)?(?:(?:early|mid|late)[- ])?"
)
_CENTURIES = re.compile(
    rf"{_CALENDAR}{_ENGLISH_PART}(?<![\d.,:])(?P<numbers>{ORDINAL}(?:{_BETWEEN}{ORDINAL}){{0,5}})"
    r"(?:[\s-]+|(?<=\.))(?:(?P<plural>centuries)|century|cent\.|c\.(?=\s|$|[,;)])|y[üu]zy[ıi]l|yy\b"
    r"|as[ıi]r|asr(?=[ıi]|a\b)|(?P<millennium>millenni(?:um|a)|bin\s?y[ıi]l))"
    rf"{_TURKISH_PART}(?P<age>\s+of\s+(?!our\b|the\s+(?:common|christian|hijra|hegira)))?"
    r"(?P<bce>\s*(?:BCE?\b|B\.\s?C\.(?:\s?E\.)?|before\s+Christ))?"
    r"(?P<hijri>\s*(?:A\.?H\b|of\s+the\s+(?:hijra|hegira)|hijri\b))?",
    re.I,
)
_ORDINAL = re.compile(ORDINAL, re.I)
_INDEX = {
    **{"first": 0, "ilk": 0, "birinci": 0, "second": 1, "ikinci": 1, "third": 2, "üçüncü": 2},
    **{"fourth": 3, "dördüncü": 3, "last": -1, "latter": -1, "son": -1},
}
_SHARES = {"half": 2, "yarı": 2, "third": 3, "quarter": 4, "çeyrek": 4, "çeyreğ": 4}
_FEW = 4
_LATEST = 2100
_EARLIEST = -20_000

Span = tuple[int, int]


def centuries(sentence: str) -> Iterator[Span]:
    """First and last year of each century or millennium that `sentence` names, BCE negative.

    Halves, thirds and quarters are cut out; "early", "mid" and "late" are too vague for that.
    """
    if not _KEYWORD.search(sentence):
        return
    for match in _CENTURIES.finditer(sentence):
        named = [number(text) for text in _ORDINAL.findall(match["numbers"])]
        if 0 in named or _relative(match, named):
            continue
        span = _span(match, min(named), max(named))
        if span is not None and _EARLIEST <= span[0] <= span[1] <= _LATEST:
            yield span


def _relative(match: re.Match[str], named: list[int]) -> bool:
    """Whether it counts from something else: "the first centuries", "the second century of"."""
    return len(named) == 1 and bool(match["plural"] or (match["age"] and named[0] < _FEW))


def _span(match: re.Match[str], first: int, last: int) -> Span | None:
    if match["hijri_before"] or match["hijri"]:
        return _lunar(first, last)
    length = 1000 if match["millennium"] else 100
    if match["bce_before"] or match["bce"]:
        whole = -length * last, -length * (first - 1) - 1
    else:
        whole = length * (first - 1), length * last - 1
    return _cut(whole, match)


def _lunar(first: int, last: int) -> Span | None:
    begin, end = hijri(100 * (first - 1) + 1), hijri(100 * last)
    return (begin[0], end[1]) if begin and end else None


def _cut(whole: Span, match: re.Match[str]) -> Span:
    which, share = match["english"] or match["turkish"], match["part"] or match["parça"]
    if not which or not share:
        return whole
    parts = _SHARES[share.lower()]
    index = _INDEX[which.replace("İ", "i").lower()] % parts
    first, length = whole[0], whole[1] - whole[0] + 1
    return first + index * length // parts, first + (index + 1) * length // parts - 1
