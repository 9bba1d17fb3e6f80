"""YAML that a person wrote: parsed without surprises and checked against a form.

Anchors, tags, deep nesting and keys that stand twice are refused: a manifest needs none of them,
and each can hide or multiply what was written.
"""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kg.errors import ManifestError

DEPTH_LIMIT = 20
SHOWN = 3

Form = TypeVar("Form", bound=BaseModel)


def parse(text: str, *, where: str) -> object:
    """The plain value (mappings, lists, texts, numbers, dates) of a YAML text; {} for an empty one.

    Raises ManifestError with the line of the mistake.
    """
    import yaml

    try:
        _refuse_surprises(text, where)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_repeated_keys(node, where)
        _refuse_half_letters(node, where)
        value: object = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise ManifestError(f"{where}: not valid YAML: {_problem(error)}.") from None
    return {} if value is None else value


def _problem(error: Exception) -> str:
    """The mistake and its line, without a picture of it."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"{problem} (line {mark.line + 1})" if mark else problem


def _refuse_surprises(text: str, where: str) -> None:
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ManifestError(
                f"{where}, line {line}: anchors and aliases (& *) are not allowed.",
                hint="Put a text that begins with & or * in quotes.",
            )
        if depth > DEPTH_LIMIT:
            raise ManifestError(f"{where}, line {line}: nested deeper than {DEPTH_LIMIT} levels.")


def _refuse_repeated_keys(node: Any, where: str) -> None:
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_repeated_keys(child, where)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if str(key.value) in seen:
                line = key.start_mark.line + 1
                raise ManifestError(f"{where}, line {line}: the key {key.value!r} stands twice.")
            seen.add(str(key.value))
            _refuse_repeated_keys(child, where)


def _refuse_half_letters(node: Any, where: str) -> None:
    """An escape may name half of a letter outside the first plane, which no store takes."""
    import yaml

    if isinstance(node, yaml.ScalarNode) and re.search("[\ud800-\udfff]", node.value):
        line = node.start_mark.line + 1
        raise ManifestError(f"{where}, line {line}: an escape (\\ud800) is half a letter.")
    children = node.value if isinstance(node, yaml.CollectionNode) else ()
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            _refuse_half_letters(part, where)


def checked(form: type[Form], value: object, *, where: str) -> Form:
    """The value as a `form`. Raises ManifestError: which key, which value, what is expected."""
    try:
        return form.model_validate(value)
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_context=False)
        said = "; ".join(_in_words(mistake) for mistake in mistakes[:SHOWN])
        more = f"; and {len(mistakes) - SHOWN} more" if len(mistakes) > SHOWN else ""
        raise ManifestError(f"{where}: {said}{more}.") from None


def _in_words(mistake: Any) -> str:
    key = _key(mistake["loc"]) or "the whole"
    shown = repr(mistake["input"])
    shown = shown if len(shown) <= 80 else shown[:77] + "..."
    if mistake["type"] == "missing":
        return f"{key}: is missing"
    if mistake["type"] == "extra_forbidden":
        return f"{key}: unknown key (with the value {shown}); check its spelling and its place"
    if mistake["type"] in ("model_type", "model_attributes_type"):
        return f"{key}: got {shown}, expected keys with values"
    return f"{key}: got {shown}, {_expected(mistake['msg'])}"


def _expected(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message if message.startswith("expected") else message[:1].lower() + message[1:]


def _key(steps: tuple[int | str, ...]) -> str:
    """`files[2].table.columns`; the tag that tells the kinds of table apart is left out."""
    path = ""
    for before, step in zip((None, *steps), steps, strict=False):
        if isinstance(step, int):
            path += f"[{step}]"
        elif not (before == "table" and step in ("cultures", "traits")):
            path += f".{step}" if path else step
    return path
