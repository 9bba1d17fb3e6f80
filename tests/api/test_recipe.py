"""Every recipe answers on the example graph, on both stores."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from api.learning import learn
from api.recipe import answer, find, recipes
from api.recipe_page import page
from api.recipe_picture import draw
from gnn.shape import Shape
from gnn.training import TrainConfig
from ingest.pipeline import ingest
from kg.errors import NotFound, SettingsError, UmranError
from kg.settings import Settings
from kg.store import Store

ROOT = Path(__file__).parent.parent.parent
SETTINGS = Settings(uri="")


def test_the_page_is_what_the_recipes_give() -> None:
    assert (ROOT / "docs" / "cypher.md").read_text() == page(), "run make docs"


def test_there_are_forty_and_each_is_a_question_with_known_parameters() -> None:
    assert len(recipes()) >= 40
    for recipe in recipes().values():
        assert recipe.question.rstrip(".)").find("?") > 0 or recipe.question.endswith("hollow.")
        used = {each for each in recipe.defaults() if f"${each}" in recipe.text}
        assert used == recipe.defaults().keys()


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """The examples with a few of their pictures and sounds: encoding all of them takes long."""
    whole, part = ROOT / "examples", tmp_path / "examples"
    shutil.copytree(whole, part, ignore=shutil.ignore_patterns("*.py", "images", "sounds"))
    for name in ("ottoman-mosque-plan.png", "ottoman-tulip-tiles.png", "persian-girih.png"):
        (part / "images").mkdir(exist_ok=True)
        shutil.copy(whole / "images" / name, part / "images")
    return part


def test_every_recipe_answers(store: Store, examples: Path) -> None:
    ingest(store, examples)
    learn(store, TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2, pairs=32))
    failed: dict[str, str] = {}
    for recipe in recipes().values():
        try:
            found, asked = answer(store, recipe, {}, SETTINGS)
            if not found.rows:
                failed[recipe.name] = "no rows"
            elif recipe.picture:
                with Image.open(io.BytesIO(draw(recipe, found, asked))) as picture:
                    assert min(picture.size) > 200
        except UmranError as error:
            failed[recipe.name] = str(error)
    assert not failed
    _asks_as_people_do(store)


def _asks_as_people_do(store: Store) -> None:
    given = {"culture": "osmanlı", "other": "acem"}
    found, asked = answer(store, find("shared-structures"), given, SETTINGS)
    assert (asked["culture"], asked["other"]) == ("Ottoman", "Persian")
    assert found.columns[0] == "shared"
    with pytest.raises(NotFound, match="Otoman"):
        answer(store, find("nearest"), {"culture": "Otoman"}, SETTINGS)
    with pytest.raises(SettingsError, match="cultur"):
        answer(store, find("nearest"), {"cultur": "Ottoman"}, SETTINGS)
    with pytest.raises(SettingsError, match="whole number"):
        answer(store, find("nearest"), {"limit": "ten"}, SETTINGS)


def test_a_misspelt_recipe_gets_a_hint() -> None:
    with pytest.raises(NotFound, match="shared-practices"):
        find("shared-practises")
