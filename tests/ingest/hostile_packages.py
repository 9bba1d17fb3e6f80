"""Zip files, Word files, books and PDFs that ask for what they should not get."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.test_read_docx import as_docx, word
from tests.ingest.test_read_epub import BOOK, MEMBERS, packed


def zip_of(members: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        warnings.simplefilter("ignore", UserWarning)  # a name twice
        for name, content in members:
            out.writestr(name, content)
    return stream.getvalue()


SAID = "Osmanlı çarşısında şerbet içilir; güneşli günlerde çocuklar çeşmeye koşar. "
MEMBER = zip_of([("a.txt", "Inside.")])


def letter(kind: str = "", canary: Path = Path("/")) -> bytes:
    """A Word file: with an entity or a relationship from outside, or a part that swells."""
    file = word()
    file.add_paragraph("İşte mektup.")
    if kind == "link":
        file.part.relate_to(canary.as_uri(), "http://x/image", is_external=True)
        file.part.relate_to("http://127.0.0.1:9/x", "http://x/attachedTemplate", is_external=True)
    whole = as_docx(file)
    if kind not in ("entity", "bomb"):
        return whole
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    body = members["word/document.xml"].decode()
    if kind == "entity":
        dtd = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{canary.as_uri()}">]><w:document'
        body = body.replace("<w:document", dtd, 1).replace("mektup.", "&x;")
    else:
        body = body.replace("mektup.", " " * 20_000_000)
    return zip_of([*(members | {"word/document.xml": body.encode()}).items()])


def book(chapter: str = "") -> bytes:
    """A book; one whose first chapter is a file elsewhere."""
    if not chapter:
        return packed(MEMBERS)
    spine = BOOK.replace("text/bir.xhtml", "../../../../../.." + chapter)
    return packed(MEMBERS | {"OEBPS/kitap.opf": spine})


def pdf_of(kind: str) -> bytes:
    """A PDF of one page: with a script, locked, with a loop in its tree, or of 100,000 pages."""
    stream = io.BytesIO()
    lock = pdfencrypt.StandardEncryption("secret") if kind == "locked" else None
    canvas = Canvas(stream, encrypt=lock, pageCompression=0)
    canvas.drawString(72, 700, "Wigwam of birchbark.")
    canvas.showPage()
    canvas.save()
    data = stream.getvalue()
    if kind in ("", "locked"):
        return data
    return _written(kind)


def _written(kind: str) -> bytes:
    """By hand: reportlab writes no such thing."""
    kids = {"loop": "2 0 R", "many": "3 0 R " * 100_000}.get(kind, "3 0 R")
    count = {"loop": 1, "many": 100_000}.get(kind, 1)
    script = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>" if kind == "script" else ""
    words = "BT /F 12 Tf 72 700 Td (Wigwam of birchbark.) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {script} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(words)} >>\nstream\n{words}\nendstream",
    ]
    body, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 5\n0000000000 65535 f \n{table}{end}".encode()


def linked_zip(canary: Path) -> bytes:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_of([("in.txt", SAID), (link, str(canary))])


def locked_zip() -> bytes:
    data = bytearray(zip_of([("a.txt", SAID)]))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def liar_zip() -> bytes:
    """Says that nine megabytes are ten bytes."""
    data = bytearray(zip_of([("a.txt", bytes(9_000_000))]))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def torn_zip() -> bytes:
    """The deflated bytes in the middle are no deflate."""
    data = bytearray(zip_of([("a.txt", SAID * 99)]))
    data[45:60] = b"\xff" * 15
    return bytes(data)
