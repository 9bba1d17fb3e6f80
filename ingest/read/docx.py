"""Word files: paragraphs under their headings, notes apart, pages as Word last laid them out.

Read from their XML, since notes and page breaks are what libraries leave out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.language import code
from ingest.read.content import MEBIBYTE, content
from ingest.read.package import Package
from ingest.read.page import mark, unmarked
from ingest.read.prose import Part, compose
from ingest.read.xmltree import local, tree
from kg.errors import Unreadable

LIMIT = 100 * MEBIBYTE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DROPPED = frozenset(("del", "moveFrom", "Fallback", "pict", "instrText", "delText", "object"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DEEPEST_STYLE = 20


def read(file: SourceFile) -> TextDocument:
    """The text as it would be printed: insertions in, deletions and comments out.

    A table row is a paragraph, cells set off by tabs. A footnote or endnote follows the section
    that refers to it. Title and language are the file's own where the manifest gives none.
    """
    with Package(content(file.location, limit=LIMIT)) as package:
        body = _part(package, "word/document.xml")
        if body is None:
            raise Unreadable("It is no Word document: word/document.xml is not in it.")
        notes = {
            (kind, number): text
            for kind in ("footnote", "endnote")
            for number, text in _notes(_part(package, f"word/{kind}s.xml"), kind)
        }
        story = _Story(_headings(_part(package, "word/styles.xml")), notes)
        metadata = _metadata(file.metadata, _part(package, "docProps/core.xml"))
    if next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None:
        story.page = 1
    parts = list(story.tell(body))
    return compose(_titled(metadata, story.titles), parts)


def _part(package: Package, name: str) -> Any:
    if name not in package:
        return None
    data = package.read(name).replace(_STRICT, _W[1:-1].encode())
    return tree(data, name=name)


def _metadata(metadata: Metadata, core: Any) -> Metadata:
    if core is None:
        return metadata
    title = metadata.title or " ".join((core.findtext(f"{_DC}title") or "").split())
    language = metadata.language or code(core.findtext(f"{_DC}language") or "")
    return replace(metadata, title=title, language=language)


def _titled(metadata: Metadata, titles: list[str]) -> Metadata:
    if metadata.title or not titles:
        return metadata
    return replace(metadata, title=" ".join(titles[0].split()))


def _headings(styles: Any) -> dict[str, str]:
    """Styles that are headings or the title, by their id: "heading" or "title"."""
    if styles is None:
        return {}
    known = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
    kinds = {name: _kind(style, known) for name, style in known.items() if name}
    return {name: kind for name, kind in kinds.items() if kind}


def _kind(style: Any, known: dict[str, Any]) -> str:
    for _ in range(_DEEPEST_STYLE):
        if style is None:
            break
        name = _value(style.find(f"{_W}name")).casefold()
        if name == "title":
            return "title"
        if name.startswith("heading ") or _is_outlined(style.find(f"{_W}pPr")):
            return "heading"
        style = known.get(_value(style.find(f"{_W}basedOn")))
    return ""


def _is_outlined(properties: Any) -> bool:
    level = None if properties is None else properties.find(f"{_W}outlineLvl")
    return level is not None and _value(level) in set("012345678")


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val") or "")


def _notes(root: Any, kind: str) -> Iterator[tuple[str, str]]:
    """Number and text of each note; the lines that Word draws above notes are none."""
    for note in () if root is None else root.iter(f"{_W}{kind}"):
        if note.get(f"{_W}type", "normal") == "normal":
            [part] = _Story({}, {}).tell(note)
            yield note.get(f"{_W}id", ""), part.text.strip()


@dataclass(slots=True)
class _Story:
    """The parts of the body as they are met; `page` counts, where it is not 0."""

    kinds: dict[str, str]
    all_notes: dict[tuple[str, str], str]
    page: int = 0
    titles: list[str] = field(default_factory=list)
    title: str = ""
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: int = 0
    paragraph: list[str] = field(default_factory=list)

    def tell(self, root: Any) -> Iterator[Part]:
        """The parts; one only where no style is a heading."""
        from lxml import etree

        self._turn(0)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start" and name in _DROPPED:
                walk.skip_subtree()
            elif event == "start":
                self._open(element, name)
            elif name == "p":
                yield from self._close(element)
            elif name == "tc":
                self.cells -= 1
                self.words.append("\t")
            elif name == "tr":
                self.words.append("\n\n")
        yield self._part()

    def _part(self) -> Part:
        return Part(self.title, "".join(self.words), tuple(self.notes))

    def _open(self, element: Any, name: str) -> None:
        if name == "t":
            self.paragraph.append(unmarked(element.text or ""))
        elif name in _SIGNS and element.getparent().tag == f"{_W}r":
            self.paragraph.append(_SIGNS[name])
        elif name == "p" and self.paragraph:
            self.words += ["".join(self.paragraph), "\n\n"]
            self.paragraph = []
        elif name == "tc":
            self.cells += 1
        elif name == "lastRenderedPageBreak":
            self._turn(1)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), element.get(f"{_W}id", ""))

    def _turn(self, pages: int) -> None:
        if self.page:
            self.page += pages
            self.paragraph.append(mark(str(self.page)))

    def _note(self, kind: str, number: str) -> None:
        if text := self.all_notes.get((kind, number)):
            self.notes.append(mark(str(self.page or "")) + text)

    def _close(self, element: Any) -> Iterator[Part]:
        properties = element.find(f"{_W}pPr")
        style = None if properties is None else properties.find(f"{_W}pStyle")
        kind = self.kinds.get(_value(style), "") or "heading" * _is_outlined(properties)
        text, self.paragraph = "".join(self.paragraph), []
        if kind == "title":
            self.titles.append(text)
        if kind == "heading" and not self.cells and text.strip():
            yield self._part()
            self.title, self.words, self.notes = text, [], []
        else:
            self.words += [text, " " if self.cells else "\n\n"]
