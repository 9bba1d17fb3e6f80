"""Texts larger than what is read at once: portion after portion, in memory that does not grow."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.document import Metadata, SourceFile, TextDocument
from ingest.read.content import MEBIBYTE, refuse_other_things
from ingest.read.encoding import marked_as, refuse_noise
from ingest.read.page import unmarked
from ingest.read.prose import Part, clean, compose
from ingest.read.text import LIMIT, begun
from kg.errors import Unreadable

LARGEST = 8_192 * MEBIBYTE
_PIECE = 1 << 20


def is_long(file: SourceFile) -> bool:
    """Whether the file is a plain text too large to be read at once."""
    ending = PurePosixPath(file.path).suffix.lower()
    plain = ending in (".txt", ".text") and not (file.table or file.vectors or file.corpus)
    return plain and file.location.stat().st_size > LIMIT


def portions_of(file: SourceFile, *, longest: int) -> Iterator[TextDocument]:
    """The text in portions of at most `longest` letters, cut where a paragraph or line ends.

    Raises Unreadable for what is no text, or not in UTF-8 or an encoding that a mark tells, as
    soon as this shows; portions may have been given before.
    """
    metadata, number = file.metadata, 0
    for text in _pieces(file, longest):
        refuse_noise(text)
        whole = unmarked(text)
        if number == 0:
            metadata, whole = begun(file.metadata, clean(whole))
            metadata = _titled(metadata, file.path)
        if any(map(str.isalnum, whole)):
            number += 1
            title = f"{metadata.title} ({number})"
            yield compose(replace(metadata, title=title), [Part("", whole)])
    if not number:
        raise Unreadable("The file holds no text.")


def _titled(metadata: Metadata, path: str) -> Metadata:
    return metadata if metadata.title else replace(metadata, title=PurePosixPath(path).stem)


def _pieces(file: SourceFile, longest: int) -> Iterator[str]:
    if file.location.stat().st_size > LARGEST:
        raise Unreadable(
            f"The text has more than {LARGEST >> 30} GiB, the limit.", hint="Split it."
        )
    with file.location.open("rb") as stream:
        head = stream.read(64)
    refuse_other_things(head)
    held = ""
    try:
        with file.location.open(encoding=marked_as(head) or "utf-8") as lines:
            while piece := lines.read(min(_PIECE, longest)):
                held += piece
                while len(held) > longest:
                    end = _end(held, longest)
                    yield held[:end]
                    held = held[end:]
    except UnicodeError as error:
        raise Unreadable(
            f"It is larger than {LIMIT // MEBIBYTE} MiB and not UTF-8 ({error}).",
            hint="Save it as UTF-8.",
        ) from None
    yield held


def _end(text: str, longest: int) -> int:
    """Where a portion of the text ends: after a blank line, else a line, else white space."""
    for mark in ("\n\n", "\n", " "):
        if (found := text.rfind(mark, longest // 2, longest)) > 0:
            return found + len(mark)
    return longest
