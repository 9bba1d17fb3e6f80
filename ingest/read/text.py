"""Plain text, with an optional head between two lines of `---` that says what it is about."""

import re
from dataclasses import replace
from difflib import get_close_matches

from pydantic import ConfigDict

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.manifest import About
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.page import unmarked
from ingest.read.prose import Part, clean, compose
from ingest.yamltext import checked, parse
from kg.errors import ManifestError, Unreadable

LIMIT = 20 * MEBIBYTE

_HEAD = re.compile(r"---\n(\s*[A-Za-z][\w -]*:.{0,20000}?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html)[\s>]", re.I)
_GUTENBERG_TITLE = re.compile(r"^Title: (.+)$", re.MULTILINE)


class FrontMatter(About):
    """The head of a text; keys of other programs (layout, tags, ...) are let be."""

    model_config = ConfigDict(extra="ignore")


def read(file: SourceFile) -> TextDocument:
    """The text with its line breaks, without head and without Project Gutenberg's licence.

    The title that Project Gutenberg's own head gives is taken where no other is known.
    """
    metadata, text = headed(file)
    if not metadata.title and "PROJECT GUTENBERG" in text[:8000].upper():
        named = _GUTENBERG_TITLE.search(text[:8000])
        metadata = replace(metadata, title=named[1].strip() if named else "")
    return compose(metadata, [Part("", text)])


def headed(file: SourceFile) -> tuple[Metadata, str]:
    """Metadata, where the head of the file overrides the manifest, and the clean text below it.

    Raises Unreadable for a head that is not valid.
    """
    return begun(file.metadata, clean(unmarked(decode(content(file.location, limit=LIMIT)))))


def begun(metadata: Metadata, text: str) -> tuple[Metadata, str]:
    """The same for a clean text, or the beginning of one."""
    if _PAGE.match(text):
        raise Unreadable("By its first words this is HTML, not a text.", hint="Call it .html.")
    return beheaded(metadata, text)


def beheaded(metadata: Metadata, text: str) -> tuple[Metadata, str]:
    """The same of a text with LF line ends. Raises Unreadable."""
    head = _HEAD.match(text)
    if head is None:
        return metadata, text
    return overridden(metadata, parsed(head[1])), text[head.end() :]


def parsed(head: str) -> object:
    """The value of a text's head. Raises Unreadable."""
    try:
        return parse(head, where="the head of the file")
    except ManifestError as error:
        raise Unreadable(str(error)) from None


def overridden(
    metadata: Metadata, said: object, *, where: str = "the head of the file"
) -> Metadata:
    """The metadata with what a text says of itself. Raises Unreadable for what is not valid."""
    try:
        front = checked(FrontMatter, _spelled(said, where), where=where)
    except ManifestError as error:
        raise Unreadable(str(error)) from None
    own = front.metadata()
    changes: dict[str, object] = {
        name: getattr(own, field)
        for key in front.model_fields_set
        for name, field in _FIELDS.get(key, {key: key}).items()
    }
    return replace(metadata, **changes)  # type: ignore[arg-type]


def _spelled(said: object, where: str) -> object:
    """The keys as we write them; one that is nearly ours is a slip, not another program's key."""
    if not isinstance(said, dict):
        return said
    ours = list(About.model_fields)
    keys = {key: _OTHERWISE.get(str(key).lower(), str(key).lower()) for key in said}
    for key, name in keys.items():
        if name not in ours and (near := get_close_matches(name, ours, n=1, cutoff=0.8)):
            raise ManifestError(f"{where}: unknown key {str(key)!r}; did you mean {near[0]}?")
    return {keys[key]: value for key, value in said.items()}


_OTHERWISE = {
    "cultures": "culture",
    "lang": "language",
    "license": "licence",
    "themes": "theme",
    "years": "year",
}
_FIELDS = {
    "culture": {"cultures": "cultures"},
    "theme": {"themes": "themes"},
    "year": {"year_from": "year_from", "year_to": "year_to"},
}
