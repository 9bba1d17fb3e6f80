"""PDF files: text in reading order with its pages, headings and notes; and what is refused."""

import io
from collections.abc import Callable
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Metadata, Passage, SourceFile, TextDocument
from ingest.read import read
from ingest.read.layout import Line, Sheet, laid_out
from ingest.read.prose import compose
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
BODY = (
    "Köylüler düğünde davul çalar, güneş batınca ışıklar yanar.",
    "Şerbet içilir; çocuklar çeşmeye koşar ve İğdır'dan gelen âşık",
    "türküsünü söyler. Kız evi hazır-",
    "lıkları üç gün önce bitirir, oﬃsine de haber verir. Sonra",
)


@pytest.fixture(scope="session", autouse=True)
def font() -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", FONT))


class Book:
    """A PDF that is being drawn, lines downwards from y, with a head and a number on each page."""

    def __init__(self, **options: object) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(595, 842), **options)
        self.y = 760.0
        self.number = 0

    def line(self, text: str, size: float = 11, x: float = 72, y: float | None = None) -> "Book":
        self.y = self.y if y is None else y
        self.canvas.setFont("DejaVu", size)
        self.canvas.drawString(x, self.y, text)
        self.y -= size * 1.25
        return self

    def lines(self, *texts: str) -> "Book":
        for text in texts:
            self.line(text)
        return self

    def page(self, head: str = "") -> "Book":
        self.number += 1
        if head:
            self.line(head, 9, y=810)
            self.line(f"– {self.number} –", 9, x=290, y=30)
        self.canvas.showPage()
        self.y = 760.0
        return self

    def data(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


def text_of(put: Put, data: bytes, **more: object) -> TextDocument:
    document = read(put("kitap.pdf", data, **more))
    assert isinstance(document, TextDocument)
    return document


def passages(document: TextDocument) -> list[Passage]:
    found = split(document)
    assert all(document.text[each.start : each.end] == each.text for each in found)
    return found


def test_words_are_joined_ligatures_spelt_and_turkish_letters_kept(put: Put) -> None:
    book = Book()
    book.canvas.setTitle("Düğün ve çalgı")
    document = text_of(put, book.lines(*BODY).page().data())
    assert document.metadata.title == "Düğün ve çalgı"
    assert "İğdır'dan gelen âşık\ntürküsünü" in document.text
    assert "hazırlıkları üç gün önce bitirir, offisine" in document.text


def test_sentences_run_over_pages_and_say_where_they_begin(put: Put) -> None:
    book = Book().lines("Birinci cümle burada biter. İkinci cümle ise öteki").page()
    book.lines("sayfada biter. Üçüncü cümle ikinci sayfadadır.").page()
    found = passages(text_of(put, book.data(), metadata=Metadata(language="tr")))
    assert [(each.text, each.page) for each in found] == [
        ("Birinci cümle burada biter.", "1"),
        ("İkinci cümle ise öteki\nsayfada biter.", "1"),
        ("Üçüncü cümle ikinci sayfadadır.", "2"),
    ]


def test_a_word_that_two_pages_part_is_whole(put: Put) -> None:
    book = Book().lines("Bu köyde dokuma tez-").page().lines("gâhları çoktu. Sonra azaldı.").page()
    document = text_of(put, book.data())
    assert document.text == "Bu köyde dokuma tezgâhları çoktu. Sonra azaldı."
    assert [each.page for each in passages(document)] == ["1", "2"]


def test_pages_have_the_labels_that_are_printed(put: Put) -> None:
    book = Book()
    book.canvas.addPageLabel(0, style="ROMAN_LOWER", start=4)
    book.canvas.addPageLabel(1, style="ARABIC", start=17)
    for text in ("Önsöz burada.", "Birinci bölüm.", "Devamı."):
        book.line(text).page()
    document = text_of(put, book.data())
    assert [page.label for page in document.pages] == ["iv", "17", "18"]


def test_heads_and_numbers_go_and_headings_stay(put: Put) -> None:
    book = Book()
    for chapter in range(4):
        book.line(f"Bölüm {chapter + 1}: Düğün", 16).lines(*BODY)
        book.page(head=f"Anadolu Köyleri   {chapter + 1}")
    document = text_of(put, book.data())
    assert "Anadolu" not in document.text
    assert "–" not in document.text
    assert [section.title for section in document.sections] == [
        f"Bölüm {chapter}: Düğün" for chapter in (1, 2, 3, 4)
    ]
    assert {each.section for each in passages(document)} == {
        section.title for section in document.sections
    }


def test_the_outline_names_headings_that_look_like_text(put: Put) -> None:
    book = Book()
    book.canvas.bookmarkPage("a")
    book.canvas.addOutlineEntry("Kına gecesi", "a")
    book.lines("Önce bu. Sonra şu.").line("").line("Kına gecesi").lines("Kına yakılır.").page()
    document = text_of(put, book.data())
    assert [section.title for section in document.sections] == ["Kına gecesi"]
    assert passages(document)[-1].text == "Kına yakılır."


def test_footnotes_are_apart_and_their_marks_are_no_text(put: Put) -> None:
    book = Book().lines(*BODY).line("Bu âdet eskidir")
    below, width = book.y, pdfmetrics.stringWidth("Bu âdet eskidir", "DejaVu", 11)
    book.line("12", 6, x=72 + width, y=below + 18).line("ve yaygındır.", y=below)
    book.line("12 Evliya Çelebi böyle yazar;", 8, y=80).line("başkaları yazmaz.", 8).page()
    book.lines("Öteki sayfa.").page()
    document = text_of(put, book.data(), metadata=Metadata(language="tr"))
    found = {each.text: each for each in passages(document)}
    note = found["Evliya Çelebi böyle yazar;\nbaşkaları yazmaz."]
    assert (note.note, note.page) == (True, "1")
    assert "eskidir\nve yaygındır." in document.text
    assert not found["Öteki sayfa."].note
    assert found["Öteki sayfa."].page == "2"


def test_columns_are_read_one_after_the_other(put: Put) -> None:
    book = Book()
    for x, word in ((72, "sol"), (320, "sağ")):
        for line in range(4):
            book.line(f"{word} sütun {line}", x=x, y=700 - 14 * line)
    document = text_of(put, book.page().data())
    assert [line.split()[0] for line in document.text.split("\n")] == ["sol"] * 4 + ["sağ"] * 4


def picture() -> ImageReader:
    pixels = np.random.default_rng(0).integers(0, 256, (60, 60), dtype=np.uint8)
    return ImageReader(Image.fromarray(pixels))


def test_scanned_pages_are_said_to_be_so(put: Put) -> None:
    book = Book()
    book.canvas.drawImage(picture(), 0, 0, 595, 842)
    with pytest.raises(Unreadable, match="no text layer"):
        read(put("a.pdf", book.page().data()))
    book = Book().lines(*BODY).page()
    book.canvas.drawImage(picture(), 0, 0, 595, 842)
    document = text_of(put, book.page().data())
    assert document.remarks == ("1 pages are pictures without text (2); run OCR on them",)


def test_an_encrypted_file_needs_its_password(put: Put) -> None:
    locked = Book(encrypt=StandardEncryption("sır", ownerPassword="o", strength=40))
    with pytest.raises(Unreadable, match="encrypted"):
        read(put("a.pdf", locked.lines(*BODY).page().data()))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: b"", "empty"),
        (lambda data: b"plain text", "damaged or no PDF"),
        (lambda data: b"%PDF-1.7\n%%EOF", "damaged or no PDF"),
        (lambda data: b"%PDF-1.7" + bytes(range(256)) * 40, "damaged or no PDF"),
    ],
)
def test_what_is_no_pdf_is_refused(put: Put, spoil: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(put("a.pdf", spoil(b"")))


def test_a_pdf_without_anything_is_refused(put: Put) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(put("a.pdf", Book().page().data()))


_words = st.text(st.sampled_from("abçğıİöşü -.!?12\u0301\n"), max_size=30)
_line = st.builds(
    Line, _words, st.sampled_from((7.0, 11.0, 18.0)), st.just(72.0),
    st.floats(0, 842), st.floats(0, 842),
)  # fmt: skip
_sheet = st.builds(
    Sheet, st.sampled_from(("iv", "1", "2", "")), st.just(842.0),
    st.lists(_line, max_size=8).map(tuple), st.just(frozenset()),
)  # fmt: skip


@given(st.lists(_sheet, min_size=1, max_size=5))
def test_whatever_is_printed_offsets_hold(sheets: list[Sheet]) -> None:
    try:
        document = compose(Metadata(language="tr"), laid_out(sheets))
    except Unreadable:
        return
    found = passages(document)
    assert {each.page for each in found} <= {sheet.label for sheet in sheets} | {""}
    starts = [page.start for page in document.pages]
    assert starts == sorted(starts)
    for start, end in document.notes:
        assert 0 <= start < end <= len(document.text)
    assert "\ufdd0" not in document.text


def test_a_title_that_is_half_a_letter_is_none(put: Put) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pageCompression=0)
    canvas.setTitle("Q" * 8)
    canvas.drawString(72, 700, "Wigwam of birchbark.")
    canvas.save()
    data = stream.getvalue()
    assert b"(QQQQQQQQ)" in data
    document = read(put("the lodge.pdf", data.replace(b"(QQQQQQQQ)", b"<FEFFD800>")))
    assert document.metadata.title == "the lodge"
