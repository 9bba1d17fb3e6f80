"""Rulers by their reigns, dynasties and dated events, found by how texts name them.

- Person: who reigns in "the reign of Mehmed II", "Akbar's reign", "under Sultan Murad",
  "Louis XIV (r. 1643-1715)", "II. Mahmud devrinde", "Bilge Kağan zamanında".
- Group: a ruling house in "Zagwe dynasty", "Çing hanedanı", "Candaroğulları". A dynasty is kin
  and an estate, so it is a Group; its people or state stays a Culture, nested in it.
- Event: what has a name and a year: "Treaty of Karlowitz (1699)", "1908 İhtilali".

Centuries, decades and spans of years are no entities: they date a passage
(`ingest/dates/years.py`).
Rules want a cue beside the name, because a wrong entity costs more than a missed one. Ordinals
of dynasties ("the Eighteenth Dynasty") are left out: they do not say whose. A mention ends at the
stem where the rule knows the ending: of "Çing hanedanının" it is "Çing hanedanı".
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.document import Mention, Passage
from ingest.entries import lexicon
from ingest.extract.overlap import settle

NAME = "rules"
VERSION = "1"
SCORE = 0.8

_CUE = re.compile(
    r"reign|\bunder\b|dynast|\(r\. ?\d|\(h[dü]|devr|dönem|zaman|saltanat|hükümdar|padişahl|sultanl"
    r"|hanedan|oğullar|\d{4}",
    re.I,
)
_UPPER = "A-ZÇĞİÖŞÜÂÎÛÁÉÍÓÚŌŪ"
_WORD = rf"[{_UPPER}][^\W\d_]+(?:-[{_UPPER}]?[^\W\d_]+)*"
_ROMAN = r"(?:[IVX]+(?!\w))"
_TITLES = (
    r"(?:Sultan|Padishah|Padişah|King|Queen|Emperor|Empress|Tsar|Czar|Shah|Şah|Caliph|Khan|Khagan"
    r"|Pharaoh|Kral|Kraliçe|İmparator|İmparatoriçe|Çar|Çariçe|Halife|Hükümdar|Firavun|Kanun[iî]"
    r"|Yavuz|Fatih|Genç|Avcı|Büyük)"
)
_RULER = (
    rf"(?P<title>(?:{_TITLES}\s+)*)(?P<name>{_WORD}(?:\s+(?!{_ROMAN}){_WORD}){{0,2}}"
    rf"(?P<sure>\s+{_ROMAN}|\s+the\s+{_WORD})?)"
)
_NUMBERED = rf"(?P<title>)(?P<name>(?P<sure>{_ROMAN})\.\s*{_WORD}(?:\s+{_WORD})?)"
_CALLED = rf"(?P<title>(?:{_TITLES}\s+)+)(?P<name>{_WORD}(?:\s+{_WORD})?)(?P<sure>)"
_KHAN = rf"(?P<title>)(?P<name>{_WORD}(?:\s+{_WORD})?\s+(?:Han|Kağan|Şah|Bey))(?P<sure>)"
_GENITIVE = rf"(?P<title>(?:{_TITLES}\s+)*)(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})(?P<sure>)"
_REIGN = (
    r"(?:['’]\w+)?\s+(?:uzun\s+)?(?:devr[ie]|dönemi|zamanı|saltanatı|hükümdarlığı|padişahlığı"
    r"|sultanlığı)"
)
_REIGNED = r"\s*\((?:r\.|reigned|ruled|hd\.|hük\.|salt\.)\s*\d"
_RULERS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "en": (
        re.compile(rf"\b[Rr]eigns?\s+of\s+(?:the\s+(?={_TITLES}\b))?{_RULER}"),
        re.compile(rf"\b{_RULER}['’]s\s+(?:long\s+|short\s+|brief\s+)?reign\b"),
        re.compile(rf"\b{_RULER}{_REIGNED}"),
    ),
    "tr": (
        re.compile(rf"\b{_NUMBERED}{_REIGN}"),
        re.compile(rf"\b{_CALLED}{_REIGN}"),
        re.compile(rf"\b{_KHAN}{_REIGN}"),
        re.compile(
            rf"\b{_GENITIVE}['’]\w*n\s+(?:uzun\s+)?(?:saltanat|hükümdarlığ|padişahlığ|sultanlığ)[ıi]"
        ),
        re.compile(rf"\b{_NUMBERED}{_REIGNED}"),
        re.compile(rf"\b{_GENITIVE}{_REIGNED}"),
    ),
}
_UNDER = re.compile(rf"\b[Uu]nder\s+(?:the\s+(?={_TITLES}\b))?{_RULER}")
_NO_RULERS = frozenset((
    "Meşrutiyet", "Dünya", "Cumhuriyet", "Haçlı", "Viyana", "Balkan", "Kosova", "Tanzimat", "Reich",
    "Göktürk", "Bulgar", "Krallık", "İmparatorluk", "Hanedan", "Terror", "God", "Heaven", "Christ",
    "Law", "Peace", "Nature", "Spirits", "Women", "Islam", "World", "The", "This", "That", "His",
    "Her", "Their", "Its", "Bu", "Bir", "Şu", "Ama", "Ve", "Son", "İlk",
))  # fmt: skip
_HOUSE = re.compile(rf"(?P<name>(?:{_WORD}\s+)?{_WORD}\s+[Dd]ynasty)\b")
_HANEDAN = re.compile(
    rf"\b(?P<name>(?:{_WORD}\s+)?{_WORD}\s+[Hh]anedanı)(?:n[ıi]n|nda(?:n|ki)?|na|nı|nca|yla|dır)?(?!\w)"
)
_SONS = re.compile(
    rf"\b(?P<name>[{_UPPER}][^\W\d_]{{2,}}oğulları)(?:nın|nda(?:n|ki)?|na|nı|yla)?(?!\w)"
)
_LEADING = re.compile(
    r"^(?:The|This|That|A|An|His|Her|Their|Its|Each|No|Under|In|When|While|After|Before|By|Of|Only"
    r"|Bu|Bir|Şu|O|Her|Ve|Son|İlk|Ama|Artık)\s+"
)
_ORDINAL = re.compile(
    r"(?:(?:Twenty-)?(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|\w+teenth"
    r"|Eleventh|Twelfth|Twentieth)|[IVX]+|New|Old|Ruling|Royal|Imperial|Early|Late|Later|Same)\s+D?",
    re.I,
)
_YEARS = r"\d{3,4}(?:\s?[-\u2013/]\s?\d{2,4})?"
_OF = (
    r"(?:Battle|Siege|Treaty|Peace|Conquest|Revolt|Rebellion|Uprising|Sack|Congress|Council|Truce)"
)
_EVENTS = (
    re.compile(
        rf"\b(?P<name>{_OF}\s+of\s+(?:the\s+)?{_WORD}(?:\s+{_WORD}){{0,2}})"
        rf"(?:\s*\(|,?\s+(?:in|of)\s+){_YEARS}\b"
    ),
    re.compile(
        r"\b(?P<name>(?:Revolution|Revolt|Rebellion|War|Uprising|Crisis|Constitution)\s+of\s+"
        rf"{_YEARS})\b"
    ),
    re.compile(r"\b(?P<name>\d{4}\s+(?:Revolution|Constitution|Uprising|Coup))\b"),
    re.compile(
        r"(?<![\d.,])(?P<name>\d{4}\s+(?:İhtilali|Devrimi|Anayasası|Darbesi|Ayaklanması|İsyanı))(?!\w)"
    ),
)
_PROPER = (
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}}\s+(?:Savaşı|Muharebesi|Antlaşması|Anlaşması|Kuşatması"
    r"|Seferi|İsyanı|Ayaklanması|Fethi|İhtilali|Barışı))"
)
_DATED = (
    re.compile(rf"(?<![\d.,]){_YEARS}\s+{_PROPER}(?!\w)"),
    re.compile(rf"\b{_PROPER}\s*\({_YEARS}\b"),
)


class RulesExtractor:
    """Finds rulers, dynasties and dated events; `key` is None in all mentions, the linker knows."""

    name = NAME
    version = VERSION

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        """The mentions of each passage, in the order of the text, in offsets of the document."""
        return [self._mentions(passage) for passage in passages]

    def _mentions(self, passage: Passage) -> tuple[Mention, ...]:
        if not _CUE.search(passage.text):
            return ()
        found = [
            _mention(passage, *one)
            for rule in (_reigning, _dynasties, _events)
            for one in rule(passage)
        ]
        found.sort(key=lambda one: (one.start - one.end, one.start, one.label))
        return tuple(settle(found))


def _reigning(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of each ruler in the passage's text."""
    text = passage.text
    for language, patterns in _RULERS.items():
        if passage.language in (language, ""):
            for match in (match for pattern in patterns for match in pattern.finditer(text)):
                yield from _ruler(match)
    if passage.language in ("en", ""):
        for match in _UNDER.finditer(text):
            if match["title"] or match["sure"]:
                yield from _ruler(match)


