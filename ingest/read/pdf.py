"""PDF files: their text in the order of their content, by page, headings and notes apart.

The parser is PDFium, which is native code and reads what strangers made: `ingest.read` runs this
in a process of its own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read.content import MEBIBYTE, content
from ingest.read.layout import Line, Sheet, laid_out, likeness_of_title
from ingest.read.prose import LETTERS, compose
from kg.errors import Unreadable

LIMIT = 200 * MEBIBYTE
PAGES = 3_000
OUTLINE = 5_000

_NO_TITLE = re.compile(r"microsoft word|untitled|adsız|.*\.(docx?|rtf|indd|tex|dvi|qxd|pdf)$", re.I)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_PARTED = re.compile(r"(?<=[^\W\d_])\x02(?=[^\W\d_])")
_NOTHING = str.maketrans("", "", "\x00\ufffe\uffff\ufdd0\ufdd1")
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_RAISED = frozenset("0123456789*†‡§,¹²³⁴⁵⁶⁷⁸⁹⁰")


def read(file: SourceFile) -> TextDocument:
    """The text of a PDF; pages by their labels, else by their numbers from 1.

    Words parted at line ends are joined, running heads and page numbers left out, the marks of
    notes too. Raises Unreadable for encrypted files, pictures of pages, and letters without names.
    """
    import pypdfium2

    data = content(file.location, limit=LIMIT)
    try:
        book = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_why_closed(str(error))) from None
    with closing(book):
        if len(book) > PAGES:
            raise Unreadable(f"It has {len(book):,} pages; the limit is {PAGES:,}.")
        sheets, pictures = _sheets(book)
        metadata = _titled(file.metadata, _legible(partial(book.get_metadata_value, "Title")))
    _refuse_what_is_no_text(sheets, pictures)
    return compose(metadata, laid_out(sheets), remarks=_remarks(pictures))


def _why_closed(error: str) -> str:
    if "assword" in error:
        return "The PDF is encrypted; a password is needed. Save it without one."
    if "ecurity" in error:
        return "The PDF is encrypted in a way that cannot be opened."
    return "The file is damaged or no PDF."


def _legible(said: Callable[[], object]) -> str:
    """What a title or a label says; "" where it is no text, such as half a letter in UTF-16."""
    try:
        return str(said())
    except UnicodeDecodeError:
        return ""


def _titled(metadata: Metadata, title: str) -> Metadata:
    title = " ".join(title.split())
    if metadata.title or _NO_TITLE.match(title):
        return metadata
    return replace(metadata, title=title)


def _sheets(book: Any) -> tuple[list[Sheet], list[str]]:
    """All pages, and the labels of those that hold pictures and no letters."""
    titles = _outline(book)
    sheets: list[Sheet] = []
    pictures, letters = [], 0
    for number in range(len(book)):
        label = _legible(partial(book.get_page_label, number)) or str(number + 1)
        with closing(book[number]) as page:
            lines = tuple(_lines(page))
            if not any(line.text.strip() for line in lines) and _is_picture(page):
                pictures.append(label)
            sheets.append(Sheet(label, page.get_height(), lines, frozenset(titles[number])))
        letters += sum(len(line.text) for line in lines)
        if letters > LETTERS:
            raise Unreadable(f"It has more than {LETTERS:,} letters; split it.")
    return sheets, pictures


def _outline(book: Any) -> list[set[str]]:
    """Titles in the outline, as they are compared, by page."""
    titles: list[set[str]] = [set() for _ in range(len(book))]
    for count, entry in enumerate(book.get_toc(max_depth=8)):
        if count == OUTLINE:
            break
        target = entry.get_dest()
        where = target.get_index() if target else None
        title = likeness_of_title(_legible(entry.get_title))
        if title and where is not None and 0 <= where < len(titles):
            titles[where].add(title)
    return titles


def _is_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _lines(page: Any) -> Iterator[Line]:
    letters: list[tuple[str, float, float, float, float]] = []
    with closing(page.get_textpage()) as text:
        for letter in _letters(text):
            if letter[0] in "\r\n":
                yield from _line(letters)
                letters = []
            else:
                letters.append(letter)
    yield from _line(letters)


def _letters(text: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Letter, height, left, top and bottom; the parser's own spaces and line ends have no place.

    A word's place is that of its first letter, and figures have their own: asking is slow.
    """
    import pypdfium2.raw as pdfium

    raw, box, asked = text.raw, pdfium.FS_RECTF(), True
    place = _NOWHERE
    for index in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if sign.isspace():
            asked = True
            yield sign, *_NOWHERE
        else:
            if asked or sign in _RAISED or sign == "\x02":
                found = pdfium.FPDFText_GetLooseCharBox(raw, index, box)
                place = (box.top - box.bottom, box.left, box.top, box.bottom) if found else _NOWHERE
                asked = sign in _RAISED or sign == "\x02"
            yield sign, *place


def _line(letters: list[tuple[str, float, float, float, float]]) -> Iterator[Line]:
    placed = [letter for letter in letters if letter[1] > 0 and not letter[0].isspace()]
    if not placed:
        return
    sizes = Counter(round(letter[1], 1) for letter in placed)
    size = max(sizes, key=lambda each: (sizes[each], each))
    text = _spelt("".join(_without_marks(letters, size)))
    usual = [letter for letter in placed if abs(letter[1] - size) < 0.1]
    if text:
        yield Line(text, size, placed[0][2], usual[0][3], usual[-1][4])


def _without_marks(
    letters: list[tuple[str, float, float, float, float]], size: float
) -> Iterator[str]:
    """The line's signs but for small raised figures inside it; one at its start begins a note."""
    base = min(letter[4] for letter in letters if abs(letter[1] - size) < 0.1)
    begun = False
    for sign, height, _, _, bottom in letters:
        raised = 0 < height < 0.8 * size and bottom > base
        if raised and begun and sign in _RAISED:
            continue
        begun = begun or (sign not in _RAISED and not sign.isspace())
        yield sign


def _spelt(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _PARTED.sub(_rejoined(text), text).replace("\x02", "-")
    return " ".join(text.translate(_LIGATURES).translate(_NOTHING).split())


def _rejoined(text: str) -> Any:
    """What a hyphen at a line's end becomes: it stays before a capital, as in Anglo-Saxon."""
    return lambda found: "-" if text[found.end()].isupper() else ""


def _refuse_what_is_no_text(sheets: list[Sheet], pictures: list[str]) -> None:
    text = "".join(line.text for sheet in sheets for line in sheet.lines)
    if not text and pictures:
        raise Unreadable("Its pages are pictures; there is no text layer.", hint="Run OCR first.")
    nameless = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < " " for sign in text)
    if nameless > 0.3 * len(text):
        raise Unreadable("Its fonts do not say which letters they draw.", hint="Run OCR first.")


def _remarks(pictures: list[str]) -> list[str]:
    if not pictures:
        return []
    shown = ", ".join(pictures[:20]) + (", ..." if len(pictures) > 20 else "")
    return [f"{len(pictures)} pages are pictures without text ({shown}); run OCR on them"]
