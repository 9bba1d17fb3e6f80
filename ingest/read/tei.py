"""TEI editions: the heads of divisions as headings, notes apart, page breaks as pages."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.language import code
from ingest.read.content import MEBIBYTE, content
from ingest.read.flow import Flow
from ingest.read.prose import Part, compose
from ingest.read.xmltree import local, tree
from kg.errors import Unreadable

LIMIT = 50 * MEBIBYTE

_ROOTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DROPPED_TAGS = "teiHeader facsimile standOff sourceDoc del fw gap graphic anchor ptr metamark"
_BLOCK_TAGS = """
ab argument bibl byline castItem cit closer dateline docAuthor docDate docImprint docTitle entry
epigraph figDesc head imprimatur item l label lg opener p postscript q quote row salute signed sp
speaker stage titlePage titlePart trailer u
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split()) - {"q", "label"}
_BETTER = ("corr", "reg", "expan")
"""Of what a `choice` offers, what the editor settled on."""
_DATES = ("when", "notBefore", "from", "notAfter", "to")


def read(file: SourceFile) -> TextDocument:
    """The text of an edition as its editors settled on it: corrected, regular, written out.

    Title, language, licence and date (of the creation or of the source) are the header's where
    the manifest gives none. Raises Unreadable for XML that is no TEI.
    """
    root = tree(content(file.location, limit=LIMIT))
    if local(root) not in _ROOTS:
        raise Unreadable(f"There is no reader for XML whose root is {local(root)}; TEI has one.")
    metadata = _metadata(file.metadata, root)
    return compose(metadata, _parts(root))


def _parts(root: Any) -> list[Part]:
    from lxml import etree

    flow = Flow()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = local(element)
        if event == "end":
            _close(flow, tag, element)
            flow.say(element.tail)
        elif tag in _DROPPED or _is_worse(element) or _is_note_mark(element, tag):
            walk.skip_subtree()
        else:
            _open(flow, tag, element)
            flow.say(element.text)
    return flow.parts()


def _open(flow: Flow, tag: str, element: Any) -> None:
    inside = local(element.getparent()) if element.getparent() is not None else ""
    if tag == "pb":
        flow.turn(element.get("n", ""))
    elif tag == "lb" and element.get("break") != "no":
        flow.put("\n")
    elif tag == "note" and flow.note is None:
        flow.begin_note(element)
    elif tag == "head" and _is_division(inside) and flow.note is None:
        flow.begin_heading(element)
    elif tag in _BLOCKS:
        flow.put("\n\n")


def _close(flow: Flow, tag: str, element: Any) -> None:
    flow.end(element)
    if tag in _BLOCKS:
        flow.put("\n\n")
    elif tag == "cell":
        flow.put("\t")


def _is_division(tag: str) -> bool:
    return tag in ("body", "front", "back") or tag.rstrip("01234567") == "div"


def _is_worse(element: Any) -> bool:
    """Whether it stands in a `choice` that offers something better, or something before it."""
    choice = element.getparent()
    if choice is None or local(choice) != "choice":
        return False
    offered = list(choice)
    best = next((each for each in offered if local(each) in _BETTER), offered[0])
    return element is not best


def _is_note_mark(element: Any, tag: str) -> bool:
    if tag != "ref":
        return False
    words = "".join(islice(element.itertext(), 6)).strip(" []()")
    return element.get("type") == "noteAnchor" or (words.isdigit() and len(words) < 4)


def _metadata(metadata: Metadata, root: Any) -> Metadata:
    header = next((each for each in root if local(each) == "teiHeader"), None)
    if header is None:
        return metadata
    if metadata.year_from is None:
        first, last = _years(header)
        metadata = replace(metadata, year_from=first, year_to=last)
    return replace(
        metadata,
        title=metadata.title or next(_said(header, "titleStmt", "title"), ""),
        language=metadata.language or _language(root, header),
        licence=metadata.licence or _licence(header),
    )


def _below(root: Any, outer: str, inner: str) -> Iterator[Any]:
    """Elements by the name of what they stand in and their own."""
    for place in root.iter():
        if local(place) == outer:
            yield from (each for each in place.iter() if local(each) == inner)


def _said(root: Any, outer: str, inner: str) -> Iterator[str]:
    texts = (" ".join("".join(each.itertext()).split()) for each in _below(root, outer, inner))
    return filter(None, texts)


def _language(root: Any, header: Any) -> str:
    named = {code(each.get("ident", "")) for each in _below(header, "langUsage", "language")}
    texts = (each.get(_LANGUAGE) for each in root if local(each) == "text")
    stated = next(filter(None, texts), None) or root.get(_LANGUAGE) or ""
    return code(stated) or (named.pop() if len(named) == 1 else "")


def _licence(header: Any) -> str:
    for licence in _below(header, "availability", "licence"):
        said = " ".join("".join(licence.itertext()).split())
        return said or str(licence.get("target", ""))
    return next(_said(header, "availability", "p"), "")


def _years(header: Any) -> tuple[int | None, int | None]:
    """First and last year of the text's creation, else of the source that was edited."""
    for place in ("creation", "sourceDesc"):
        for date in _below(header, place, "date"):
            years = [year for name in _DATES if (year := _year(date.get(name, ""))) is not None]
            if years:
                return min(years), max(years)
    return None, None


def _year(date: str) -> int | None:
    """The year of an ISO date such as 1557-10-15 or -0030; None for what is none."""
    sign, digits = (-1, date[1:5]) if date.startswith("-") else (1, date[:4])
    return sign * int(digits) if len(digits) == 4 and digits.isdecimal() else None
