"""Word files: structure kept, notes apart, and packages that are broken or hostile."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.document import SourceFile, TextDocument
from ingest.read import read
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
NOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Evliya Çelebi böyle yazar.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def word() -> "docx.document.Document":
    document = docx.Document()
    document.core_properties.title = ""
    return document


def as_docx(document: "docx.document.Document", **members: str) -> bytes:
    """The file, with more parts beside its body, such as notes."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream, "a") as package:
        for name, text in members.items():
            package.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def text_of(put: Put, data: bytes) -> TextDocument:
    document = read(put("köy-notları.docx", data))
    assert isinstance(document, TextDocument)
    return document


def xml(words: str) -> object:
    return parse_xml(words.replace(">", f" {nsdecls('w')}>", 1))


def test_headings_tables_and_turkish_letters(put: Put) -> None:
    file = word()
    file.core_properties.title = "Köy düğünü"
    file.core_properties.language = "tr-TR"
    file.add_paragraph("Önce söz.")
    file.add_heading("Düğün", 1)
    file.add_paragraph("Âşık ğüşöçıİ söyler. İkinci cümle.")
    table = file.add_table(2, 2)
    for cell, words in zip(table._cells, ("ad", "yıl", "Işık", "1923"), strict=True):
        cell.text = words
    file.add_heading("Kına", 2)
    file.add_paragraph("Son.")
    document = text_of(put, as_docx(file))
    assert (document.metadata.title, document.metadata.language) == ("Köy düğünü", "tr")
    assert [section.title for section in document.sections] == ["Düğün", "Kına"]
    assert "ad \tyıl\n\nIşık \t1923" in document.text
    found = split(document)
    assert [(each.text, each.section) for each in found][:3] == [
        ("Önce söz.", ""), ("Âşık ğüşöçıİ söyler.", "Düğün"), ("İkinci cümle.", "Düğün"),
    ]  # fmt: skip
    assert all(document.text[each.start : each.end] == each.text for each in found)


def test_notes_follow_their_section_and_pages_are_as_word_laid_them_out(put: Put) -> None:
    file = word()
    file.add_heading("Birinci", 1)
    run = file.add_paragraph("Metin sürer").add_run()
    run._r.append(xml('<w:footnoteReference w:id="2"></w:footnoteReference>'))
    next_page = file.add_paragraph().add_run()
    next_page._r.append(xml("<w:lastRenderedPageBreak></w:lastRenderedPageBreak>"))
    next_page.add_text("Yeni sayfa.")
    file.add_heading("İkinci", 1)
    file.add_paragraph("Son söz.")
    document = text_of(put, as_docx(file, footnotes=NOTES))
    assert [(each.text, each.section, each.page, each.note) for each in split(document)] == [
        ("Metin sürer", "Birinci", "1", False),
        ("Yeni sayfa.", "Birinci", "2", False),
        ("Evliya Çelebi böyle yazar.", "Birinci", "1", True),
        ("Son söz.", "İkinci", "2", False),
    ]
    assert document.metadata.title == "köy notları"


def test_what_was_deleted_is_no_text_and_what_was_inserted_is(put: Put) -> None:
    file = word()
    paragraph = file.add_paragraph("Kalan ")
    paragraph._p.append(xml("<w:del><w:r><w:t>silinen</w:t></w:r></w:del>"))
    paragraph._p.append(xml("<w:ins><w:r><w:t>eklenen</w:t></w:r></w:ins>"))
    assert text_of(put, as_docx(file)).text == "Kalan eklenen"


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


BODY = (
    f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
)
LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "a text": (b"just words", "no whole zip"),
    "a locked one": (b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password"),
    "half of one": (packed({"word/document.xml": b"x" * 900})[:80], "no whole zip"),
    "another zip": (packed({"a.txt": b"x"}), "no Word document"),
    "broken XML": (packed({"word/document.xml": b"<w:document>"}), "no well-formed XML"),
    "billion laughs": (
        packed({"word/document.xml": (
            f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}]>{BODY % "&e9;"}'
        ).encode()}),
        "no well-formed XML|entities",
    ),
    "a zip bomb": (packed({"word/document.xml": bytes(70 << 20)}), "unpacks to more"),
    "too deep": (
        packed({"word/document.xml": b"<a>" * 5_000 + b"</a>" * 5_000}), "no well-formed XML",
    ),
    "no text": (as_docx(word()), "no text"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_broken_or_hostile_is_refused(put: Put, case: str) -> None:
    data, reason = HOSTILE[case]
    with pytest.raises(Unreadable, match=reason):
        read(put("a.docx", data))


def test_no_file_beside_it_is_read(put: Put) -> None:
    secret = put("secret.txt", "gizli")
    for entity in (f'SYSTEM "file://{secret.location}"', f'SYSTEM "{secret.location}"'):
        body = f"<!DOCTYPE x [<!ENTITY x {entity}>]>{BODY % 'önce &x; sonra'}"
        try:
            document = text_of(put, packed({"word/document.xml": body.encode()}))
        except Unreadable:
            continue
        assert "gizli" not in document.text
