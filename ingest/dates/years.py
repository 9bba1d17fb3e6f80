"""The years that a sentence speaks of: written years, decades, centuries, years of other calendars.

Numbers that count or number something ("160 kilometre", "1500 akçe", "s. 1453") are no years.
"""

import re
from collections.abc import Iterator

from ingest.dates.calendars import double, marked
from ingest.dates.centuries import centuries

_YEAR = re.compile(
    r"(?<![\w.,:#§№$£€₺])(?P<year>[1-9]\d{2,3})(?:\s*(?P<dash>[-\u2013/])\s*(?P<last>\d{2,4}))?"
    r"(?P<decade>'?s\b|['’]?l[ae]r|['’]?l[ıiuü]\s+y[ıi]l)?(?!\d|[.,:]\d|\.?\s*(?:y[üu]zy[ıi]l|as[ıi]r))"
)
_COUNTED = re.compile(
    r"\s*(?:(?:km|m|cm|mm|kg|gr?|lt|mil|bin|hane|nefer|altın|para|deve|kile|kez|defa|köy|ev|tane|adet"
    r"|okka|dirhem|dinar|florin|men|women|times|yıl|kadar|days|beyit|sayfa|kitap|cilt|varak|asker"
    r"|books?|lines?|verses?|pages?|ships?|sheep|horses?|horsemen|men-at-arms|houses?|rooms?)\b"
    r"|%|percent|per cent|metre|meter|feet|foot|acre|hectare|hektar|dönüm|arşın|people|kişi|souls"
    r"|bushel|sayılı|numaralı|odù|sayfal|instrumental|ton\b|tons|tonnes|kilo|mile|milyon|million|year|yıllık"
    r"|gün|akçe|kuruş|guruş|lira|dolar|dollar|pound|sterling|ducat|duka|piast|asper|sipahi|yeniçeri|soldier"
    r"|troop|janissar|household|inhabitant|famil|person|villag|children|members|üye|öğrenci|student"
    r"|copies|nüsha|words|kelime|manuscript|yazma)",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:\b(?:pp?|ss?|sf|sh|vv?|vr|vrk|ll?|fol|ff?|nos?|nr|vol|art|ch|env|fig|pl)\.|\b(?:pages?|sayfa|beyit"
    r"|ayet|satır|lines?|verses?|number|numara|folio|madde|article|chapter|bölüm|hüküm|defter|belge"
    r"|document|plate|no|nr|room|map|MS|MSS|env|varak|catalogue|item))\s*$",
    re.I,
)
_CUE = re.compile(
    r"(?:\b(?:in|by|after|before|about|from|until|since|between|around|of|to|and|circa|c\.|ca\.|d\."
    r"|b\.|r\.|ö\.)|[,(\u2013-])\s*$",
    re.I,
)
_SUFFIX = re.compile(
    r"['’](?:[dt][ea]n?|[ıiuü]n|y[ıiuü]l|[ea])|\s*(?:y[ıi]l(?:[ıi]n|lar)|'de|senesi)"
)
_GLOSS = re.compile(r"\s*\(\s*(?:M\.\s*)?(\d{4})\b")
_LATEST = 2100

Span = tuple[int, int]


def years(sentence: str) -> Span | None:
    """First and last year that `sentence` names (BCE negative), or None if it names none."""
    spans = list(centuries(sentence))
    if any(map(str.isdigit, sentence)):
        rest = sentence
        for start, end, span in marked(sentence):
            spans.append(span)
            rest = rest[:start] + " " * (end - start) + rest[end:]
        spans += _written(rest)
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _written(sentence: str) -> Iterator[Span]:
    for match in _YEAR.finditer(sentence):
        year, last = int(match["year"]), match["last"]
        if match["dash"] == "/" and double(year, int(last)):
            yield int(last), int(last)
        elif year > _LATEST or not _is_year(sentence, match):
            continue
        elif match["decade"]:
            end = _last(year, last)
            yield year, end + (99 if end % 100 == 0 else 9)
        else:
            yield year, _last(year, last)


def _is_year(sentence: str, match: re.Match[str]) -> bool:
    """Four digits are a year unless a unit follows; three need a word or suffix that says so."""
    before, after = sentence[: match.start()], sentence[match.end("year") :]
    behind = sentence[match.end("last") :] if match["last"] else after
    if _COUNTED.match(behind) or _COUNTED.match(after) or _NUMBERED.search(before):
        return False
    gloss = _GLOSS.match(behind)
    if gloss and double(int(match["year"]), int(gloss[1])):
        return False
    if len(match["year"]) == 4:
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
