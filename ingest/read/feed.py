"""RSS and Atom: the entries of a feed as they are now. Run apart, since a feed may be hostile.

A feed is no document: it is a window on documents, and `ingest.feed` makes files of its entries.
"""

import io
from dataclasses import dataclass
from typing import Any

from ingest.document import SourceFile
from ingest.language import code
from ingest.read.content import MEBIBYTE, content
from ingest.read.html import plain
from kg.errors import Unreadable

LIMIT = 20 * MEBIBYTE
MOST = 2_000
"""Entries that are taken of one feed."""

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `key` is what it calls itself, `markup` its own text as HTML, "" where absent."""

    key: str
    link: str
    title: str
    markup: str
    year: int | None
    licence: str
    language: str


def read(file: SourceFile) -> list[Entry]:
    """The entries, those without a text of their own too; `file.metadata.reference` is the feed's
    address, to which relative links count. Raises Unreadable for what is no feed.
    """
    import feedparser

    data = content(file.location, limit=LIMIT)
    _refuse_entities(data)
    headers = {"content-location": file.metadata.reference}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not found.version:
        raise Unreadable("This is no feed: neither RSS nor Atom.")
    language = code(str(found.feed.get("language", "")))
    licence = _licence(found.feed)
    return [_entry(each, language, licence) for each in found.entries[:MOST]]


def _refuse_entities(data: bytes) -> None:
    """Declared entities can swell a small feed to any size, and no feed needs them."""
    if any("<!ENTITY".encode(encoding) in data.upper() for encoding in _ENCODINGS):
        raise Unreadable("The feed declares entities, which is how bombs are made.")


def _entry(said: Any, language: str, licence: str) -> Entry:
    link, title = str(said.get("link", "")), _words(said.get("title", ""))
    markup = max(_texts(said), key=len)
    published = said.get("published_parsed") or said.get("updated_parsed")
    return Entry(
        str(said.get("id") or link or f"{title}\n{markup}"),
        link,
        title,
        markup,
        published.tm_year if published else None,
        _licence(said) or licence,
        code(str(said.get("language", ""))) or language,
    )


def _texts(said: Any) -> list[str]:
    whole = [str(each.get("value", "")) for each in said.get("content", ())]
    return [*whole, str(said.get("summary", ""))]


def _licence(said: Any) -> str:
    links = (each.get("href", "") for each in said.get("links", ()) if each.get("rel") == "license")
    return str(said.get("license") or next(links, "") or "")


def _words(title: object) -> str:
    words = str(title)
    return plain(words) if "<" in words or "&" in words else words
