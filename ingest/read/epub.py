"""Books in EPUB: the pages of their spine in order, read as web pages."""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.language import code
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.html import lenient, sections
from ingest.read.package import Package, beside
from ingest.read.prose import Part, compose
from ingest.read.xmltree import local, tree
from kg.errors import Unreadable

LIMIT = 200 * MEBIBYTE
CHAPTERS = 5_000

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html")
_ENTITY = re.compile(rb"&(\w+);")
_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_EMPTY = re.compile(r"<(a|b|div|em|i|p|section|span|strong|td)(\s[^<>]*)?/>")


def read(file: SourceFile) -> TextDocument:
    """The book's text under its headings; page breaks that the book marks are its pages.

    Title, language and licence are the book's own where the manifest gives none. Raises
    Unreadable for books under digital rights management.
    """
    with Package(content(file.location, limit=LIMIT)) as package:
        name = _book(package)
        book = tree(package.read(name), name=name)
        chapters = list(_chapters(book, name))
        _refuse_locked(package, chapters)
        parts = [part for chapter in chapters for part in _parts(package.read(chapter))]
    return compose(_metadata(file.metadata, book), parts)


def _book(package: Package) -> str:
    if _CONTAINER not in package:
        raise Unreadable(f"It is no EPUB: {_CONTAINER} is not in it.")
    for element in tree(package.read(_CONTAINER), name=_CONTAINER).iter():
        if local(element) == "rootfile":
            return beside("", element.get("full-path", ""))
    raise Unreadable("The EPUB does not say where its book is.")


def _chapters(book: Any, name: str) -> Iterator[str]:
    """The members that are read, in reading order, each once; the table of contents is none."""
    items = {item.get("id"): item for item in book.iter() if local(item) == "item"}
    seen: set[str] = set()
    for reference in book.iter():
        item = items.get(reference.get("idref")) if local(reference) == "itemref" else None
        if item is None or item.get("media-type") not in _PAGES:
            continue
        chapter = beside(name, item.get("href", ""))
        if chapter not in seen and "nav" not in item.get("properties", "").split():
            seen.add(chapter)
            if len(seen) > CHAPTERS:
                raise Unreadable(f"The book has more than {CHAPTERS:,} chapters.")
            yield chapter


def _refuse_locked(package: Package, chapters: list[str]) -> None:
    if _ENCRYPTION not in package:
        return
    root = tree(package.read(_ENCRYPTION), name=_ENCRYPTION)
    locked = {beside("", e.get("URI", "")) for e in root.iter() if local(e) == "CipherReference"}
    if locked & set(chapters):
        raise Unreadable("The book is locked by digital rights management.")


def _parts(data: bytes) -> list[Part]:
    """As XHTML, where an empty page break is an element of its own; else as what browsers read."""
    try:
        return sections(tree(_ENTITY.sub(_spelt, data)))
    except Unreadable:
        return sections(lenient(_EMPTY.sub(r"<\1\2></\1>", decode(data))))


def _spelt(entity: re.Match[bytes]) -> bytes:
    """A name of HTML as a number, which XML knows; names of XML stay."""
    sign = html.entities.html5.get(f"{entity[1].decode('ascii', 'replace')};", "")
    if entity[1] in _OF_XML or not sign:
        return entity[0]
    return "".join(f"&#{ord(each)};" for each in sign).encode()


def _metadata(metadata: Metadata, book: Any) -> Metadata:
    def said(name: str) -> str:
        return " ".join((book.findtext(f".//{_DC}{name}") or "").split())

    return replace(
        metadata,
        title=metadata.title or said("title"),
        language=metadata.language or code(said("language")),
        licence=metadata.licence or said("rights"),
    )
