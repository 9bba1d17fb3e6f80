"""Saved Cypher of Bloom: search phrases and scene actions, from two files in `api/bloom`.

A statement begins with comments: what it finds; what people type, in English and in Turkish; a
line for each parameter, with an example that the example graph answers and the property whose
values are suggested. " / " parts English from Turkish; without it both are the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PARAMETER = re.compile(r"\$(\w+) = (.+): (\w+\.\w+.*|none)")
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
    return tuple(
        _phrase(lang, notes, cypher) for lang in _LANGUAGES for notes, cypher in _read("phrases")
    )


@cache
def actions() -> tuple[Action, ...]:
    """All scene actions."""
    return tuple(Action(notes[0], cypher) for notes, cypher in _read("actions"))


def _read(name: str) -> Iterator[tuple[list[str], str]]:
    text = files("api").joinpath("bloom", f"{name}.cypher").read_text("utf-8")
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        notes = [line[3:] for line in lines if line.startswith("// ")]
        yield notes, "\n".join(line for line in lines if not line.startswith("// "))


def _phrase(lang: str, notes: list[str], cypher: str) -> Phrase:
    [meaning, text] = (_half(note, lang) for note in notes[:2])
    parameters = tuple(_parameter(note, lang) for note in notes[2:])
    return Phrase(lang, meaning, text, parameters, cypher)


def _parameter(note: str, lang: str) -> Parameter:
    found = _PARAMETER.fullmatch(note)
    if not found:
        raise ValueError(f"{note!r} is no parameter of a search phrase")
    name, example, suggested = found.groups()
    label, _, property = _half(suggested, lang).partition(".")
    return Parameter(name, _half(example, lang), label if property else "", property)


def _half(text: str, lang: str) -> str:
    return text.split(" / ")[_LANGUAGES.index(lang) if " / " in text else 0]
