"""Books in EPUB: chapters in the order of the spine, with the pages and notes that they mark."""

import io
import zipfile
from collections.abc import Callable

import pytest

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read import read
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
Members = dict[str, str | bytes]
CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="OEBPS/kitap.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
BOOK = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Köy
 Düğünü</dc:title><dc:language>tr-TR</dc:language><dc:rights>CC-BY-4.0</dc:rights></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/iki%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/bir.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="css"/><itemref idref="two"/>
<itemref idref="one"/></spine></package>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>x</title></head><body>%s</body></html>"""
ONE = """<h1><a id="top"/>Birinci</h1>
<p><span epub:type="pagebreak" id="p7" title="7"/>Âşık&nbsp;ğüşöçıİ söyler.
<a epub:type="noteref" href="#n1">1</a> Cümle öteki
<span role="doc-pagebreak" aria-label="8"/>sayfada biter.</p>
<aside epub:type="footnote" id="n1"><p>Evliya Çelebi böyle yazar.
<a role="doc-backlink" href="#r">geri</a></p></aside><p>Sonra susar.</p>"""
MEMBERS: Members = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/kitap.opf": BOOK,
    "OEBPS/nav.xhtml": PAGE % "<nav>contents</nav>",
    "OEBPS/text/bir.xhtml": PAGE % ONE,
    "OEBPS/text/iki b.xhtml": PAGE % "<h1>İkinci</h1><p>Kına yakılır. <b>açık",
    "OEBPS/a.css": "p {color: red}",
}


def packed(members: Members, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as package:
        package.writestr("mimetype", "application/epub+zip")
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def text_of(put: Put, members: Members, **more: object) -> TextDocument:
    document = read(put("a.epub", packed(members), **more))
    assert isinstance(document, TextDocument)
    return document


def test_a_book_is_its_spine_with_headings_pages_and_notes(put: Put) -> None:
    document = text_of(put, MEMBERS)
    said = document.metadata
    assert (said.title, said.language, said.licence) == ("Köy Düğünü", "tr", "CC-BY-4.0")
    found = split(document)
    assert [(each.text, each.section, each.page, each.note) for each in found] == [
        ("Âşık ğüşöçıİ söyler.", "Birinci", "7", False),
        ("Cümle öteki sayfada biter.", "Birinci", "7", False),
        ("Sonra susar.", "Birinci", "8", False),
        ("Evliya Çelebi böyle yazar.", "Birinci", "8", True),
        ("Kına yakılır.", "İkinci", "8", False),
        ("açık", "İkinci", "8", False),
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found)


def test_the_manifest_knows_better(put: Put) -> None:
    document = text_of(put, MEMBERS, metadata=Metadata(title="Mine", language="ota"))
    assert (document.metadata.title, document.metadata.language) == ("Mine", "ota")


LOCK = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData>
<CipherData><CipherReference URI="OEBPS/text/bir.xhtml"/></CipherData></EncryptedData>
</encryption>"""
OUTSIDE = BOOK.replace("text/bir.xhtml", "../../../../etc/passwd")
REFUSED: dict[str, tuple[Members, str]] = {
    "no container": ({"a.txt": "x"}, "no EPUB"),
    "a book that is missing": ({"META-INF/container.xml": CONTAINER}, "kitap.opf is not in it"),
    "a chapter that is missing": (
        {name: data for name, data in MEMBERS.items() if "bir" not in name}, "bir.xhtml is not",
    ),
    "a path that leads out": (MEMBERS | {"OEBPS/kitap.opf": OUTSIDE}, "etc/passwd is not in it"),
    "digital rights": (MEMBERS | {"META-INF/encryption.xml": LOCK}, "digital rights"),
    "a zip bomb": (MEMBERS | {"OEBPS/text/bir.xhtml": b" " * (70 << 20)}, "unpacks to more"),
    "nothing but pictures": (
        {name: PAGE % "<img src='a.png'/>" if "text" in name else data
         for name, data in MEMBERS.items()}, "no text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_broken_or_hostile_is_refused(put: Put, case: str) -> None:
    members, reason = REFUSED[case]
    with pytest.raises(Unreadable, match=reason):
        read(put("a.epub", packed(members)))


def test_a_damaged_zip_is_refused(put: Put) -> None:
    data = bytearray(packed(MEMBERS))
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
    with pytest.raises(Unreadable, match="damaged"):
        read(put("a.epub", bytes(data)))
