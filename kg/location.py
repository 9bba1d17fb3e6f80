"""Where in a text something stands that the reading door refuses.

For people only: the store's parser has judged before, and what is not found here stays refused.
"""

import re
from typing import NamedTuple

_COMMENT = r"//[^\n\r]*|/\*.*?(?:\*/|\Z)"
_STRING = r"""'(?:[^'\\]|\\.)*(?:'|\Z)|"(?:[^"\\]|\\.)*(?:"|\Z)"""
_NAME = r"`[^`]*(?:`|\Z)"
_QUIET = re.compile(f"{_NAME}|(?P<quiet>{_COMMENT}|{_STRING})", re.S)
_QUOTED = re.compile(f"(?P<quiet>{_NAME}|{_COMMENT}|{_STRING})", re.S)
_WRITES = (
    "create|merge|set|remove|delete|detach|nodetach|foreach|insert|drop|alter|rename|grant|deny|"
    "revoke|start|stop|enable|update|in(?:\\s+\\w+)?\\s+transactions"
)
_STEPS = (
    ("load", r"load\b"),
    ("show", r"show\b"),
    ("terminate", r"terminate\b"),
    ("transaction", r"in(?:\s+\w+)?\s+transactions\b"),
    ("call", r"call\b"),
)


class Location(NamedTuple):
    """A place in a text, both counted from 1."""

    line: int
    column: int


def place(text: str, offset: int) -> Location:
    """The line and column of `text[offset]`."""
    before = text[:offset]
    return Location(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def unquoted(text: str) -> str:
    """`text` with spaces for strings and comments; names in backticks, lines and columns stay."""
    return _blanked(text, _QUIET)


def write(text: str) -> Location:
    """The first clause outside quotes and comments that can write."""
    return _first(_blanked(text, _QUOTED), rf"(?<![.:$\w])(?:{_WRITES})\b")


def step(text: str, name: str) -> Location:
    """The clause that a plan's operator or a parse tree's command comes from."""
    folded = re.sub(r"\W", "", name).casefold()
    patterns = [pattern for start, pattern in _STEPS if folded.startswith(start)]
    return _first(_blanked(text, _QUOTED), rf"\b(?:{patterns[0]})" if patterns else r"\S")


def call(text: str, name: str) -> Location:
    """The procedure or function of this name, however it is quoted and spaced."""
    parts = (rf"`?{re.escape(part)}`?" for part in name.split("."))
    return _first(unquoted(text), r"\s*\.\s*".join(parts))


def _first(blanked: str, pattern: str) -> Location:
    found = re.search(pattern, blanked, re.I) or re.search(r"\S", blanked)
    return place(blanked, found.start() if found else 0)


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """`text` with spaces for what `quiet` matches; lines and columns stay."""
    return pattern.sub(lambda match: _spaces(match[0]) if match["quiet"] else match[0], text)


def _spaces(quoted: str) -> str:
    return re.sub(r"[^\n]", " ", quoted)
