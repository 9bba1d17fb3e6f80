"""Web pages: text and sections as a reader sees them, and nothing from elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read import read
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
PAGE = """<!DOCTYPE html>
<html lang="tr-TR"><head><title> Cami
 ve &ccedil;ar&#351;&#305; </title><style>p {color: red}</style>
<script>alert("secret")</script></head>
<body><p>Before <b>any</b>
heading<sup>1</sup>.</p><!-- a comment --> tail
<h1>Dome <br>and pier</h1><p>One</p><p>Two<p>Three
<div>Four<div>Five</div>Six</div>
<ul><li>a<li>b</ul>
<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>
<h2>Song</h2><pre>line one
line two</pre>e&#769;nd <a href="#note12">12</a> m<i>id</i>word
<noscript>no</noscript><svg><text>drawn</text></svg></body></html>
"""


def page(put: Put, content: str | bytes, **more: object) -> TextDocument:
    document = read(put("page.html", content, **more))
    assert isinstance(document, TextDocument)
    return document


def test_a_page_is_its_text_under_its_headings(put: Put) -> None:
    document = page(put, PAGE)
    assert document.text.split("\n\n") == [
        "Before any heading.", "tail", "Dome and pier", "One", "Two", "Three", "Four", "Five",
        "Six", "a", "b", "x\ty", "1\t2", "Song", "line one\nline two", "énd midword",
    ]  # fmt: skip
    assert [section.title for section in document.sections] == ["Dome and pier", "Song"]
    assert document.text[document.sections[1].start :].startswith("Song\n\nline one")
    assert (document.metadata.title, document.metadata.language) == ("Cami ve çarşı", "tr")


def test_the_manifest_knows_better_than_the_page(put: Put) -> None:
    document = page(put, PAGE, metadata=Metadata(title="Mine", language="ota"))
    assert (document.metadata.title, document.metadata.language) == ("Mine", "ota")


def test_nothing_outside_the_page_is_read(put: Put, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    document = page(put, f"{entity}<html><body><p>before &x; after</p></body></html>")
    assert "the secret" not in document.text
    assert "after" in document.text


def test_entities_do_not_multiply(put: Put) -> None:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE html [<!ENTITY e0 "ha">{levels}]><html><body>x &e9;</body></html>'
    assert len(page(put, bomb).text) < 2_000


def test_deep_and_broken_markup_keeps_its_text(put: Put) -> None:
    assert "deep inside" in page(put, "<div>" * 1_500 + "deep inside").text
    with pytest.raises(Unreadable, match="nested too deeply"):
        page(put, "first" + "<div>" * 20_000 + "deep inside")
    assert page(put, "<p>never <b>closed").text == "never closed"
    assert page(put, "just words").text == "just words"


def test_the_declared_encoding_is_taken(put: Put) -> None:
    markup = '<meta charset="iso-8859-9"><p>Şık ğ</p>'
    assert page(put, markup.encode("cp1254")).text == "Şık ğ"
    strange = '<?xml version="1.0" encoding="utf-8"?><html><body>Düğün</body></html>'
    assert page(put, strange).text == "Düğün"
    wrong = '<meta charset="hex"><p>Die Häuser der Bürger waren größer als früher.</p>'
    assert "Häuser" in page(put, wrong.encode("cp1252")).text


def test_page_breaks_and_notes_are_told_from_the_text(put: Put) -> None:
    document = page(
        put,
        """<p>Kız evi<span role="doc-pagebreak" title="iv">iv</span> toplanır.
        <a role="doc-noteref" href="#n">*</a></p>
        <p role="doc-footnote" id="n">Evliya Çelebi.</p>
        <p>Sonra <span role="doc-pagebreak" title="5"/>kına yakılır, türküler söylenir.</p>""",
        metadata=Metadata(language="tr"),
    )
    assert [(each.text, each.page, each.note) for each in split(document)] == [
        ("Kız evi toplanır.", "", False),
        ("Sonra kına yakılır, türküler söylenir.", "iv", False),
        ("Evliya Çelebi.", "iv", True),
    ]
    assert [each.label for each in document.pages] == ["iv", "5", "iv", "5"]


NUMBERS = (
    '<span class = "pagenum">151</span>\n<a name = "page151" id = "page151"> </a>',
    '<span class="pagenum"><a name="Page_151" id="Page_151">[Pg 151]</a></span>',
    '<a id="Page_151">[151]</a>',
    '<a id="Page_151"></a>',
    '<span class="pageno" title="151" id="Page_151"> </span>',
    '<span class="pb" id="pb151">[<a href="#pb151">151</a>]</span>',
    '<span class="page-number">{p. 151}</span>',
    '<div class="x pageNum">151</div>',
)


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_printed_pages_are_no_text(put: Put, number: str) -> None:
    document = page(put, f"<p>The dome stands.</p><p>{number}\nFrom recent digs we know.</p>")
    assert document.text == "The dome stands.\n\nFrom recent digs we know."
    assert [(each.text[:4], each.page) for each in split(document)] == [
        ("The ", ""),
        ("From", "151"),
    ]
    assert [each.label for each in document.pages] == ["151"]


@pytest.mark.parametrize(
    ("markup", "text", "labels"),
    [
        ('<p class="pagenum">Page numbers are for librarians, he said.</p>', "Page numbers", []),
        ('<a id="Page_9">A view of the river</a> it is.', "A view of the river it", ["9"]),
        ('<article id="page-42">Late news.</article>', "Late news.", []),
        ('see <span class="pagenum">xii</span>below', "see below", ["xii"]),
        ('In <a id="pages">12</a> years', "In 12 years", []),
        ('<a href="x.html#Page_3">Chapter III</a>', "Chapter III", []),
        ('See page <a href="#Page_203">203</a>.', "See page 203.", []),
    ],
)
def test_what_only_looks_like_a_page_number(
    put: Put, markup: str, text: str, labels: list[str]
) -> None:
    document = page(put, markup)
    assert document.text.startswith(text)
    assert [each.label for each in document.pages] == labels


@pytest.mark.parametrize("content", ["<html></html>", "<script>x</script>", "<!-- a -->", " "])
def test_a_page_without_text_is_unreadable(put: Put, content: str) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(put("page.html", content))
