"""Years that say what they are counted from: BCE, CE, Hijri and Rumi years."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.dates.hijri import hijri, rumi

_NUMBER = r"(?<![\d.,:])(?:\d{1,3}[.,]\d{3}|\d{1,5})"
_TO = r"\s*(?:[-\u2013/]|\b(?:and|to|or|ile|ve|ilâ)\b)\s*"
_YEARS = rf"(?P<first>{_NUMBER})(?:{_TO}(?P<last>\d{{1,3}}[.,]\d{{3}}|\d{{1,5}}))?"
_NO_ORDINAL = (
    r"(?!\d|[.,]\d|['’]?(?:st|nd|rd|th)\b"
    r"|\.?\s*(?:y[üu]zy[ıi]l|yy\b|as[ıi]?r|bin\s?y|cent|(?:ve|ile|il[âa]|[-\u2013])\s*\d))"
)
_DECADE = r"(?P<decade>'?s\b|['’]?l[ae]r)?"
_TURKISH = re.compile(r"[çğıöşüÇĞİÖŞÜ]|\d['’][dtnyea]")
_NAME = re.compile(r"(?:^|\w[\s-]+)$")
_CALENDAR_WORD = re.compile(r"\s*(?:y[ıi]l|sene|tarih|takvim)")
_LATEST = 2100

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Calendar:
    """`before` and `after` are patterns of what marks a year; `convert` gives the years that a
    year so marked touches."""

    before: str
    after: str
    convert: Callable[[int], Span | None]

    def pattern(self) -> re.Pattern[str]:
        years = rf"{_YEARS}{_NO_ORDINAL}"
        marked = rf"(?P<mark>{self.before}){years}{_DECADE}"
        follows = years.replace("<first>", "<one>").replace("<last>", "<other>")
        ten = _DECADE.replace("<decade>", "<ten>")
        return re.compile(rf"{marked}|{follows}{ten}\s*(?:{self.after})")


def _bce(year: int) -> Span | None:
    return (-year, -year) if year else None


def _ce(year: int) -> Span | None:
    return (year, year) if 0 < year <= _LATEST else None


_CALENDARS = (
    _Calendar(
        r"\b[Mİ]\.?\s?Ö\.?\s*|\b(?i:mil[âa]ttan\s+önce)\s+|\bB\.?C\.?(?:E\.?)?\s",
        r"BCE?\b|B\.\s?C\.(?:\s?E\.)?|(?i:before\s+Christ)\b",
        _bce,
    ),
    _Calendar(
        r"\bA\.?D\.?\s+|\b[Mİ]\.\s?S\.\s*|\b[Mİ]S\s+|\b(?i:mil[âa]ttan\s+sonra)\s+|\b(?i:mil[âa]d[iî])\s+",
        r"A\.?D\b|C\.?E\b(?!\w)",
        _ce,
    ),
    _Calendar(
        r"\b(?i:hicr[iîı])\s+(?:sene\s+|takvime göre\s+)?|\b(?i:hicretin)\s+|\bA\.?H\.?\s+"
        r"|\b[Hh]\.\s*(?=\d{3})",
        r"A\.?H\b(?!\w)|(?i:hicr[iîı])\b|(?i:hijri)\b",
        hijri,
    ),
    _Calendar(
        r"\b(?:[rR][uû]m[iîı]|(?i:mal[iîı]))\s+(?=\d{4})|\bR\.\s*(?=\d{4})",
        r"r[uû]m[iîı]\b",
        rumi,
    ),
)
_PATTERNS = tuple((calendar, calendar.pattern()) for calendar in _CALENDARS)
_WAR = re.compile(r"\b(?:12)?93\s+[Hh]arbi")
"""The war of 1877: the Turkish name counts in Rumi years."""


def marked(sentence: str) -> Iterator[tuple[int, int, Span]]:
    """Start, end (offsets in `sentence`) and years (BCE negative) of all marked years in it.

    Of a year in two calendars ("H. 972 / 1564") the years are the modern one's.
    """
    for match in _WAR.finditer(sentence):
        yield *match.span(), (1877, 1878)
    for calendar, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            span = _span(calendar, match)
            if span is not None and _means(sentence, match):
                yield *match.span(), span


def _span(calendar: _Calendar, match: re.Match[str]) -> Span | None:
    first, last = match["first"] or match["one"], match["last"] or match["other"]
    span = calendar.convert(_integer(first))
    if span is None:
        return None
    if match["decade"] or match["ten"]:
        return _decade(span)
    return _joined(calendar, span, first, last) if last else span


def _joined(calendar: _Calendar, span: Span, first: str, last: str) -> Span:
    if double(_integer(first), _integer(last)) and calendar.convert in (hijri, rumi):
        return _integer(last), _integer(last)
    short = calendar.convert is not _bce and len(last) < len(first)
    end = calendar.convert(_integer(first[: -len(last)] + last if short else last))
    return (min(span[0], end[0]), max(span[1], end[1])) if end else span


def double(lunar: int, modern: int) -> bool:
    """Whether `modern` can be the same year as the Hijri or Rumi year `lunar`."""
    spans = [span for span in (hijri(lunar), rumi(lunar)) if span]
    return any(first - 1 <= modern <= last + 1 for first, last in spans)


def _decade(span: Span) -> Span:
    length = 100 if span[0] % 100 == 0 else 10
    return (span[0] - length + 1, span[1]) if span[0] < 0 else (span[0], span[0] + length - 1)


def _integer(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def _means(sentence: str, match: re.Match[str]) -> bool:
    """MS before a year is milattan sonra in Turkish only, else a manuscript; Rumi with a capital
    is the poet unless it is said to be a year."""
    mark = (match["mark"] or "").strip()
    if mark in ("MS", "İS"):
        return bool(_TURKISH.search(sentence))
    if mark[:1] == "R" and not mark.startswith("R."):
        stated = _CALENDAR_WORD.match(sentence, match.end())
        return bool(stated) or not _NAME.search(sentence[: match.start()])
    return True
