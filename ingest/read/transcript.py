"""Subtitles and transcripts (SubRip, WebVTT): what is said, with the time at which it is said."""

import re
from collections.abc import Iterator

from ingest.document import SourceFile, TextDocument
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.page import mark, unmarked
from ingest.read.prose import Part, clean, compose
from kg.errors import Unreadable

LIMIT = 20 * MEBIBYTE

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
_TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?$", re.MULTILINE)
_SPEAKER = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")
_TAG = re.compile(r"</?(?:[a-z]+(?:[ .][^>]{0,200})?|[\d:.]+)>|\{\\[^}]{0,100}\}", re.I)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}


def read(file: SourceFile) -> TextDocument:
    """The words without their times, which are the pages: "00:01:30" is where a cue begins.

    A change of speaker, where a file names them, begins a paragraph that the name opens. Lines
    that a cue repeats from the one before are left out. Raises Unreadable where there is no cue.
    """
    text = clean(unmarked(decode(content(file.location, limit=LIMIT))))
    said = list(_said(text))
    if not said:
        raise Unreadable("There is no cue with its times in it.")
    return compose(file.metadata, [Part("", "".join(said))])


def _said(text: str) -> Iterator[str]:
    speaker, before = "", list[str]()
    for time, cue in _cues(text):
        named = _SPEAKER.search(cue)
        lines = _lines(cue)
        new = [line for line in lines if line not in before]
        before = lines
        if named and named[1].strip() != speaker:
            speaker = named[1].strip()
            yield f"\n\n{mark(time)}{speaker}: "
        else:
            yield f"\n{mark(time)}"
        yield "\n".join(new)


def _cues(text: str) -> Iterator[tuple[str, str]]:
    """Start ("00:01:30") and words of each cue; a number or name above the times is left out."""
    found = list(_TIMES.finditer(text))
    starts = [times.start() for times in found[1:]]
    for times, stop in zip(found, [*starts, len(text)], strict=False):
        body = text[times.end() : stop].strip("\n")
        body = body.partition("\n\n")[0]
        hours, minutes, seconds = (int(part or 0) for part in times.groups()[:3])
        yield f"{hours:02}:{minutes:02}:{seconds:02}", body


def _lines(cue: str) -> list[str]:
    cue = _TAG.sub("", cue)
    for entity, sign in _ENTITIES.items():
        cue = cue.replace(entity, sign)
    return [line.strip() for line in cue.split("\n") if line.strip()]
