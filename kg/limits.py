"""Cheap limits on a text, before a store's parser sees it: what could keep a server busy for ever.

Planning a hostile text can hang a server, and Neo4j ends neither a long list expression nor a
regular expression when its transaction times out. None of this judges whether a text writes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg import location
from kg.errors import QueryRefused
from kg.pattern import explodes

MAX_LENGTH = 20_000
MAX_NESTING = 60
MAX_RANGE = 10_000
"""Most that a number in a `range` inside an expression may be; after UNWIND there is no limit."""
_PREFIX = re.compile(
    r"(?>\s|//[^\n\r]*[\n\r]|/\*.*?\*/)*+(explain|profile|cypher|use)\b", re.I | re.S
)
_MOST = (
    (re.compile(r"\b(?:xor|or|and|not|union|call|match|with|when|unwind)\b", re.I), 200),
    (re.compile(r"[-+*/%^<>=\[]"), 800),
    (re.compile(r"\bxor\b", re.I), 8),
    (re.compile(r"\)\s*(?:<\s*)?-(?:\s*\[[^\]]*\]\s*)?-"), 40),
)
_RANGE = re.compile(r"(?<![\w.])`?range`?\s*\(", re.I)
_UNWIND = re.compile(r"\bunwind\s*$", re.I)
_COUNTED = re.compile(
    r"(?>\s+|\d+(?![\w.])|(?:size|length)\s*\([^()]*\)|[a-z_]\w*\.\w+|[-+,])*+", re.I
)
_LARGE = re.compile(r"\d{7,}|0x|\de\d|\^|timestamp|epoch|tointeger|[\w)\]]\s*\*\s*[\w($]", re.I)
_EDGE = re.compile(r"-\s*\[[^\]]*\]")
_MATCHES = re.compile(r"=~")
_OPERAND = re.compile(
    r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\$`?(\w+)`?)\s*""", re.DOTALL
)


def check_limits(text: str, parameters: Mapping[str, Any]) -> None:
    """Raise QueryRefused, with the place, for the first limit that `text` passes."""
    if not text.strip():
        raise QueryRefused("The query is empty.")
    for offset, what, hint in _passed(text, parameters):
        raise QueryRefused(what, hint=hint, at=location.place(text, offset))


def _passed(text: str, parameters: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """(offset, what is too much, what to do) of each limit that `text` passes."""
    if len(text) > MAX_LENGTH:
        what = f"The query has {len(text)} characters; {MAX_LENGTH} are allowed."
        yield MAX_LENGTH, what, ""
        return
    if (escape := text.casefold().find("\\u")) >= 0:
        hint = "Write the character itself, or pass it as a parameter."
        yield escape, "The query has a unicode escape, which stores read differently.", hint
    if prefix := _PREFIX.match(text):
        yield prefix.start(1), f"A reading query cannot begin with {prefix[1].upper()}.", ""
    if (deep := _too_deep(text)) is not None:
        yield deep, f"The query nests brackets deeper than {MAX_NESTING}.", ""
    for operator, most in _MOST:
        found = [match.start() for match in operator.finditer(text)]
        if len(found) > most:
            yield found[most], "The query has too many operators to be planned safely.", ""
    yield from _long_ranges(location.unquoted(text))
    yield from _long_matches(text, parameters)


def _too_deep(text: str) -> int | None:
    depth = 0
    for offset, character in enumerate(text):
        if character in "([{":
            depth += 1
            if depth > MAX_NESTING:
                return offset
        elif character in ")]}":
            depth -= 1
    return None


def _long_ranges(text: str) -> Iterator[tuple[int, str, str]]:
    for found in _RANGE.finditer(text):
        if _UNWIND.search(text[: found.start()]):
            continue
        inside = _bracketed(text, found.end())
        numbers = re.findall(r"\d+", inside)
        small = all(len(number) < 6 and int(number) <= MAX_RANGE for number in numbers)
        short = small and _COUNTED.fullmatch(inside)
        if not short or ("." in inside and _LARGE.search(_EDGE.sub("", text))):
            hint = f"Write numbers up to {MAX_RANGE}, size(list), or UNWIND range(...) AS x."
            yield found.start(), "A range inside an expression cannot be stopped.", hint


def _bracketed(text: str, start: int) -> str:
    """What stands from `start` to the bracket that closes."""
    depth = 1
    for offset in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[offset], 0)
        if not depth:
            return text[start:offset]
    return text[start:]


def _long_matches(text: str, parameters: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    bare = location.unquoted(text)
    for found in _MATCHES.finditer(bare):
        pattern = _pattern(text, found.end(), parameters)
        if pattern is None:
            hint = "Write it as a string or a parameter, joined by +."
            yield found.start(), "The pattern behind =~ is not known before it runs.", hint
        elif explodes(pattern):
            hint = "Use at most three of * and +, and none behind a group that has one or a |."
            yield found.start(), "The pattern behind =~ could run for ever.", hint


def _pattern(text: str, start: int, parameters: Mapping[str, Any]) -> str | None:
    """The pattern that begins at `start`: strings and parameters joined by +, else None."""
    parts = []
    while operand := _OPERAND.match(text, start):
        single, double, name = operand.groups()
        value = parameters.get(name, "") if name else (single or double or "")
        parts.append(str(value).replace("\\\\", "\\") if not name else str(value))
        start = operand.end()
        if text[start : start + 1] != "+":
            return None if text[start : start + 1] in ("|", "[", ".") else "".join(parts)
        start += 1
    return None
