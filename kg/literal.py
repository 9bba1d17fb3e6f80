"""Values as Cypher writes them, for scripts that carry their data within."""

import math
from typing import Any

_WORDS = {None: "null", True: "true", False: "false"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: Any) -> str:
    """`value` as a Cypher literal of one line. Raises TypeError for what has none."""
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, str):
        return f'"{"".join(map(_character, value))}"'
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {literal(each)}' for key, each in value.items())}}}"
    raise TypeError(f"{type(value).__name__} has no Cypher literal")


def _number(value: float) -> str:
    if isinstance(value, int) or math.isfinite(value):
        return repr(value)
    return "(0.0 / 0.0)" if math.isnan(value) else f"({math.copysign(1, value)} / 0.0)"


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    plain = character.isprintable() or ord(character) > 0xFFFF
    return character if plain else f"\\u{ord(character):04x}"
