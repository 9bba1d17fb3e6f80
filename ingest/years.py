"""The years that a sentence speaks of: written years, decades and centuries."""

import re
from collections.abc import Iterator

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ERA = r"(?P<bce>\s*(?:BCE?|B\.C\.(?:E\.)?))?"
_YEAR = re.compile(
    rf"(?P<before>M\.?Ö\.?\s*|İ\.?Ö\.?\s*)?(?<![\d.,])(?P<year>[1-9]\d{{2,3}})"
    rf"(?:\s*[-\u2013/]\s*(?P<last>\d{{2,4}}))?(?P<decade>'?s\b|['\u2019]?l[ae]r)?(?![\d]|[.,]\d){_ERA}"
)
_CENTURY = re.compile(
    r"(?P<before>M\.?Ö\.?\s*|İ\.?Ö\.?\s*)?(?P<part>\b(?:early|mid|late)[- ])?"
    r"\b(?P<number>\d{1,2}|[IVX]+)(?:st|nd|rd|th|\.)?"
    r"(?:\s*(?:and|to|ve|ile|[-\u2013])\s*(?P<to>\d{1,2}|[IVX]+)(?:st|nd|rd|th|\.)?)?"
    r"[\s-](?:centur(?:y|ies)|y[üu]zy[ıi]l|asır|asrın)" + _ERA,
    re.I,
)
_NOT_A_YEAR = re.compile(
    r"\s*(?:km|m\b|metre|meter|feet|foot|acre|hectare|hektar|people|kişi|men\b|souls|bushel|"
    r"sayılı|odù|page|sayfa|instrumental|ton|kilo|mile|mil\b|%|percent|year|yıl\b|yıllık|days|gün)",
    re.I,
)
_CUE = re.compile(
    r"(?:\b(?:in|by|after|before|about|from|until|since|between|around|of|to|and|circa|c\.|ca\.)"
    r"|[,(\u2013-])\s*$",
    re.I,
)
_SUFFIX = re.compile(
    r"['\u2019](?:[dt][ea]n?|[ıiuü]n|y[ıiuü]l|[ea])|\s*(?:y[ıi]l(?:[ıi]n|lar)|'de|senesi)"
)
_LATEST = 2100


def years(sentence: str) -> tuple[int, int] | None:
    """First and last year that `sentence` names (BCE negative), or None if it names none.

    Numbers that count something ("160 kilometre", "256 odù") are not years.
    """
    spans = [*_centuries(sentence), *_written(sentence)]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _written(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _YEAR.finditer(sentence):
        year = int(match["year"])
        if year > _LATEST or not _is_year(sentence, match):
            continue
        if match["before"] or match["bce"]:
            yield -year, -year
        elif match["decade"]:
            yield year, year + (99 if year % 100 == 0 else 9)
        else:
            yield year, _last(year, match["last"])


def _is_year(sentence: str, match: re.Match[str]) -> bool:
    """Four digits are a year unless a unit follows; three need a word or suffix that says so."""
    before, after = sentence[: match.start("year")], sentence[match.end("year") :]
    behind = sentence[match.end("last") :] if match["last"] else after
    if _NOT_A_YEAR.match(behind) or _NOT_A_YEAR.match(after):
        return False
    if len(match["year"]) == 4 or match["before"] or match["bce"]:
        return True
    if match["decade"]:
        return match["year"].endswith("0")
    cued = _CUE.search(before) or (match["last"] and not before.strip())
    return bool(_SUFFIX.match(behind)) or bool(cued and _ends(behind))


def _ends(after: str) -> bool:
    return not after.strip() or after.lstrip()[0] in ",.;:)-\u2013" or after.startswith(" and ")


def _last(year: int, last: str | None) -> int:
    if not last:
        return year
    stop = int(str(year)[: -len(last)] + last) if len(last) < len(str(year)) else int(last)
    return stop if year <= stop <= _LATEST else year


def _centuries(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _CENTURY.finditer(sentence):
        first = _number(match["number"])
        last = _number(match["to"]) if match["to"] else first
        first, last = min(first, last), max(first, last)
        if not first or last > 21:
            continue
        if match["before"] or match["bce"]:
            yield -100 * last, -100 * first + 99
        else:
            yield 100 * (first - 1), 100 * last - 1


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text.upper().replace("İ", "I")]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(value if value >= following else -value for value, following in pairs)