def _ruler(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The name; its title as well where that is all that tells it from its namesakes."""
    words = match["name"].replace(".", " ").split()
    if any(word in _NO_RULERS for word in words) or _is_other(match["name"]):
        return
    start = match.start("name") if match["sure"] else match.start("title")
    yield start, match.end("name"), "Person"


def _is_other(name: str) -> bool:
    """Whether the lexicon knows `name` as something else than a person."""
    others = ("Culture", "Place", "Group", "Belief", "Institution", "Event")
    known = lexicon()
    return not known.find("Person", name) and any(known.find(other, name) for other in others)


def _dynasties(passage: Passage) -> Iterator[tuple[int, int, str]]:
    for pattern in (_HOUSE, _HANEDAN, _SONS):
        for match in pattern.finditer(passage.text):
            lead = _LEADING.match(match["name"])
            skipped = lead.end() if lead else 0
            name = match["name"][skipped:]
            if pattern is _SONS or (" " in name and not _ORDINAL.match(name)):
                yield match.start("name") + skipped, match.end("name"), "Group"


def _events(passage: Passage) -> Iterator[tuple[int, int, str]]:
    for pattern in (*_EVENTS, *_DATED):
        for match in pattern.finditer(passage.text):
            yield *match.span("name"), "Event"


def _mention(passage: Passage, start: int, end: int, label: str) -> Mention:
    surface = passage.text[start:end]
    return Mention(passage.start + start, passage.start + end, surface, label, SCORE, NAME)
