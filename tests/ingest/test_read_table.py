"""Tables of cultures and traits: what is taken, what is left out and why."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.document import CodeColumns, CultureColumns, SourceFile, TableDocument, TraitColumns
from ingest.read import read
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
CULTURES = CultureColumns("culture", "id", "lat", "lon", "region", "family")
TRAITS = TraitColumns("id", "cultures.csv", CULTURES, "year", ("V*",), ("", "111"), ("kinship",))
CODES = CodeColumns("codes.csv", "VarID", "VarTitle", "Code", "Meaning")

CULTURE_TABLE = """culture,id,lat,lon,region,family
Masa,1,7.65,16.73,Africa,afro
Māsa,2,,NA,,
Ainu,3,95,16,,
,4,,,,
Are,,,,,
Crow,5,1,2
Ainu,3,,,,
"""
CODE_TABLE = """VarID,VarTitle,Code,Meaning
V1,Descent,,
,,1,"patrilineal, by the father"
,,2,matrilineal
V2,Altitude,NA,Missing
"""
TRAIT_TABLE = """id,year,note,V1,V2
1,1950,x,1,330.5
2,c. 1950,x,2.0,
3,1900-1950,x,111,12
9,1950,x,1,1
,1950,x,1,1
1,soon,x,7,
1,2
"""


def table(put: Put, name: str, content: bytes | str, columns: object) -> TableDocument:
    document = read(put(name, content, table=columns))
    assert isinstance(document, TableDocument)
    return document


def test_cultures_are_told_apart_and_what_is_left_out_is_remarked(put: Put) -> None:
    document = table(put, "cultures.csv", CULTURE_TABLE, CULTURES)
    assert [row.name for row in document.cultures] == ["Masa (1)", "Māsa (2)", "Ainu"]
    first, second, third = document.cultures
    assert (first.key, first.latitude, first.longitude) == ("1", 7.65, 16.73)
    assert (first.region, first.family) == ("Africa", "afro")
    assert second.latitude is second.longitude is None
    assert third.latitude is None
    assert [remark.partition(":")[0] for remark in document.remarks] == [
        "line 7", "line 4", "line 5", "line 6", "line 8",
    ]  # fmt: skip
    assert "4 cells, expected 6" in document.remarks[0]


def test_traits_are_named_by_keys_and_codes(put: Put) -> None:
    put("cultures.csv", CULTURE_TABLE)
    put("codes.csv", CODE_TABLE)
    document = table(put, "traits.csv", TRAIT_TABLE, replace(TRAITS, codes=CODES))
    assert [(row.culture, row.trait, row.code, row.value, row.year) for row in document.traits] == [
        ("Masa (1)", "V1", "1", "patrilineal, by the father", 1950),
        ("Masa (1)", "V2", "330.5", "330.5", 1950),
        ("Māsa (2)", "V1", "2.0", "matrilineal", 1950),
        ("Ainu", "V2", "12", "12", 1925),
        ("Masa (1)", "V1", "7", "7", None),
    ]
    assert {row.title for row in document.traits} == {"Descent", "Altitude"}
    assert len(document.remarks) == 4
    assert any("'9' is not in cultures.csv" in remark for remark in document.remarks)
    assert any("no culture" in remark for remark in document.remarks)
    assert any("'soon' is no year" in remark for remark in document.remarks)
    assert any("2 cells, expected 5" in remark for remark in document.remarks)


def test_without_keys_a_culture_is_its_name(put: Put) -> None:
    columns = TraitColumns("id", columns=("V1",))
    document = table(put, "traits.csv", "id;V1;V2\nAinu;1;2\n", columns)
    assert [(row.culture, row.title, row.value) for row in document.traits] == [("Ainu", "V1", "1")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_delimiters_and_encodings_are_found_out(put: Put, delimiter: str, encoding: str) -> None:
    rows = [["culture", "region"], ["Yörük köylüleri", "Toros dağlarının güneyindeki yaylalar"],
            ["Türkmen aşireti", "İç Anadolu'nun batısındaki kışlaklar"]]  # fmt: skip
    text = "\r\n".join(delimiter.join(row) for row in rows)
    columns = CultureColumns("culture", region="region")
    document = table(put, "a.csv", text.encode(encoding), columns)
    assert [[row.name, row.region] for row in document.cultures] == rows[1:]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\n\n", "no header"),
        ("culture,culture\na,b\n", "'culture' twice"),
        ("name,id\na,b\n", "no column 'culture'"),
        ("culture,id,lat,lon,region,family\n", "No row"),
        ('culture,id,lat,lon,region,family\n"never closed,1,,,,\nb,2,,,,\n', "unexpected end"),
        ("culture,id,lat,lon,region,family\n" + "a" * 200_000 + ",1,,,,\n", "field larger"),
        (b"culture,id\x00", "NUL"),
    ],
)
def test_what_is_wrong_with_a_table_is_told(put: Put, content: bytes | str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(put("cultures.csv", content, table=CULTURES))


def test_the_other_tables_must_be_there(put: Put) -> None:
    with pytest.raises(Unreadable, match=r"cultures.csv, which this file needs"):
        read(put("traits.csv", TRAIT_TABLE, table=TRAITS))
    put("cultures.csv", CULTURE_TABLE)
    with pytest.raises(Unreadable, match=r"codes.csv, which this file needs"):
        read(put("traits.csv", TRAIT_TABLE, table=replace(TRAITS, codes=CODES)))
    with pytest.raises(Unreadable, match=r"no column like 'X\*'"):
        read(put("traits.csv", TRAIT_TABLE, table=replace(TRAITS, columns=("X*",))))


def test_many_remarks_are_counted(put: Put) -> None:
    content = "culture\na\n" + "b,c\n" * 1_000
    document = table(put, "a.csv", content, CultureColumns("culture"))
    assert len(document.remarks) == 101
    assert document.remarks[-1] == "and 900 more remarks"


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, st.integers(0, 9)), min_size=1, max_size=9))
def test_every_row_is_a_culture_or_a_remark(put: Put, rows: list[tuple[str, int]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([("culture", "id"), *rows])
    try:
        document = table(put, "a.csv", stream.getvalue(), CultureColumns("culture", "id"))
    except Unreadable:
        return
    assert len(document.cultures) + len(document.remarks) == len(rows)
    names = [row.name for row in document.cultures]
    assert len(set(names)) == len(names)
