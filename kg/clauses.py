"""The clauses of a foreign Cypher text, as far as its words show them."""

import re

from kg.allowed import PROCEDURES

_QUOTED = re.compile(
    r"""//[^\n\r]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`""", re.DOTALL
)
_COUNT = re.compile(
    rf"{_QUOTED.pattern}|(?<![\w.])count\s*\(\s*(?P<what>[^\W\d]\w*)\s*\)(?=\s+AS\b)",
    re.DOTALL | re.IGNORECASE,
)
_LOAD = re.compile(r"load\W*csv")
_SUBQUERY = re.compile(r"(?:exists|count|collect)\W*\{")
_CALL = re.compile(r"(?<![a-z_])(?<![a-z_]\.)call(?![a-z_])")
_PLAIN_CALL = re.compile(
    rf"call\s*(?:[{{(]|(?:{'|'.join(map(re.escape, PROCEDURES))})\s*\()", re.IGNORECASE
)


def hidden(text: str) -> list[str]:
    """What a Neo4j plan may hide: the clauses of EXISTS {}, COUNT {} and COLLECT {} inside other
    expressions are no steps of it. Refuses too much rather than too little; what is quoted or a
    comment is no clause."""
    folded = _QUOTED.sub(_blank, text.casefold())
    if _LOAD.search(folded):
        return ["LOAD CSV"]
    if _SUBQUERY.search(folded):
        calls = (call.start() for call in _CALL.finditer(folded))
        if not all(_PLAIN_CALL.match(folded, start) for start in calls):
            return ["CALL within a subquery"]
    return []


def counted(text: str) -> str:
    """Counts behind OPTIONAL MATCH, spelt out: for `WITH a, count(b) AS n` the engine counts the
    edges of a, whatever label the pattern asks of b."""
    if "optional" not in text.casefold():
        return text
    return _COUNT.sub(
        lambda found: (
            f"sum(CASE WHEN {found['what']} IS NULL THEN 0 ELSE 1 END)"
            if found["what"]
            else found[0]
        ),
        text,
    )


def _blank(quoted: re.Match[str]) -> str:
    """A quoted name stays a name, whatever it is."""
    return "q" if quoted[0].startswith("`") else " "
