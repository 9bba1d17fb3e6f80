"""CLDF data sets, written by pycldf itself: what becomes of them, and what they cannot do."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from pycldf import StructureDataset
from pycldf.sources import Source

from ingest import parts
from ingest.document import DataSet, SourceFile, TableDocument
from ingest.parts import documents
from ingest.pipeline import ingest
from ingest.read.grid import Remarks
from ingest.scan import survey
from kg.errors import Unreadable
from kg.store import Store
from tests.graph import empty
from tests.ingest.test_read_archive import zipped

METADATA = "StructureDataset-metadata.json"
LANGUAGES = [
    {"ID": "oji", "Name": "Ojibwa", "Latitude": 48, "Longitude": -90, "Macroarea": "North America",
     "Glottocode": "ojib1241", "ISO639P3code": "oji", "Family": "Algic"},
    {"ID": "wak", "Name": "Wakandan", "Latitude": None, "Longitude": None},
]  # fmt: skip
PARAMETERS = [
    {"ID": "p1", "Name": "Descent", "Description": "By whom one descends", "Category": "Kinship"},
    {"ID": "p2", "Name": "Houses"},
]
CODES = [
    {"ID": "p1-1", "Parameter_ID": "p1", "Name": "patrilineal"},
    {"ID": "p1-2", "Parameter_ID": "p1", "Name": None, "Description": "by the mother"},
]
VALUES = [
    {"ID": "1", "Language_ID": "oji", "Parameter_ID": "p1", "Value": "1", "Code_ID": "p1-1",
     "Year": "1850", "Source": ["d1929[3-4]", "lost"]},
    {"ID": "2", "Language_ID": "wak", "Parameter_ID": "p1", "Value": "2", "Code_ID": "p1-2"},
    {"ID": "3", "Language_ID": "wak", "Parameter_ID": "p2", "Value": "round"},
    {"ID": "4", "Language_ID": "oji", "Parameter_ID": "p2", "Value": "?"},
    {"ID": "5", "Language_ID": "gone", "Parameter_ID": "p2", "Value": "square"},
    {"ID": "6", "Language_ID": "wak", "Parameter_ID": "p2", "Value": "square"},
]  # fmt: skip


def write(folder: Path, *, packed: bool = False) -> Path:
    """A data set of two languages and two parameters."""
    folder.mkdir(parents=True, exist_ok=True)
    data = StructureDataset.in_dir(folder)
    data.add_component("LanguageTable", "Family")
    data.add_component("ParameterTable", "Category")
    data.add_component("CodeTable")
    data.add_columns("ValueTable", "Year")
    data.properties.update({"dc:title": "Houses", "dc:license": "CC-BY-4.0"})
    data.add_sources(Source("book", "d1929", author="Densmore, F.", title="Customs", year="1929"))
    rows = {"LanguageTable": LANGUAGES, "ParameterTable": PARAMETERS, "CodeTable": CODES}
    packs = ["ValueTable", "Source"] if packed else None
    data.write(zipped=packs, ValueTable=VALUES, **rows)
    return folder


def traits(store: Store) -> set[tuple[Any, ...]]:
    rows = store.read(
        "MATCH (c:Culture)-[r:HAS_TRAIT]->(t:Trait) RETURN c.name AS c, t.name AS t, "
        "r.code AS code, r.value AS v, r.year AS y, r.reference AS ref"
    )
    return {tuple(row.values()) for row in rows}


EXPECTED = {
    ("Ojibwa", "Descent", "1", "patrilineal", 1850, "Densmore (1929): Customs, 3-4; lost"),
    ("Wakandan", "Descent", "2", "by the mother", None, None),
    ("Wakandan", "Houses", "round", "round", None, None),
}


def test_languages_are_cultures_and_values_their_traits(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "cldf")
    outcome = ingest(store, tmp_path, source="test")
    assert outcome.added == (f"cldf/{METADATA}",)
    assert outcome.notices == outcome.set_aside == ()
    assert traits(store) == EXPECTED
    columns = store.nodes("Culture", ["name", "region", "family", "glottocode", "iso", "latitude"])
    ojibwa, wakandan = sorted(zip(*columns.values(), strict=True), key=lambda row: row[1])
    assert ojibwa[2:] == ("North America", "Algic", "ojib1241", "oji", 48.0)
    assert wakandan[2:] == (None,) * 5
    columns = store.nodes("Trait", ["name", "description"])
    assert dict(zip(columns["name"], columns["description"], strict=True)) == {
        "Descent": "By whom one descends",
        "Houses": None,
    }
    themes = store.read("MATCH (t:Trait)-[:ABOUT]->(x:Theme) RETURN t.name AS t, x.name AS x")
    assert [(row["t"], row["x"]) for row in themes] == [("Descent", "Kinship")]
    columns = store.nodes("Document", ["title", "licence", "remarks"])
    assert (columns["title"], columns["licence"]) == (["Houses"], ["CC-BY-4.0"])
    assert len(columns["remarks"][0]) == 2
    assert "line 6: 'gone' is not in the LanguageTable" in columns["remarks"][0][0]
    assert "another value" in columns["remarks"][0][1]


def test_packed_tables_and_packed_folders_give_the_same(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", packed=True)
    assert {"values.csv.zip", "sources.bib.zip"} <= {path.name for path in folder.iterdir()}
    outcome = ingest(store, folder, source="test")
    assert (outcome.notices, traits(store)) == ((), EXPECTED)
    whole = {f"set/{path.name}": path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "all.zip").write_bytes(zipped(whole))
    ingest(store, tmp_path / "b", source="test", prune=True)
    assert store.nodes("Document", ["part"])["part"] == [f"set/{METADATA}"]
    assert traits(store) == EXPECTED


def test_a_changed_table_is_read_again_and_what_is_gone_goes(
    embedded_store: Store, tmp_path: Path
) -> None:
    empty(embedded_store)
    folder = write(tmp_path / "texts")
    ingest(embedded_store, folder)
    values = folder / "values.csv"
    values.write_text(values.read_text().replace("round", "square"))
    outcome = ingest(embedded_store, folder, prune=True)
    assert outcome.changed == (METADATA,)
    assert ("Wakandan", "Houses", "square", "square", None, None) in traits(embedded_store)
    for path in folder.iterdir():
        path.unlink()
    (folder / "a.txt").write_text("The Ojibwa build a wigwam.")
    ingest(embedded_store, folder, prune=True)
    assert store_is_without_tables(embedded_store)


def store_is_without_tables(store: Store) -> bool:
    counts = store.counts()
    return counts["Culture"] == 1 and not (counts["Trait"] or counts["LOCATED_BY"])


def only(folder: Path) -> SourceFile:
    [file] = survey(folder).files
    return file


def table(folder: Path) -> TableDocument:
    [(_, document)] = documents(only(folder), Remarks())
    assert isinstance(document, TableDocument)
    return document


def test_a_data_set_without_description_is_known_by_its_columns(tmp_path: Path) -> None:
    folder = write(tmp_path / "bare")
    (folder / METADATA).unlink()
    file = only(folder)
    assert file.path == "values.csv"
    assert isinstance(file.table, DataSet)
    document = table(folder)
    assert [row.name for row in document.cultures] == ["Ojibwa", "Wakandan"]
    assert [row.value for row in document.traits][:2] == ["patrilineal", "by the mother"]


def test_the_manifest_may_say_otherwise(tmp_path: Path) -> None:
    folder = write(tmp_path / "said")
    rule = "{match: languages.csv, table: {kind: cultures, name: Name}}"
    (folder / "umran.yaml").write_text(f"files: [{{match: '*.json', skip: true}}, {rule}]")
    [file] = survey(folder).files
    assert file.path == "languages.csv"
    assert not isinstance(file.table, DataSet)


def test_large_tables_become_a_document_a_trait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_VALUES", 3)
    found = list(documents(only(write(tmp_path / "big")), Remarks()))
    assert [part.part for part, _ in found] == ["cultures", "p1", "p2"]
    counts = [(len(d.cultures), len(d.traits)) for _, d in found if isinstance(d, TableDocument)]
    assert counts == [(2, 0), (0, 2), (0, 2)]


def altered(folder: Path, change: object) -> Path:
    """A data set of which the description of the first table says something else."""
    path = write(folder) / METADATA
    said = json.loads(path.read_text())
    if isinstance(change, dict):
        said["tables"][0] |= change
    path.write_text(change if isinstance(change, str) else json.dumps(said))
    return folder


COLUMN = {"name": "ID", "propertyUrl": "http://cldf.clld.org/v1.0/terms.rdf#id"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no JSON object"),
        ({"url": "../values.csv"}, "not below its folder"),
        ({"url": "/etc/passwd"}, "not below its folder"),
        ({"url": "file:///etc/passwd"}, "not below its folder"),
        ({"url": 7}, "not below its folder"),
        ({"url": "nothing.csv"}, "not in the source's folder"),
        ({"tableSchema": "http://127.0.0.1/schema.json"}, "columns"),
        ({"tableSchema": {"columns": [COLUMN, COLUMN]}}, "not valid"),
        ({"tableSchema": {"columns": [COLUMN]}}, "languageReference"),
        ({"dc:conformsTo": "x"}, "no table of values"),
    ],
)
def test_what_is_broken_as_a_whole_is_set_aside(
    tmp_path: Path, change: object, reason: str
) -> None:
    [file] = [f for f in survey(altered(tmp_path / "x", change)).files if f.path == METADATA]
    with pytest.raises(Unreadable, match=reason):
        list(documents(file, Remarks()))


def test_a_table_that_is_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write(tmp_path / "in")
    (folder / "values.csv").rename(tmp_path / "values.csv")
    (folder / "values.csv").symlink_to(tmp_path / "values.csv")
    [file] = survey(folder).files
    with pytest.raises(Unreadable, match="outside"):
        list(documents(file, Remarks()))


def test_nothing_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        folder = write(tmp_path / "net")
        said = json.loads((folder / METADATA).read_text())
        said |= {"@context": here, "@base": here, "dialect": here, "dc:source": here}
        said["tables"][1] |= {"dialect": here, "@id": here, "dc:source": here}
        said["tables"][1]["tableSchema"] |= {"@id": here, "valueUrl": here, "aboutUrl": here}
        (folder / METADATA).write_text(json.dumps(said))
        assert len(table(folder).traits) == 4
        said["tables"][0]["url"] = here
        (folder / METADATA).write_text(json.dumps(said))
        [file] = [f for f in survey(folder).files if f.path == METADATA]
        with pytest.raises(Unreadable, match="below its folder"):
            list(documents(file, Remarks()))
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
