"""Globs over paths inside a source: `*` and `?` stay within one folder, `**` crosses folders."""

import re
from functools import lru_cache


def fits(pattern: str, path: str) -> bool:
    """Whether a glob fits the whole of a path relative to the source's folder."""
    return _expression(pattern).fullmatch(path) is not None


@lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[!?[^\]/]+\])", pattern)
    return re.compile("".join(_MEANING.get(part) or _literal(part) for part in parts))


_MEANING = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _literal(part: str) -> str:
    if part.startswith("[") and part.endswith("]"):
        return "[" + part[1:-1].replace("\\", r"\\").replace("!", "^", 1) + "]"
    return re.escape(part)
