"""From a file to its document, by the file's ending or by what the manifest says of it."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast

from ingest.document import DataSet, Document, SourceFile
from ingest.read.worker import WORKER
from kg.errors import ModelMissing, Unreadable

READERS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".webp": "image", ".gif": "image",
    ".tif": "image", ".tiff": "image", ".bmp": "image",
    ".pdf": "pdf", ".docx": "docx", ".epub": "epub", ".xml": "tei", ".tei": "tei",
    ".srt": "transcript", ".vtt": "transcript",
    ".wav": "sound", ".mp3": "sound", ".flac": "sound", ".ogg": "sound",
}  # fmt: skip
"""The module of this package that reads files with an ending (in lower case)."""
APART = frozenset(
    ("pdf", "docx", "epub", "tei", "image", "sound", "cldf", "html", "markdown", "transcript")
)
"""Readers whose parsers may hang or swell on hostile files: they run in a process of their own."""


def read(file: SourceFile) -> Document:
    """The document in a file; a title is made of the file's name where nothing else gives one.

    Raises Unreadable, with a reason for people, for whatever is wrong with the file: parsers of
    foreign bytes fail in ways that they do not declare, and one file must never stop the rest.
    Raises ModelMissing where a package is not installed: that is no fault of the file.
    """
    reader = _reader(file)
    try:
        document = WORKER.read(reader, file) if reader in APART else read_here(reader, file)
    except MemoryError:
        raise Unreadable("It needs more memory than there is.", hint="Split it.") from None
    return document if document.metadata.title else _titled(document, file.path)


def read_here(reader: str, file: SourceFile) -> Document:
    """What the module `reader` of this package reads, in this process.

    Raises Unreadable or ModelMissing as `read`, and MemoryError where the memory is not enough.
    """
    parse = cast(Callable[[SourceFile], Document], import_module(f"ingest.read.{reader}").read)
    try:
        return parse(file)
    except (Unreadable, ModelMissing, MemoryError):
        raise
    except ModuleNotFoundError as error:
        raise ModelMissing(
            f"{error.name} is not installed.",
            hint="Install it: pip install 'umran[read,media,tables]'.",
        ) from error
    except OSError as error:
        raise Unreadable(f"The file cannot be read ({error.strerror or error}).") from error
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise Unreadable(f"The file is damaged or not what its name says ({said}).") from error


def _reader(file: SourceFile) -> str:
    """The module that reads the file."""
    if isinstance(file.table, DataSet):
        return "cldf"
    ending = PurePosixPath(file.path).suffix.lower()
    name = "table" if file.table else "vectors" if file.vectors else READERS.get(ending)
    if name is None:
        raise Unreadable(f"There is no reader for {ending or 'nameless'} files.")
    return name


def _titled(document: Document, path: str) -> Document:
    words = PurePosixPath(path).stem.replace("_", " ").replace("-", " ").split()
    return replace(document, metadata=replace(document.metadata, title=" ".join(words)))
