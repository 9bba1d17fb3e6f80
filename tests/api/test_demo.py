"""The demo from files to the report; slow, so it is run once and looked at from all sides."""

import re
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from api.cli import app
from api.demonstration import Demonstration, demonstrate
from kg.settings import load
from kg.store import Store, open_store
from tests.graph import Dump, dump


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def shown(folder: Path) -> Demonstration:
    return demonstrate(folder)


@pytest.fixture(scope="module")
def graph(shown: Demonstration, folder: Path) -> Dump:
    """What the first run left; every mention in it resolves."""
    with open_store(load({"uri": "", "data": folder / "store"})) as store:
        assert _unresolved(store) == []
        return dump(store)


def test_every_culture_has_a_nearest_one_with_score_and_sources(shown: Demonstration) -> None:
    assert len(shown.rows) >= 16
    assert all(re.fullmatch(r".+ -?\d\.\d\d \(\d+\)", row[1]) for row in shown.rows)
    assert "Worship" in shown.columns


def test_pictures_and_page_are_there(shown: Demonstration) -> None:
    report, *pictures = shown.files
    assert len(pictures) == 6
    for picture in pictures:
        with Image.open(picture) as image:
            assert min(image.size) > 300
    page = report.read_text()
    assert page.count("data:image/png;base64,") == 6
    assert "<script" not in page
    assert shown.verdict
    assert "http" not in page.replace("http-equiv", "")


def test_again_does_nothing_twice(shown: Demonstration, graph: Dump, folder: Path) -> None:
    pages = {path.name: path.read_bytes() for path in shown.files}
    drawn = [path.stat().st_mtime_ns for path in shown.files]
    again = demonstrate(folder)
    assert not again.new
    assert again.files == shown.files
    assert [path.stat().st_mtime_ns for path in again.files] == drawn
    assert {path.name: path.read_bytes() for path in again.files} == pages
    with open_store(load({"uri": "", "data": folder / "store"})) as store:
        assert dump(store) == graph


def test_a_drift_names_its_largest_step(shown: Demonstration, folder: Path, tmp_path: Path) -> None:
    asked = ["--data", str(folder / "store"), "drift", "Ottoman", "--out", str(tmp_path / "d.png")]
    said = CliRunner().invoke(app, asked).output
    assert "Ottoman (Politics)" in said
    assert "Largest step" in said
    assert said.count("before: “") == said.count("after: “") == 3
    with Image.open(tmp_path / "d.png") as image:
        assert min(image.size) > 300


def _unresolved(store: Store) -> list[object]:
    return store.read(
        "MATCH (p:Passage)-[m:MENTIONS]->() MATCH (p)-[:PART_OF]->(d:Document) "
        "WHERE substring(d.text, m.start, m.end - m.start) <> m.surface "
        "RETURN p.text AS text, m.surface AS surface"
    )
