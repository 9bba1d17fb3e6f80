"""`import kg`, as people use it in notebooks, and the same graph as py2neo objects."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.culture import Culture
from kg.errors import NotFound, QueryRefused, SettingsError, StoreError
from kg.graph import Graph
from kg.records import Records
from kg.schema import SCHEMA
from kg.terms import stem
from kg.transaction import Transaction
from tests.conftest import KINDS, SettingsFor
from tests.graph import dump

SENTENCES = ("The mosque has a dome.", "The mosque of the Ottomans has a court.")
ROWS = {
    "Culture": [
        {"uid": "c0", "name": "Ottoman", "norm": "ottoman", "aliases": ["Osmanlı"]},
        {"uid": "c1", "name": "Ojibwa", "norm": "ojibwa", "family": "Algic"},
        {"uid": "c2", "name": "Venetian", "norm": "venetian"},
    ],
    "Structure": [
        {"uid": "s0", "name": "mosque", "norm": "mosque", "aliases": ["cami"]},
        {"uid": "s1", "name": "dome", "norm": "dome"},
    ],
    "Document": [{"uid": "d0", "title": "On domes", "source": "small", "path": "a.md"}],
    "Passage": [
        {"uid": f"p{i}", "idx": i, "text": text, "terms": stem(text, "en"), "lang": "en"}
        for i, text in enumerate(SENTENCES)
    ],
    "Trait": [{"uid": "t0", "name": "descent", "code": "descent"}],
    "Theme": [{"uid": "h0", "name": "Architecture", "name_tr": "Mimarlık"}],
    "Run": [{"uid": "r0", "name": "train", "current": True}],
}
EDGES = (
    ("DESCRIBES", "Document", "Culture", "d0", "c0", {}),
    ("PART_OF", "Passage", "Document", "p0", "d0", {}),
    ("PART_OF", "Passage", "Document", "p1", "d0", {}),
    ("MENTIONS", "Passage", "Structure", "p0", "s0", {"start": 4, "end": 10, "surface": "mosque"}),
    ("MENTIONS", "Passage", "Structure", "p0", "s1", {"start": 17, "end": 21, "surface": "dome"}),
    ("MENTIONS", "Passage", "Structure", "p1", "s0", {"start": 27, "end": 33, "surface": "mosque"}),
    ("MENTIONS", "Passage", "Culture", "p1", "c0", {"start": 41, "end": 49, "surface": "Ottomans"}),
    ("HAS_TRAIT", "Culture", "Trait", "c0", "t0", {"document": "d", "value": "patrilineal"}),
    ("HAS_TRAIT", "Culture", "Trait", "c1", "t0", {"document": "d", "value": "bilateral"}),
    (
        *("SIMILAR_TO", "Culture", "Culture", "c0", "c1"),
        {"run": "r0", "theme": "architecture", "score": 0.5, "rank": 1, "sources": 2},
    ),
)


def fill(tx: Transaction) -> None:
    for label, rows in ROWS.items():
        tx.upsert(label, rows)
    for type_, source, target, a, b, properties in EDGES:
        tx.link(type_, source, target, [{"source": a, "target": b, "properties": properties}])


def test_importing_it_loads_nothing() -> None:
    code = "import sys, kg; dir(kg); print({'neo4j', 'pydantic', 'numpy'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert found.stdout.strip() == "set()"
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(dir(kg)) == set(kg.__all__)


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="new=True"):
        kg.open(tmp_path / "nothing")
    with pytest.raises(AttributeError, match="opne"):
        _ = kg.opne  # type: ignore[attr-defined]


@pytest.fixture(params=KINDS)
def graph(request: pytest.FixtureRequest, settings_for: SettingsFor) -> Iterator[Graph]:
    """A small graph in a store of that kind, opened as a notebook opens it."""
    at = settings_for(request.param)
    secret = at.password.get_secret_value()
    with kg.open(at.uri or at.data, user=at.user, password=secret, new=True) as opened:
        opened.store.write(fill)
        yield opened


def test_people_ask_by_name_and_get_tables(graph: Graph) -> None:
    assert [each.name for each in graph.cultures()] == ["Ojibwa", "Ottoman"]
    ottoman = graph.culture("osmanlı")
    assert (ottoman.name, ottoman.documents, ottoman.traits) == ("Ottoman", 1, 1)
    assert "Osmanlı" in ottoman.aliases
    assert [(each.trait, each.value, each.year) for each in graph.traits("Osmanli")] == [
        ("descent", "patrilineal", None)
    ]
    [near] = graph.similar("Osmanlı", theme="mimarlık")
    assert (near.name, near.score, near.ci_low) == ("Ojibwa", 0.5, None)
    quotes = graph.evidence("cami")
    assert {quote.surface for quote in quotes} == {"mosque"}
    assert [quote.surface for quote in graph.evidence("Ottoman", "mosque")] == ["Ottomans"]
    assert graph.search("domes")[0].text == "The mosque has a dome."
    with pytest.raises(NotFound, match="Ottoman"):
        graph.culture("Otoman")

    frame = graph.similar("Ottoman", theme="architecture").pandas()
    assert frame.loc[0, "name"] == "Ojibwa"
    assert [*graph.traits("Ottoman").pandas().columns][:2] == ["trait", "value"]
    _cypher_reads(graph)
    _objects(graph)
    graph.close()
    graph.close()
    with pytest.raises(StoreError):
        graph.cultures()


def _cypher_reads(graph: Graph) -> None:
    text = "MATCH (c:Culture {name: $name})-[h:HAS_TRAIT]->(t) RETURN t.name AS t, h.value AS v"
    found = graph.query(text, name="Ottoman")
    assert (len(found), [*found], found["v"]) == (
        1,
        [{"t": "descent", "v": "patrilineal"}],
        ["patrilineal"],
    )
    assert found.pandas().shape == (1, 2)
    assert graph.query(text, name="nobody").rows == ()
    assert graph.query("RETURN '<b>' AS x")._repr_html_().count("&lt;b&gt;") == 1
    with pytest.raises(KeyError, match="there are t, v"):
        found["w"]
    with pytest.raises(QueryRefused, match="would write"):
        graph.query("CREATE (n:Culture {uid: 'x'})")


def _objects(graph: Graph) -> None:
    """py2neo reads the same, and writes nothing."""
    from kg import ogm

    assert ogm.MODELS.keys() == {node.label for node in SCHEMA.nodes}
    for node in SCHEMA.nodes:
        assert {each.name for each in node.properties} <= vars(ogm.MODELS[node.label]).keys()
    before = dump(graph.store)
    repository = ogm.open_repository(graph)
    ottoman = repository.match(ogm.MODELS["Culture"]).where(name="Ottoman").first()
    [(_, (_, how), trait)] = ottoman.has_trait.triples()
    assert (trait.name, how["value"], how["year"]) == ("descent", "patrilineal", None)
    [document] = ottoman.from_describes
    assert (type(document).__name__, document.title) == ("Document", "On domes")
    passage = repository.match(ogm.MODELS["Passage"]).where(text="The mosque has a dome.").first()
    assert {(type(each).__name__, each.name) for each in passage.mentions} == {
        ("Structure", "mosque"),
        ("Structure", "dome"),
    }
    ottoman.name = "Turk"
    for write in (repository.save, repository.delete):
        with pytest.raises(TypeError, match="cannot be written"):
            write(ottoman)
    assert dump(graph.store) == before


def test_no_records_are_still_a_table() -> None:
    frame = Records(Culture, []).pandas()
    assert (len(frame), frame.columns[0]) == (0, "name")


def test_what_is_said_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="UMRAN_DATABASE"):
        kg.open("bolt://127.0.0.1:1", database=7)  # type: ignore[arg-type]
