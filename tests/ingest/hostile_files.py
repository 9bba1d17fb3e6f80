"""Broken, hostile and odd files: how each is made, and what is to become of it.

`made(root, canary)` lays them all; `canary` is a file outside of the source that many try to
reach. A file is `aside` with these words in the reason, or `read` with these words in its text
("" for pictures and sounds).
"""

import io
import json
import os
import socket
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.ingest.folders import picture
from tests.ingest.hostile_markup import drawn, entity, framed, included, laughs
from tests.ingest.hostile_media import (
    animated,
    broad_wav,
    cmyk,
    deep_grey,
    huge_picture,
    lying_wav,
    mp3,
    text_bomb,
    wav,
)
from tests.ingest.hostile_packages import (
    MEMBER,
    SAID,
    book,
    letter,
    liar_zip,
    linked_zip,
    locked_zip,
    pdf_of,
    torn_zip,
    zip_of,
)
from tests.ingest.test_read_worker import pdf

JAPANESE = "日本の文化と歴史について書かれた文章です。神社で祭りが行われます。" * 9
MANIFEST = """
source: hostile
files:
  - {match: "*.csv", table: {kind: traits, culture: name, columns: [c7]}}
  - {match: "*.npy", vectors: {ids: ids.txt, modality: image, encoder: e}}
  - {match: "fifo.npy", vectors: {ids: fifo.txt, modality: image, encoder: e}}
  - {match: "out.npy", vectors: {ids: link-out.txt, modality: image, encoder: e}}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is to be made, and what it may not reach."""

    at: Path
    canary: Path


@dataclass(frozen=True, slots=True)
class Hostile:
    """`make` gives the bytes, or None where it has put something there itself."""

    path: str
    make: Callable[[Place], bytes | None]
    aside: str | None = None
    read: str | None = None


def made(root: Path, canary: Path) -> None:
    """Lay all of them, and their manifest."""
    root.mkdir()
    (root / "umran.yaml").write_text(MANIFEST)
    (root / "ids.txt").write_text("Ottoman\nOjibwa")
    for each in HOSTILE.values():
        at = root / each.path
        at.parent.mkdir(parents=True, exist_ok=True)
        data = each.make(Place(at, canary))
        if data is not None:
            at.write_bytes(data)


def same(data: bytes | str) -> Callable[[Place], bytes]:
    return lambda _: data.encode() if isinstance(data, str) else data


def saved(values: "np.ndarray") -> bytes:
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=True)
    return stream.getvalue()


def listening(place: Place) -> None:
    """A socket in the folder; its path must be short, so it is bound from there."""
    before = os.getcwd()
    os.chdir(place.at.parent)
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(place.at.name)
    os.chdir(before)


def twin(place: Place) -> None:
    """The same name in the other Unicode form beside it."""
    place.at.write_text(SAID)
    place.at.with_name("cafe\u0301.txt").write_text(SAID)


def records(place: Place) -> bytes:
    rows = [json.dumps({"id": 1, "text": f"Record {i}."}) for i in range(2)]
    rows += ['{"id": 3, "text": "Huge.", "year": 1' + "0" * 9_000 + "}", "[" * 99_999]
    rows += ['{"id": 4, "text": "Infinite.", "x": 1e999}', '{"text": "\\ud800"}', "NaN"]
    return "\n".join(rows).encode()


def wide_table() -> str:
    return f"name,{','.join(f'c{i}' for i in range(10**4))}\nInca{',1' * 10**4}\n"


def quoted(_: Place) -> bytes:
    return f"---\na: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n---\n{SAID}".encode()


def gz(data: bytes) -> bytes:
    maker = zlib.compressobj(wbits=31)
    return maker.compress(data) + maker.flush()


