"""Which regular expressions can take time that grows too fast with the length of the text."""

MOST = 3
"""Repetitions without an end in one pattern: the time grows as this power of the length."""


def explodes(pattern: str) -> bool:
    """Whether a repetition stands behind a group that repeats or chooses, or there are too many.

    Refuses too much rather than too little: `(ab|cd)+` is harmless, and refused.
    """
    endless, groups, closed = 0, [False], False
    characters = iter(_outside_classes(pattern))
    for character in characters:
        if character == "\\":
            next(characters, "")
        repeats = character in "*+{"
        if repeats and closed:
            return True
        if character == "(":
            groups.append(False)
        elif repeats or character == "|":
            groups[-1] = True
            endless += repeats
        closed = character == ")" and len(groups) > 1 and groups.pop()
        if closed:
            groups[-1] = True
    return endless > MOST


def _outside_classes(pattern: str) -> str:
    """The pattern with `x` for each [class]."""
    kept, inside, escaped = [], False, False
    for character in pattern:
        if not inside and character == "[" and not escaped:
            inside = True
        elif inside and character == "]" and not escaped:
            inside = False
            kept.append("x")
        elif not inside:
            kept.append(character)
        escaped = character == "\\" and not escaped
    return "".join(kept)
