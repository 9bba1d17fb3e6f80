"""Saved Cypher of Bloom: search phrases and scene actions, from two files in `api/bloom`.

The notes before a statement (`api.commented`) say what it finds and what people type, in English
and in Turkish; of a parameter is said which property's values are suggested, or none. " / " parts
English from Turkish; without it both are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.commented import Commented, read

_LANGUAGES = ("en", "tr")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`label` and `property` say whose values are suggested; empty: none are."""

    name: str
    example: str
    label: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question that is typed: `text` holds its parameters as $name. `cypher` gives paths."""

    lang: str
    meaning: str
    text: str
    parameters: tuple[Parameter, ...]
    cypher: str

    def examples(self) -> dict[str, str]:
        """Parameters that the example graph answers with paths."""
        return {each.name: each.example for each in self.parameters}


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done with a selection, which Bloom gives as $nodes or $relationships."""

    name: str
    cypher: str


@cache
def phrases() -> tuple[Phrase, ...]:
    """All search phrases, the English ones first."""
    return tuple(_phrase(lang, each) for lang in _LANGUAGES for each in _read("phrases"))


@cache
def actions() -> tuple[Action, ...]:
    """All scene actions."""
    return tuple(Action(each.notes[0], each.cypher) for each in _read("actions"))


def _read(name: str) -> Iterator[Commented]:
    text = files("api").joinpath("bloom", f"{name}.cypher").read_text("utf-8")
    yield from map(read, text.strip().split("\n\n"))


def _phrase(lang: str, found: Commented) -> Phrase:
    meaning, text = (_half(note, lang) for note in found.notes)
    parameters = tuple(_parameter(*each, lang) for each in found.parameters)
    return Phrase(lang, meaning, text, parameters, found.cypher)


def _parameter(name: str, example: str, suggested: str, lang: str) -> Parameter:
    label, _, property = _half(suggested, lang).partition(".")
    return Parameter(name, _half(example, lang), label if property else "", property)


def _half(text: str, lang: str) -> str:
    return text.split(" / ")[_LANGUAGES.index(lang) if " / " in text else 0]