HOSTILE: dict[str, Hostile] = {
    # what is no file
    "a pipe": Hostile("pipe.txt", lambda p: os.mkfifo(p.at), aside="plain file"),
    "a pipe that a rule refers to": Hostile("fifo.txt", lambda p: os.mkfifo(p.at)),
    "vectors named by a pipe": Hostile("fifo.npy", same(saved(np.ones((2, 3)))), aside="fifo.txt"),
    "vectors named from outside": Hostile("out.npy", same(saved(np.ones((1, 3)))), aside="outside"),
    "a socket": Hostile("s.txt", listening, aside="plain file"),
    "a link out": Hostile("link-out.txt", lambda p: p.at.symlink_to(p.canary)),
    "another link out": Hostile("l.txt", lambda p: p.at.symlink_to(p.canary), aside="leads out"),
    "a link to a device": Hostile("z.txt", lambda p: p.at.symlink_to("/dev/zero"), aside="out"),
    "a link to itself": Hostile("o.txt", lambda p: p.at.symlink_to("o.txt"), aside="plain file"),
    "a link to nothing": Hostile("n.txt", lambda p: p.at.symlink_to("no.txt"), aside="plain file"),
    "a folder in a circle": Hostile("ring/in", lambda p: p.at.symlink_to(".."), aside="link to a"),
    "a folder out": Hostile("away", lambda p: p.at.symlink_to(p.canary.parent), aside="link to a"),
    "a folder called a text": Hostile("dir.txt/a.txt", same(SAID), read="şerbet"),
    # names
    "a line end in its name": Hostile("new\nline.txt", same(SAID), read="şerbet"),
    "an override in its name": Hostile("a\u202egnp.txt", same(SAID), read="şerbet"),
    "a dash before its name": Hostile("-rf.txt", same(SAID), read="şerbet"),
    "a long name": Hostile("x" * 251 + ".txt", same(SAID), read="şerbet"),
    "a name that is no text": Hostile(os.fsdecode(b"\xff\xfe.txt"), same(SAID), aside="UTF-8"),
    "two Unicode forms of a name": Hostile("caf\u00e9.txt", twin, aside="Unicode form"),
    "capitals tell apart": Hostile("CASE.txt", same(SAID), read="şerbet"),
    "small letters tell apart": Hostile("case.txt", same(SAID), read="şerbet"),
    "quotes in its name": Hostile("a' OR 1=1 --\"`$(id).txt", same(SAID), read="şerbet"),
    "no ending": Hostile("README", same(SAID), aside="no ending"),
    # encodings
    "UTF-16": Hostile("16.txt", same(SAID.encode("utf-16")), read="şerbet"),
    "UTF-16 from the big end": Hostile(
        "16be.txt", same(b"\xfe\xff" + SAID.encode("utf-16-be")), read="şerbet"
    ),
    "UTF-16 without a mark": Hostile("16x.txt", same(SAID.encode("utf-16-le")), aside="not text"),
    "UTF-32": Hostile("32.txt", same(SAID.encode("utf-32")), read="şerbet"),
    "Latin-5": Hostile("l5.txt", same((SAID * 9).encode("iso8859-9")), read="güneşli"),
    "Shift-JIS": Hostile("sj.txt", same(JAPANESE.encode("shift-jis")), read="神社"),
    "two encodings": Hostile(
        "mix.txt", same((SAID * 9).encode() + SAID.encode("iso8859-9")), aside="not text"
    ),
    "half a letter": Hostile("half.txt", same(SAID.encode() + b"\xed\xa0\x80"), aside="not text"),
    "half a letter in UTF-16": Hostile(
        "half16.txt", same(SAID.encode("utf-16") + b"\x00\xd8"), aside="Damaged"
    ),
    "NUL bytes": Hostile("nul.txt", same(SAID + "\0" + SAID), aside="NUL"),
    "marks of byte order inside": Hostile(
        "bom.txt", same("\ufeff" + SAID + "\ufeff" + SAID), read="şerbet"
    ),
    "a letter with 200,000 accents": Hostile(
        "zalgo.txt", same(SAID + "a" + "\u0301\u0327" * 100_000), aside="accents"
    ),
    "directions in the text": Hostile("bidi.txt", same("\u202e" + SAID), read="şerbet"),
    "signs that nobody has": Hostile("ffff.txt", same(SAID + "\uffff\ufdd0"), read="şerbet"),
    "one line of a million letters": Hostile("line.txt", same("x" * 1_000_000), read="xxx"),
    # not what they are called
    "nothing": Hostile("0.txt", same(b""), aside="empty"),
    "only blanks": Hostile("blank.md", same(" \n\t\n"), aside="no text"),
    "a PDF called a text": Hostile("pdf.txt", same(pdf(1)), aside="PDF"),
    "a zip called a Word file": Hostile("zip.docx", same(zip_of([("a", "b")])), aside="Word"),
    "a PNG called JPEG": Hostile("png.jpg", same(picture(99)), read=""),
    "a page called a text": Hostile("html.txt", same(f"<html><p>{SAID}</p>"), aside="HTML"),
    "gzip called a text": Hostile("gz.txt", same(gz(SAID.encode())), aside="gzip"),
    "a text called PDF": Hostile("text.pdf", same(SAID), aside="no PDF"),
    "a text called a picture": Hostile("text.png", same(SAID), aside="not a picture"),
    "a text called a sound": Hostile("text.mp3", same(SAID), aside="decoded"),
    "a text called a zip": Hostile("text.zip", same(SAID), aside="damaged"),
    "a pickle": Hostile("p.npy", same(saved(np.array([{}, []], object))), aside="plain .npy"),
    "a pickle without more": Hostile("q.npy", same(b"cos\nsystem\n(S'id'\ntR."), aside=".npy"),
    # cut off
    "half a PDF": Hostile("half.pdf", same(pdf(3)[:400]), aside="no PDF"),
    "half a Word file": Hostile("half.docx", same(letter()[:-60]), aside="no whole zip"),
    "half a book": Hostile("half.epub", same(book()[:-60]), aside="no whole zip"),
    "half a PNG": Hostile("half.png", same(picture(99)[:70]), aside="truncated"),
    "half a JPEG": Hostile("half.jpg", same(cmyk()[:400]), aside="truncated"),
    "half a WAV": Hostile("half.wav", same(wav(1)[:9_000]), read=""),
    "the head of a WAV": Hostile("head.wav", same(wav(1)[:20]), aside="decoded"),
    "half an MP3": Hostile("half.mp3", lambda _: mp3(1)[:4_000], read=""),
    # documents
    "XML that multiplies": Hostile("bomb.xml", same(laughs() + "<TEI>&l8;</TEI>"), aside="bounds"),
    "XML that asks for a file": Hostile("xxe.xml", lambda p: entity(p.canary), aside="not defined"),
    "XML that includes a file": Hostile("xi.xml", lambda p: included(p.canary), read="Son söz."),
    "XML 300 deep": Hostile("deep.xml", same("<TEI>" * 300 + "</TEI>" * 300), aside="bounds"),
    "a PDF with a script": Hostile("js.pdf", lambda _: pdf_of("script"), read="Wigwam"),
    "a PDF in a circle": Hostile("loop.pdf", lambda _: pdf_of("loop"), aside="page"),
    "a locked PDF": Hostile("lock.pdf", lambda _: pdf_of("locked"), aside="encrypted"),
    "a PDF of 100,000 pages": Hostile("many.pdf", lambda _: pdf_of("many"), aside="pages"),
    "a Word file that asks": Hostile(
        "xxe.docx", lambda p: letter("entity", p.canary), aside="not defined"
    ),
    "a Word file that links": Hostile("rel.docx", lambda p: letter("link", p.canary), read="İşte"),
    "a Word file that swells": Hostile("big.docx", lambda _: letter("bomb"), aside="unpacks"),
    "a book that leads out": Hostile("out.epub", lambda p: book(str(p.canary)), aside="not in it"),
    "a page 100,000 deep": Hostile("deep.html", same("<div>" * 100_000 + SAID), aside="deeply"),
    "a page with frames": Hostile("frames.html", lambda p: framed(p.canary), read="şerbet"),
    "a page with drawings": Hostile("svg.html", lambda p: drawn(p.canary), read="şerbet"),
    "times before zero": Hostile(
        "minus.srt", same(f"1\n-00:00:02,000 --> 00:00:01,000\n{SAID}\n"), aside="no cue"
    ),
    "times backwards": Hostile(
        "back.srt", same(f"1\n99:00:02,000 --> 00:00:01,000\n{SAID}\n"), read="şerbet"
    ),
    "a head that multiplies": Hostile("yaml.md", quoted, aside="anchors"),
    "a head that makes objects": Hostile(
        "tag.md",
        same(f"---\ntitle: !!python/object/apply:os.system [id]\n---\n{SAID}"),
        aside="YAML",
    ),
    "a head without an end": Hostile("open.md", same(f"---\nyear: 1\n\n{SAID}"), read="şerbet"),
    # tables
    "a cell of ten million": Hostile(
        "cell.csv", same("name,c7\nInca," + "x" * 10**7), aside="limit"
    ),
    "ten thousand columns": Hostile("wide.csv", same(wide_table()), read=""),
    "a quote without an end": Hostile("open.csv", same('name,c7\n"Inca,1\n'), aside="line"),
    "records of all kinds": Hostile("all.jsonl", records, read="Record 1."),
    # pictures and sounds
    "a picture of 50,000 by 50,000": Hostile("bomb.png", lambda _: huge_picture(), aside="pixels"),
    "a picture whose words swell": Hostile("ztxt.png", lambda _: text_bomb(), aside="too large"),
    "an animation": Hostile("anim.gif", lambda _: animated(), read=""),
    "16 bits of grey": Hostile("deep.png", lambda _: deep_grey(), read=""),
    "four colours": Hostile("cmyk.jpg", lambda _: cmyk(), read=""),
    "a sound of no seconds": Hostile("none.wav", lambda _: wav(0), aside="shorter"),
    "192,000 samples a second": Hostile("fast.wav", lambda _: wav(1, rate=192_000), read=""),
    "64 channels": Hostile("wide.wav", lambda _: broad_wav(), aside="64 channels"),
    "a sound that lies": Hostile("lie.wav", lambda _: lying_wav(), read=""),
    # zip files
    "a zip of a zip": Hostile("zz.zip", same(zip_of([("a.zip", MEMBER)])), aside="within"),
    "a zip that swells": Hostile(
        "bomb.zip", lambda _: zip_of([("a.txt", bytes(20_000_000))]), aside="unpacks"
    ),
    "a zip that lies": Hostile("liar.zip", lambda _: liar_zip(), aside="damaged"),
    "a zip torn inside": Hostile("torn.zip", lambda _: torn_zip(), aside="damaged"),
    "a locked zip": Hostile("lock.zip", lambda _: locked_zip(), aside="password"),
    "a zip with a link": Hostile("link.zip", lambda p: linked_zip(p.canary), read="şerbet"),
    "a zip that leads out": Hostile(
        "slip.zip",
        lambda _: zip_of([("../up.txt", SAID), ("/root.txt", SAID), ("in.txt", SAID)]),
        read="şerbet",
    ),
    "a name twice in a zip": Hostile(
        "twice.zip", lambda _: zip_of([("a.txt", "First."), ("a.txt", SAID)]), read="şerbet"
    ),
    "a file that is a folder too": Hostile(
        "both.zip", lambda _: zip_of([("a.txt", SAID), ("a.txt/b.txt", SAID)]), aside="damaged"
    ),
    "a long name in a zip": Hostile(
        "long.zip", lambda _: zip_of([("x" * 300, SAID)]), aside="too long"
    ),
    "a manifest that leads out": Hostile(
        "said.zip",
        lambda _: zip_of([("umran.yaml", "corrections: ../../c.csv"), ("a.txt", SAID)]),
        aside="Its manifest",
    ),
}
