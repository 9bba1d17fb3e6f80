"""The form in which a page of the web is kept: its markup under a head that says what it is."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from ingest.feed.address import address
from ingest.feed.fetch import Page
from ingest.language import code
from ingest.read.encoding import decode
from ingest.read.feed import Entry
from ingest.read.html import lenient
from ingest.read.prose import clean
from kg.errors import FetchFailed, Unreadable

_DATES = """
article:published_time citation_publication_date date dc.date dc.date.issued dcterms.created
dcterms.date dcterms.issued
"""
_YEAR = re.compile(r"\s*([12]\d{3})(?!\d)")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LONGEST = 500
_NOT_KEPT = ("script", "style", "noscript", "template", "iframe")
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Head:
    """What is said of a page, "" and None for what is not known."""

    title: str = ""
    year: int | None = None
    reference: str = ""
    licence: str = ""
    language: str = ""

    def written(self) -> str:
        """The lines that `ingest.read.text` understands; JSON texts are texts of YAML."""
        words = {name: _line(getattr(self, name)) for name in ("title", "reference", "licence")}
        said: dict[str, Any] = words | {"language": code(self.language), "year": self.year}
        lines = [
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in said.items()
            if value
        ]
        return "\n".join(["---", *lines, "---", ""])


def of_entry(entry: Entry, url: str) -> str:
    """The file of an entry that has its own text; `url`: where the feed is."""
    head = _Head(
        entry.title,
        _plausible(entry.year),
        _reference(entry.link, url),
        entry.licence,
        entry.language,
    )
    return (
        f"{head.written()}<!DOCTYPE html>\n<html><body>\n{_whole(entry.markup)}\n</body></html>\n"
    )


def of_page(page: Page, entry: Entry | None = None) -> str:
    """The file of a page, and what the entry that led there says of it goes before what it says
    itself. Scripts and styles are not kept. Raises Unreadable for what is no text.
    """
    found = _CHARSET.search(page.body[:2048])
    text = decode(page.body, declared=page.charset or (found[1].decode() if found else ""))
    if page.kind == "text/plain":
        text = f"<pre>{html.escape(text)}</pre>"
    root = lenient(text)
    if root is None:
        raise Unreadable("The page holds no text.")
    title = entry.title if entry else ""
    head = _Head(
        title or " ".join(root.findtext(".//title", "").split()),
        (_plausible(entry.year) if entry else None) or _year(root),
        page.url,
        (entry.licence if entry else "") or _licence(root),
        str(root.get("lang") or (entry.language if entry else "")),
    )
    return f"{head.written()}<!DOCTYPE html>\n{_serialised(root)}\n"


def _reference(link: str, url: str) -> str:
    """The link, unless it is none or has a password in it: then where the feed is."""
    try:
        return str(address(link))
    except FetchFailed:
        return url


def _serialised(root: Any) -> str:
    from lxml import etree

    for element in list(root.iter(*_NOT_KEPT)):
        if (parent := element.getparent()) is not None:
            _take_out(parent, element)
    return _whole(str(etree.tostring(root, encoding="unicode", method="html")))


def _take_out(parent: Any, element: Any) -> None:
    """Remove an element and keep the text that follows it."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _year(root: Any) -> int | None:
    for meta in root.iter("meta"):
        named = str(meta.get("property") or meta.get("name") or "").lower()
        if named in _DATES.split() and (found := _YEAR.match(str(meta.get("content", "")))):
            return int(found[1])
    return None


def _licence(root: Any) -> str:
    for link in root.iter("link", "a"):
        if "license" in str(link.get("rel", "")).lower().split():
            return str(link.get("href", ""))
    return ""


def _plausible(year: int | None) -> int | None:
    return year if year and 1000 <= year < 3000 else None


def _line(text: str) -> str:
    return " ".join(_whole(clean(text)).split())[:_LONGEST]


def _whole(text: str) -> str:
    return _FORBIDDEN.sub("", text)
