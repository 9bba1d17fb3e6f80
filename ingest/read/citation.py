"""Works that a data set cites, by the keys of its BibTeX file."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from ingest.cldf import file_of
from ingest.document import SourceFile
from ingest.read.cldf_tables import bytes_of
from ingest.read.content import MEBIBYTE
from ingest.read.encoding import decode
from ingest.read.grid import Remarks
from kg.errors import Unreadable

LIMIT = 20 * MEBIBYTE
LONGEST = 300
"""Code points of one work."""

Bibliography = Callable[[object], str]
"""From the keys of a cell, some with pages ("murdock1967[12-13]"), to words for people."""

_KEY = re.compile(r"\s*([^\[]+?)\s*(?:\[(.*)\])?\s*")


def bibliography(file: SourceFile, url: str, remarks: Remarks) -> Bibliography:
    """The works of the file at `url`; a key that it does not have stands for itself."""
    works = _works(file, url, remarks)

    def cited(keys: object) -> str:
        listed = keys if isinstance(keys, list) else str(keys or "").split(";")
        return "; ".join(_words(works, str(key)) for key in listed if key and str(key).strip())

    return cited


def _words(works: dict[str, str], reference: str) -> str:
    found = _KEY.fullmatch(reference)
    key, pages = (found[1], found[2]) if found else (reference.strip(), None)
    work = works.get(key, key)[:LONGEST]
    return f"{work}, {pages.strip()[:LONGEST]}" if pages and pages.strip() else work


def _works(file: SourceFile, url: str, remarks: Remarks) -> dict[str, str]:
    """Key -> author, year and title. What cannot be read costs no value."""
    beside = file.folder / PurePosixPath(file.path).parent
    try:
        name = file_of(url)
        if any((beside / each).exists() for each in (name, f"{name}.zip")):
            return _parsed(decode(bytes_of(file, name, limit=LIMIT)))
    except Unreadable as error:
        remarks.add(f"Its sources: {error} References stay keys.")
    except Exception as error:  # a parser of foreign text fails in ways that it does not declare
        remarks.add(f"Its sources are not BibTeX ({error}); references stay keys.")
    return {}


def _parsed(text: str) -> dict[str, str]:
    from pycldf.sources import Sources

    sources = Sources()
    sources.add(text)
    return {
        source.id: " ".join(f"{source.refkey()}: {source.get('title') or ''}".split()).strip(" :")
        for source in sources.items()
    }
