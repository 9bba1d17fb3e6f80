"""Cypher that begins with comments: how recipes and Bloom's saved Cypher are kept in files.

A comment is a note, in the order that its reader knows, or says of a parameter
`$name = value: what it is`, where the value is one that the example graph answers with rows.
"""

import re
from dataclasses import dataclass

_COMMENT = "// "
_OF_PARAMETER = re.compile(r"\$\w+ = ")
_PARAMETER = re.compile(r"\$(\w+) = (.+?): (.+)")


@dataclass(frozen=True, slots=True)
class Commented:
    """`parameters` are (name, value, what it is); `cypher` has no line break at its end."""

    notes: tuple[str, ...]
    parameters: tuple[tuple[str, str, str], ...]
    cypher: str


def read(text: str) -> Commented:
    """One statement with the comments before it. Raises ValueError for a parameter of which
    nothing is said."""
    lines = text.strip("\n").split("\n")
    first = next((i for i, line in enumerate(lines) if not line.startswith(_COMMENT)), len(lines))
    comments = [line.removeprefix(_COMMENT) for line in lines[:first]]
    notes = tuple(each for each in comments if not _OF_PARAMETER.match(each))
    parameters = tuple(_parameter(each) for each in comments if _OF_PARAMETER.match(each))
    return Commented(notes, parameters, "\n".join(lines[first:]))


def _parameter(comment: str) -> tuple[str, str, str]:
    found = _PARAMETER.fullmatch(comment)
    if not found:
        raise ValueError(f"{comment!r} says nothing of a parameter")
    return found[1], found[2], found[3]
