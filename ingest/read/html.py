"""Web pages: their text under their headings, as a reader sees it."""

import re
from dataclasses import replace
from itertools import islice
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.language import code
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.flow import Flow
from ingest.read.page import LONGEST
from ingest.read.pagenumber import names_page, numbered
from ingest.read.prose import Part, compose
from ingest.read.xmltree import local
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
_NOTES = frozenset(("footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"))
_NOTE_LINKS = frozenset(("noteref", "doc-noteref", "doc-backlink", "backlink"))
_PAGES = frozenset(("pagebreak", "doc-pagebreak"))
_KINDS = ("epub:type", "{http://www.idpf.org/2007/ops}type", "role")
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|encoding\s*=\s*[\"']([\w.:-]{1,40})"
)
_NOTE_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}|[*†‡§]{1,3})[\s\])]*")


def read(file: SourceFile) -> TextDocument:
    """The page's text; a paragraph, list item or table row is a paragraph, cells set off by tabs.

    Scripts, styles and the marks of footnotes are left out. Title and language are the page's own
    where neither the manifest nor a head before the markup gives one. Nothing outside the file is
    ever fetched.
    """
    data = content(file.location, limit=LIMIT)
    found = _CHARSET.search(data[:2048])
    declared = (found[1] or found[2]).decode() if found else ""
    metadata, markup = _beheaded(file.metadata, decode(data, declared=declared))
    root = lenient(markup)
    if root is None:
        raise Unreadable("The file holds no text.")
    return compose(_metadata(metadata, root), _parts(root))


def plain(markup: str) -> str:
    """The text in a fragment of HTML, headings included."""
    parts = sections(lenient(markup))
    return "\n\n".join(
        text for part in parts for text in (part.title, part.text, *part.notes) if text
    )


def sections(root: Any) -> list[Part]:
    """The parts of a page, HTML or XHTML, given its root or None."""
    return [] if root is None else _parts(root)


def lenient(markup: str) -> Any:
    """The root of markup that need not be well-formed; None where there is none."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(markup.encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("The markup is nested too deeply; the rest of the page would be lost.")
    return root


def _beheaded(metadata: Metadata, markup: str) -> tuple[Metadata, str]:
    from ingest.read.text import beheaded

    if not markup.startswith("---"):
        return metadata, markup
    return beheaded(metadata, markup.replace("\r\n", "\n"))


def _metadata(metadata: Metadata, root: Any) -> Metadata:
    title = metadata.title or " ".join(root.findtext(".//title", "").split())
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return replace(metadata, title=title, language=metadata.language or code(str(stated)))


def _parts(root: Any) -> list[Part]:
    from lxml import etree

    flow = Flow()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag, kinds = local(element), _kinds(element)
        if event == "end":
            _close(flow, tag, element)
            flow.say(element.tail)
        elif _is_no_text(element, tag, kinds) or _turned(flow, element, tag, kinds):
            walk.skip_subtree()
        else:
            if tag in _HEADINGS and flow.heading is None and flow.note is None:
                flow.begin_heading(element)
            if kinds & _NOTES and flow.note is None:
                flow.begin_note(element)
            _open(flow, tag)
            flow.say(element.text)
    return flow.parts()


def _turned(flow: Flow, element: Any, tag: str, kinds: set[str]) -> bool:
    """Begin a page where one begins; whether the element holds no more than its number."""
    if kinds & _PAGES:
        return _turn(flow, element)
    label, bare = numbered(element, tag) or ("", False)
    if label:
        flow.turn(label)
    return bare


def _turn(flow: Flow, element: Any) -> bool:
    """Begin the page of a page break; whether it holds no more than its number.

    What is no empty element to a browser, `<span role="doc-pagebreak"/>`, holds what follows it.
    """
    words = list(islice(element.itertext(), 3))
    brief = len(words) < 3 and sum(map(len, words)) <= LONGEST
    said = element.get("title") or element.get("aria-label") or ("".join(words) if brief else "")
    flow.turn(said)
    return brief


def _kinds(element: Any) -> set[str]:
    """What an element says that it is, to readers of books."""
    return {word for name in _KINDS for word in element.get(name, "").split()}


def _open(flow: Flow, tag: str) -> None:
    flow.preformatted += tag == "pre"
    if tag in _BLOCKS:
        flow.put("\n\n")
    elif tag == "br":
        flow.put("\n")


def _close(flow: Flow, tag: str, element: Any) -> None:
    flow.preformatted -= tag == "pre"
    flow.end(element)
    if tag in _BLOCKS or tag in _HEADINGS:
        flow.put("\n\n")
    elif tag in ("td", "th"):
        flow.put("\t")


def _is_no_text(element: Any, tag: str, kinds: set[str]) -> bool:
    return tag in _DROPPED or bool(kinds & _NOTE_LINKS) or _is_note_mark(element, tag)


def _is_note_mark(element: Any, tag: str) -> bool:
    link = str(element.get("href", "")) if tag == "a" else ""
    if tag == "sup" or (link.startswith("#") and not names_page(link[1:])):
        words = list(islice(element.itertext(), 6))
        return sum(map(len, words)) < 16 and _NOTE_MARK.fullmatch("".join(words)) is not None
    return False
