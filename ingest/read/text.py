"""Plain text, with an optional head between two lines of `---` that says what it is about."""

import re
from dataclasses import replace

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
    text = clean(unmarked(decode(content(file.location, limit=LIMIT))))
    head = _HEAD.match(text)
    if head is None:
        return file.metadata, text
    return _overridden(file.metadata, head[1]), text[head.end() :]


def _overridden(metadata: Metadata, head: str) -> Metadata:
    try:
        value = parse(head, where="the head of the file")
        front = checked(FrontMatter, value, where="the head of the file")
    except ManifestError as error:
        raise Unreadable(str(error)) from None
    said = front.metadata()
    changes: dict[str, object] = {
        name: getattr(said, field)
        for key in front.model_fields_set
        for name, field in _FIELDS.get(key, {key: key}).items()
    }
    return replace(metadata, **changes)  # type: ignore[arg-type]


_FIELDS = {
    "culture": {"cultures": "cultures"},
    "theme": {"themes": "themes"},
    "year": {"year_from": "year_from", "year_to": "year_to"},
}
