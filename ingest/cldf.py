"""CLDF data sets in a folder: which files are theirs, before any of them is read.

A data set is found by its description, `*-metadata.json`, or, where it has none, by a `values.csv`
with CLDF's own columns. https://github.com/cldf/cldf
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.document import DataSet
from kg.errors import Unreadable

TERM = "http://cldf.clld.org/v1.0/terms.rdf#"
MODULE = "StructureDataset"
ENDING = "-metadata.json"
VALUES = "values.csv"
BARE = {VALUES: "", "languages.csv": "LanguageTable", "parameters.csv": "ParameterTable",
        "codes.csv": "CodeTable"}  # fmt: skip
"""The files of a data set without a description, and the components that they are."""
SOURCES = "sources.bib"
LIMIT = 10 << 20
"""Bytes of a description."""

_NEEDED = {"ID", "Language_ID", "Parameter_ID", "Value"}
_HEAD = 4_096


def data_sets(paths: Mapping[str, Path]) -> dict[str, DataSet]:
    """The data sets among the files of a folder, by the path of what describes them."""
    found = {path: _described(path, at, paths) for path, at in paths.items() if _names_one(path)}
    sets = {path: each for path, each in found.items() if each is not None}
    claimed = {name for each in sets.values() for name in each.files}
    for path, at in paths.items():
        if PurePosixPath(path).name == VALUES and path not in claimed and _is_bare(at):
            beside = [_beside(path, name) for name in (*BARE, SOURCES)]
            sets[path] = DataSet(tuple(name for name in beside if name in paths))
    return sets


def description(location: Path) -> dict[str, Any]:
    """What the description of a data set says. Raises Unreadable for what is no JSON object."""
    with location.open("rb") as stream:
        data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Unreadable(f"The description of the data set has more than {LIMIT:,} bytes.")
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The description of the data set is not JSON ({error}).") from None
    if not isinstance(said, dict):
        raise Unreadable("The description of the data set is no JSON object.")
    return said


def module(said: Mapping[str, Any]) -> str:
    """The CLDF module that a description conforms to; "" where it is not CLDF."""
    conforms = said.get("dc:conformsTo")
    return conforms.removeprefix(TERM) if isinstance(conforms, str) else ""


def file_of(url: object) -> str:
    """The file that a `url` of a description names, relative to it. Raises Unreadable for one
    that leads anywhere but below its folder."""
    path = PurePosixPath(url) if isinstance(url, str) else PurePosixPath("/")
    plain = isinstance(url, str) and url.isprintable() and not set(':\\?#"') & set(url)
    if not plain or path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
        raise Unreadable(f"It names {str(url)[:80]!r}, which is not below its folder.")
    return str(path)


def tables(said: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The descriptions of the tables. Raises Unreadable where they are none."""
    listed = said.get("tables")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Unreadable("The description of the data set lists no tables.")
    return listed


def _names_one(path: str) -> bool:
    return path.endswith(ENDING)


def _described(path: str, location: Path, paths: Mapping[str, Path]) -> DataSet | None:
    """None for JSON that is of no CLDF data set that we read; broken ones are set aside later."""
    try:
        said = description(location)
        if module(said) != MODULE:
            return None
        named = [file_of(table.get("url")) for table in tables(said)]
    except (Unreadable, OSError):
        return DataSet(())
    bib = said.get("dc:source")
    named.append(bib if isinstance(bib, str) and bib else SOURCES)
    files = (_beside(path, name + packed) for name in named for packed in ("", ".zip"))
    return DataSet(tuple(sorted({name for name in files if name in paths})))


def _beside(path: str, name: str) -> str:
    return str(PurePosixPath(path).parent / name)


def _is_bare(location: Path) -> bool:
    try:
        with location.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline(_HEAD)
    except (OSError, UnicodeDecodeError):
        return False
    return set(next(csv.reader([head]), [])) >= _NEEDED
