"""Recipes: questions about cultures in ready Cypher, a file each in `api/recipes`.

The notes before the Cypher (`api.commented`) are the question, and how the answer is drawn, where
a picture helps; the values of the parameters are defaults. The Cypher runs on both stores.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from api import commented
from kg.errors import NotFound, SettingsError
from kg.lookup import look_up
from kg.reading import query
from kg.schema import ENTITY_LABELS
from kg.settings import Settings
from kg.similar import EVERY_THEME, theme_id
from kg.store import Store
from kg.table import Table
from kg.theme import themes

_PICTURE = "picture: "


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a recipe can be asked with; the last word of `meaning` says what a name is looked up
    as: culture, theme, entity or trait."""

    name: str
    default: str | int
    meaning: str

    @property
    def kind(self) -> str:
        """What is looked up, or the meaning's last word where it is no name."""
        return "theme id" if self.meaning.startswith("id of") else self.meaning.split()[-1]


@dataclass(frozen=True, slots=True)
class Recipe:
    """`picture` is empty, or a kind of picture and the columns that it shows."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    picture: tuple[str, ...]
    text: str

    def defaults(self) -> dict[str, str | int]:
        """Parameters that the example graph answers with rows."""
        return {each.name: each.default for each in self.parameters}


@cache
def recipes() -> Mapping[str, Recipe]:
    """All recipes by name, sorted."""
    found = files("api").joinpath("recipes").iterdir()
    texts = {each.name.removesuffix(".cypher"): each.read_text("utf-8") for each in found}
    return {name: _read(name, texts[name]) for name in sorted(texts)}


def find(name: str) -> Recipe:
    """The recipe `name`. Raises NotFound, with near matches, if there is none."""
    rows = [{"uid": each, "name": each} for each in recipes()]
    return recipes()[look_up(name, rows, what="recipe")["uid"]]


def answer(
    store: Store, recipe: Recipe, given: Mapping[str, Any], settings: Settings
) -> tuple[Table, dict[str, Any]]:
    """The rows of a recipe, and what it was asked with, names as the graph has them.

    Raises SettingsError for a parameter that it does not have, NotFound for a name that the graph
    does not know.
    """
    unknown = sorted(given.keys() - recipe.defaults().keys())
    if unknown:
        known = ", ".join(recipe.defaults()) or "none"
        raise SettingsError(
            f"The recipe {recipe.name} has no parameter {unknown[0]!r}.", hint=f"It has: {known}."
        )
    asked = {each.name: _value(store, each, given) for each in recipe.parameters}
    found = query(
        store,
        recipe.text,
        asked,
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        size=settings.query_bytes,
    )
    return found, asked


def _read(name: str, text: str) -> Recipe:
    found = commented.read(text)
    parameters = tuple(_parameter(*each) for each in found.parameters)
    pictures = [note.removeprefix(_PICTURE) for note in found.notes if note.startswith(_PICTURE)]
    picture = tuple(pictures[0].split()) if pictures else ()
    return Recipe(name, found.notes[0], parameters, picture, found.cypher + "\n")


def _parameter(name: str, default: str, meaning: str) -> Parameter:
    return Parameter(name, int(default) if default.isdigit() else default, meaning)


def _value(store: Store, parameter: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(parameter.name, parameter.default)
    if isinstance(parameter.default, int):
        if not isinstance(value, int) or isinstance(value, bool):
            raise SettingsError(f"{parameter.name} is {value!r}, which is no whole number.")
        return value
    return _named(store, parameter, value if isinstance(value, str) else json.dumps(value))


def _named(store: Store, parameter: Parameter, name: str) -> str:
    labels = {
        "culture": ("Culture",),
        "theme": ("Theme",),
        "trait": ("Trait",),
        "entity": ENTITY_LABELS,
    }
    if parameter.kind == "theme id":
        return name if name == EVERY_THEME else theme_id(_known(store, "theme", ("Theme",), name))
    if parameter.kind not in labels:
        return name
    return _known(store, parameter.kind, labels[parameter.kind], name)


def _known(store: Store, what: str, labels: Iterable[str], name: str) -> str:
    rows = [row for label in labels for row in _names(store, label)]
    if not rows:
        raise NotFound(f"The graph holds no {what}.", hint="Ingest something first.")
    return str(look_up(name, rows, what=what)["name"])


def _names(store: Store, label: str) -> Iterator[dict[str, Any]]:
    if label == "Theme":
        yield from themes(store)
        return
    other = "code" if label == "Trait" else "aliases"
    columns = store.nodes(label, ["name", other])
    for uid, name, more in zip(*columns.values(), strict=True):
        yield {
            "uid": uid,
            "name": name,
            "aliases": more if isinstance(more, list) else [more or name],
        }
