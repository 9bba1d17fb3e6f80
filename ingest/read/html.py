"""Web pages: their text under their headings, as a reader sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.prose import Part, compose
from kg.errors import Unreadable

LIMIT = 20 * MEBIBYTE

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DROPPED_TAGS = """
audio button canvas embed head iframe math nav noscript object script select style svg template
textarea title video
"""
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption
figure footer form header hr li main ol p pre section summary table tbody tfoot thead tr ul
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|encoding\s*=\s*[\"']([\w.:-]{1,40})"
)
_NOTE_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}|[*†‡§]{1,3})[\s\])]*")


def read(file: SourceFile) -> TextDocument:
    """The page's text; a paragraph, list item or table row is a paragraph, cells set off by tabs.

    Scripts, styles and the marks of footnotes are left out. Title and language are the page's own
    where the manifest gives none. Nothing outside the file is ever fetched.
    """
    data = content(file.location, limit=LIMIT)
    found = _CHARSET.search(data[:2048])
    declared = (found[1] or found[2]).decode() if found else ""
    root = _tree(decode(data, declared=declared))
    if root is None:
        raise Unreadable("The file holds no text.")
    return compose(_metadata(file.metadata, root), list(_parts(root)))


def plain(markup: str) -> str:
    """The text in a fragment of HTML, headings included."""
    root = _tree(markup)
    parts = () if root is None else _parts(root)
    return "\n\n".join(text for part in parts for text in (part.title, part.text) if text)


def _tree(markup: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(markup.encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("The markup is nested too deeply; the rest of the page would be lost.")
    return root


def _metadata(metadata: Metadata, root: Any) -> Metadata:
    title = metadata.title or " ".join(root.findtext(".//title", "").split())
    stated = str(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    language = stated.partition("-")[0].strip().lower()
    known = len(language) in (2, 3) and language.isascii() and language.isalpha()
    return replace(metadata, title=title, language=metadata.language or (language if known else ""))


@dataclass
class _Page:
    """The parts of a page as they are met; `words` takes the text of the heading or the body."""

    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    in_heading: bool = False
    preformatted: int = 0

    @property
    def words(self) -> list[str]:
        return self.title if self.in_heading else self.body

    def say(self, text: str | None) -> None:
        if text and not self.preformatted:
            text = re.sub(r"\s+", " ", text)
            spaced = bool(self.words) and self.words[-1].endswith((" ", "\n", "\t"))
            text = text.lstrip(" ") if spaced else text
        if text:
            self.words.append(text)

    def part(self) -> Part:
        lines = "".join(self.body).split("\n")
        return Part(" ".join("".join(self.title).split()), "\n".join(map(str.strip, lines)))


def _parts(root: Any) -> Iterator[Part]:
    from lxml import etree

    page = _Page()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            _close(page, tag)
            page.say(element.tail)
        elif tag in _DROPPED or _is_note_mark(element, tag):
            walk.skip_subtree()
        else:
            if tag in _HEADINGS and not page.in_heading:
                yield page.part()
                page = _Page(in_heading=True, preformatted=page.preformatted)
            _open(page, tag)
            page.say(element.text)
    yield page.part()


def _open(page: _Page, tag: str) -> None:
    page.preformatted += tag == "pre"
    if tag in _BLOCKS:
        page.words.append("\n\n")
    elif tag == "br":
        page.words.append("\n")


def _close(page: _Page, tag: str) -> None:
    page.preformatted -= tag == "pre"
    if tag in _HEADINGS:
        page.in_heading = False
    if tag in _BLOCKS or tag in _HEADINGS:
        page.words.append("\n\n")
    elif tag in ("td", "th"):
        page.words.append("\t")


def _is_note_mark(element: Any, tag: str) -> bool:
    if tag == "sup" or (tag == "a" and str(element.get("href", "")).startswith("#")):
        words = list(islice(element.itertext(), 6))
        return sum(map(len, words)) < 16 and _NOTE_MARK.fullmatch("".join(words)) is not None
    return False
