"""Candidates for correction: what is planted is found, what is decided is not asked again."""

import csv
from pathlib import Path

import pytest
import spacy

from api.overview import overview
from api.review import Candidate, count, review
from api.why import why
from ingest.corrections import FILE_NAME
from ingest.lookalikes import lookalikes
from ingest.pipeline import ingest
from kg.store import Store
from tests.graph import empty

FILES = {
    "1.md": "---\nlanguage: en\n---\n# A\nThe Zorvani live here. The Zorvani weave.",
    "2.md": "---\nlanguage: en\n---\n# B\nThe Zorvanni sing, and Zorvanni dance. Near Qoxelistar.",
    "3.md": "---\nlanguage: en\n---\n# C\nThe Ojibwoe met the Ojibwa. Qoxelistar, they say.",
}
PATTERNS = [
    *(("CULTURE", name) for name in ("Zorvani", "Zorvanni", "Ojibwoe")),
    ("PLACE", "Qoxelistar"),
]


@pytest.fixture(scope="session")
def finder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An extractor that knows some names that the lexicon does not."""
    folder = tmp_path_factory.mktemp("rules")
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = [{"label": label, "pattern": name} for label, name in PATTERNS]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return f"lexicon,spacy:{folder}"


@pytest.fixture
def root(store: Store, finder: str, tmp_path: Path) -> Path:
    root = tmp_path / "texts"
    root.mkdir()
    for path, text in FILES.items():
        (root / path).write_text(text, encoding="utf-8")
    (root / "4.md").write_text("---\nculture: [Qoxelistar]\n---\nNothing.", encoding="utf-8")
    ingest(store, root, extract=finder)
    return root


def paste(candidate: Candidate, row: str) -> None:
    [name] = candidate.files
    path = Path(name)
    before = path.read_text() if path.exists() else "action,label,name,into,where,note\n"
    path.write_text(f"{before}{row}\n")


def found(store: Store) -> dict[tuple[str, str], Candidate]:
    return {(each.kind, each.name.name): each for each in review(store)}


def test_what_is_planted_is_found_and_what_is_decided_is_not_asked_again(
    store: Store, root: Path, finder: str
) -> None:
    candidates = found(store)
    near = candidates["near", "Zorvanni"]
    assert (near.into.name, near.name.mentions, near.into.mentions) == ("Zorvani", 2, 2)
    assert next(csv.reader([near.merge])) == ["merge", "Culture", "Zorvanni", "Zorvani", "", ""]
    assert {quote.path for quote in near.quotes} == {"1.md", "2.md"}
    assert near.files == (str(root / FILE_NAME),)
    assert candidates["lexicon", "Ojibwoe"].into.name == "Ojibwa"
    homonym = next(each for (kind, _), each in candidates.items() if kind == "homonym")
    assert {homonym.name.label, homonym.into.label} == {"Culture", "Place"}
    assert overview(store)["review"] == count(store) == len(candidates) == 3
    assert len(review(store, limit=1)) == 1

    paste(near, near.merge)
    paste(homonym, homonym.keep)
    assert set(found(store)) == {("lexicon", "Ojibwoe")}
    ojibwoe = candidates["lexicon", "Ojibwoe"]
    paste(ojibwoe, ojibwoe.merge)
    ingest(store, root, extract=finder, prune=True)
    assert count(store) == 0
    assert (why(store, "Zorvani").total, why(store, "Ojibwa").total) == (4, 2)


def test_an_entity_is_found_by_the_name_that_it_is_shown_by(
    store: Store, root: Path, finder: str
) -> None:
    (root / FILE_NAME).write_text(
        "action,label,name,into\n"
        "rename,Culture,Zorvani,The Weavers\n"
        "merge,Culture,Zorvanni,zorvani\n"
    )
    ingest(store, root, extract=finder, prune=True)
    assert why(store, "the weavers").what == why(store, "Zorvani").what == "The Weavers"
    assert why(store, "the weavers").facts["also called"] == "Zorvani"
    assert why(store, "the weavers").total == 4


COLUMNS = "name: n, latitude: la, longitude: lo, region: r"
MANIFEST = f"files: [{{match: '*.csv', table: {{kind: cultures, {COLUMNS}}}}}]"


def test_one_name_in_two_places_is_asked_about(embedded_store: Store, tmp_path: Path) -> None:
    empty(embedded_store)
    (tmp_path / "umran.yaml").write_text(MANIFEST)
    (tmp_path / "a.csv").write_text("n,la,lo,r\nZorvani,42,43,Caucasus\nXelani,1,1,\n")
    (tmp_path / "b.csv").write_text("n,la,lo,r\nZorvani,33,-83,America\nXelani,2,2,\n")
    (tmp_path / "t.md").write_text("---\nculture: Zorvani\n---\nNothing.")
    ingest(embedded_store, tmp_path)
    [candidate] = review(embedded_store)
    assert (candidate.kind, candidate.into.name) == ("place", "Zorvani (America)")
    assert candidate.places == ("a.csv: Caucasus at 42, 43", "b.csv: America at 33, -83")
    paste(candidate, candidate.keep)
    assert count(embedded_store) == 0
    ingest(embedded_store, tmp_path, prune=True)
    names = embedded_store.nodes("Culture", ["name"])["name"]
    assert set(names) == {"Zorvani", "Zorvani (America)", "Xelani"}
    (tmp_path / FILE_NAME).unlink()
    ingest(embedded_store, tmp_path, prune=True)
    [candidate] = review(embedded_store)
    paste(candidate, candidate.merge)
    assert count(embedded_store) == 0


def pairs(label: str, *names: str) -> set[tuple[str, str]]:
    mentions = {name: len(names) - i for i, name in enumerate(names)}
    return {(each.name, each.into) for each in lookalikes(label, mentions)}


def test_numbers_and_short_names_tell_apart() -> None:
    assert pairs("Person", "Qoban II", "Qoban III", "Qoban IV", "Xaw", "Xav") == set()


def test_endings_order_and_points_do_not_tell_apart() -> None:
    assert pairs("Person", "Qoban Zarevi", "Zarevi Qoban", "Qoban Zarevi'nin") == {
        ("Zarevi Qoban", "Qoban Zarevi"),
        ("Qoban Zarevi'nin", "Qoban Zarevi"),
    }
    assert pairs("Culture", "Zorvanek", "Zorvanekler") == {("Zorvanekler", "Zorvanek")}


def test_nothing_is_chained_into_one() -> None:
    """Each name in a row of near ones is asked about beside one other, not all beside all."""
    names = ("abcdef", "abcdeg", "abcdhg", "abckhg", "abmkhg")
    found = pairs("Concept", *(f"zq{name}" for name in names))
    assert len(found) == len(names) - 1
    assert all(sum(a != b for a, b in zip(*pair, strict=True)) == 1 for pair in found)
