"""TEI editions: header, divisions, notes and pages; and XML that must not be read."""

from collections.abc import Callable

import pytest

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read import read
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
HEADER = """<teiHeader><fileDesc><titleStmt><title>Seyahat
 nâme</title></titleStmt>
<publicationStmt><date when="2019">2019</date>
<availability><licence target="https://creativecommons.org/licenses/by/4.0/"/></availability>
</publicationStmt>
<sourceDesc><bibl><date notBefore="1630" notAfter="1672-05-01"/></bibl></sourceDesc>
</fileDesc><profileDesc><langUsage><language ident="ota">Osmanlıca</language></langUsage>
</profileDesc></teiHeader>"""
BODY = """<text><body><pb n="12a"/><div1><head>Birinci fasıl</head>
<fw type="header">SEYAHATNAME</fw>
<p>Âşık ğüşöçıİ <choice><sic>söylr</sic><corr>söyler</corr></choice>.<note n="1">Bkz. <hi>Evliya
 Çelebi</hi>.</note> Cümle öte<lb break="no"/>ki <pb n="12b"/>sayfada
biter. <del>silinmiş</del></p>
<lg><l>Bir mısra</l><l>iki mısra</l></lg>
<div2><head>Alt fasıl</head><p>Son söz. <list><item>bir</item></list></p></div2></div1>
</body></text>"""
TEI = f'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}{BODY}</TEI>'


def text_of(put: Put, markup: str | bytes, name: str = "a.xml", **more: object) -> TextDocument:
    document = read(put(name, markup, **more))
    assert isinstance(document, TextDocument)
    return document


@pytest.mark.parametrize("name", ["a.xml", "a.tei", "A.XML"])
def test_an_edition_is_what_its_editors_settled_on(put: Put, name: str) -> None:
    document = text_of(put, TEI, name)
    found = split(document)
    assert [(each.text, each.section, each.page, each.note) for each in found] == [
        ("Âşık ğüşöçıİ söyler.", "Birinci fasıl", "12a", False),
        ("Cümle öteki sayfada biter.", "Birinci fasıl", "12a", False),
        ("Bir mısra", "Birinci fasıl", "12b", False),
        ("iki mısra", "Birinci fasıl", "12b", False),
        ("Bkz.", "Birinci fasıl", "12a", True),
        ("Evliya Çelebi.", "Birinci fasıl", "12a", True),
        ("Son söz.", "Alt fasıl", "12b", False),
        ("bir", "Alt fasıl", "12b", False),
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found)


def test_the_header_is_the_metadata_where_the_manifest_gives_none(put: Put) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert text_of(put, TEI).metadata == Metadata(
        "Seyahat nâme", year_from=1630, year_to=1672, language="ota", licence=licence
    )
    known = Metadata("Mine", year_from=1700, language="tr", licence="CC0")
    assert text_of(put, TEI, metadata=known).metadata == known


def test_an_entity_of_its_own_is_spelt_and_encodings_are_taken(put: Put) -> None:
    markup = '<!DOCTYPE TEI [<!ENTITY ae "â">]><TEI><text><p>n&ae;me</p></text></TEI>'
    assert text_of(put, markup).text == "nâme"
    turkish = '<?xml version="1.0" encoding="iso-8859-9"?><TEI><text><p>Şığ</p></text></TEI>'
    assert text_of(put, turkish.encode("iso-8859-9")).text == "Şığ"


LEVELS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
HOSTILE = {
    "other XML": ("<rss><p>x</p></rss>", "root is rss"),
    "no XML": ("just words", "no well-formed XML"),
    "cut": (TEI[:-60], "no well-formed XML"),
    "billion laughs": (
        f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{LEVELS}]><TEI><text><p>&e9;</p></text></TEI>', "XML",
    ),
    "a loop of entities": (
        '<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]><TEI><text>&a;</text></TEI>', "XML",
    ),
    "quadratic blow-up": (
        f'<!DOCTYPE TEI [<!ENTITY a "{"x" * 50_000}">]><TEI><text>{"&a;" * 20_000}</text></TEI>',
        "XML",
    ),
    "too deep": ("<TEI><text>" + "<p>" * 9_000 + "x" + "</p>" * 9_000 + "</text></TEI>", "XML"),
    "no words": ("<TEI><text><p/></text></TEI>", "no text"),
    "unknown entity": ("<TEI><text>&nbsp;x</text></TEI>", "XML|entit"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_broken_or_hostile_is_refused(put: Put, case: str) -> None:
    markup, reason = HOSTILE[case]
    with pytest.raises(Unreadable, match=reason):
        read(put("a.xml", markup))


@pytest.mark.parametrize("declared", ['x SYSTEM "{}"', '% x SYSTEM "{}"> %x; <!ENTITY y "z"'])
def test_no_file_beside_it_is_read(put: Put, declared: str) -> None:
    secret = put("secret.txt", "gizli").location
    for place in (f"file://{secret}", str(secret), "secret.txt"):
        entity = f"<!ENTITY {declared.format(place)}>"
        markup = f"<!DOCTYPE TEI [{entity}]><TEI><text><p>önce &x; sonra</p></text></TEI>"
        try:
            assert "gizli" not in text_of(put, markup).text
        except Unreadable:
            continue
