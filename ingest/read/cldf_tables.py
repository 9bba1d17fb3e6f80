"""The tables of a CLDF data set (https://cldf.clld.org), read by pycldf from copies of them.

What a description may say beyond what we need is not given to pycldf: it gets the columns of four
components, and no links, templates, types or schemas elsewhere. So nothing is fetched, and no file
outside of the data set's folder is opened.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.cldf import BARE, ENDING, MODULE, TERM, description, file_of, module, tables
from ingest.document import SourceFile
from ingest.read.content import content, sibling
from ingest.read.encoding import decode
from ingest.read.grid import LIMIT, Remarks
from ingest.read.package import Package
from ingest.read.prose import composed
from kg.errors import Unreadable

COMPONENTS = ("ValueTable", "LanguageTable", "ParameterTable", "CodeTable")

_COLUMN = ("name", "titles", "propertyUrl", "separator", "null", "default", "required")
_DIALECT = ("delimiter", "quoteChar", "doubleQuote", "header", "commentPrefix", "skipRows",
            "skipInitialSpace", "skipBlankRows")  # fmt: skip


class Tables:
    """The tables of one data set, by component and column."""

    def __init__(self, data: Any, remarks: Remarks) -> None:
        self._data = data
        self._log = logging.Logger("cldf")
        self._log.addHandler(_Handler(remarks))

    def __contains__(self, component: str) -> bool:
        return self._data.get(component) is not None

    def columns(self, component: str) -> tuple[str, ...]:
        """The names of all columns of a table."""
        return tuple(map(str, self._data[component].tableSchema.columns))

    def column(self, component: str, *names: str) -> str:
        """The column with the first of these CLDF properties, or names in small letters, that
        there is; "" where there is none."""
        headers = {name.lower(): name for name in self.columns(component)}
        for name in names:
            found = self._data.get((component, name))
            if found is not None or name in headers:
                return headers[name] if found is None else str(found)
        return ""

    def needed(self, component: str, *names: str) -> tuple[str, ...]:
        """The columns with these CLDF properties. Raises Unreadable where one is not there."""
        for name in names:
            if not self.column(component, name):
                raise Unreadable(f"The {component} has no column that is a {name}.")
        return tuple(self.column(component, name) for name in names)

    def rows(self, component: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows with their lines: a cell is a text, None, or a list of these. Rows that are wrong
        go to the remarks. Raises Unreadable where the table is."""
        try:
            table = self._data[component].iterdicts(log=self._log, with_metadata=True)
            yield from ((line, row) for _, line, row in table)
        except ValueError as error:
            raise Unreadable(f"The {component} is not as its description says ({error}).") from None


class _Handler(logging.Handler):
    """What pycldf says of the rows that it leaves out, as remarks."""

    def __init__(self, remarks: Remarks) -> None:
        super().__init__()
        self._remarks = remarks

    def emit(self, record: logging.LogRecord) -> None:
        _, line, said = record.getMessage().split(":", 2)
        self._remarks.add(f"line {line}: {said.strip()}; left out")


def described(file: SourceFile) -> dict[str, Any]:
    """What is said of the data set; CLDF's own default where it has no description.

    Raises Unreadable.
    """
    if file.path.endswith(ENDING):
        said = description(file.location)
        if module(said) != MODULE:
            raise Unreadable("It does not say that it is a CLDF StructureDataset.")
        return said
    from pycldf.util import pkg_path

    said = json.loads(pkg_path("modules", f"{MODULE}{ENDING}").read_text("utf-8"))
    for name, component in BARE.items():
        if component and file.location.with_name(name).is_file():
            own = pkg_path("components", f"{component}{ENDING}").read_text("utf-8")
            said["tables"].append(json.loads(own))
    return dict(said)


def opened(file: SourceFile, said: Mapping[str, Any], folder: Path, remarks: Remarks) -> Tables:
    """The tables as they are described, copied to `folder`.

    Raises Unreadable for those that lie elsewhere, are missing, too large or no text.
    """
    from pycldf import StructureDataset

    kept = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:conformsTo": f"{TERM}{MODULE}",
        "tables": list(_kept(file, said, folder)),
    }
    where = folder / f"{MODULE}{ENDING}"
    where.write_text(json.dumps(kept), encoding="utf-8")
    try:
        return Tables(StructureDataset.from_metadata(where), remarks)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Unreadable(f"The description of the data set is not valid ({error}).") from None


def bytes_of(file: SourceFile, url: str, *, limit: int) -> bytes:
    """The bytes of a file beside the description, which may be packed. Raises Unreadable."""
    path = str(PurePosixPath(file.path).parent / url)
    if (file.folder / path).exists():
        return content(sibling(file, path), limit=limit)
    with Package(content(sibling(file, f"{path}.zip"), limit=limit)) as archive:
        return archive.read(PurePosixPath(url).name)


def _kept(file: SourceFile, said: Mapping[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    named = [(file_of(table.get("url")), table) for table in tables(said)]
    for url, table in named:
        if table.get("dc:conformsTo") in [f"{TERM}{each}" for each in COMPONENTS]:
            copy = f"{table['dc:conformsTo'].removeprefix(TERM)}.csv"
            text = composed(decode(bytes_of(file, url, limit=LIMIT)))
            (folder / copy).write_text(text, encoding="utf-8", newline="")
            yield {
                "url": copy,
                "dc:conformsTo": table["dc:conformsTo"],
                "dialect": _dialect(said) | _dialect(table),
                "tableSchema": {"columns": _columns(table)},
            }


def _dialect(said: Mapping[str, Any]) -> dict[str, Any]:
    own = said.get("dialect")
    own = own if isinstance(own, dict) else {}
    return {key: own[key] for key in _DIALECT if isinstance(own.get(key), str | int)}


def _columns(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    schema = table.get("tableSchema")
    listed = schema.get("columns") if isinstance(schema, dict) else None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Unreadable(f"The description says nothing of the columns of {table.get('url')}.")
    return [
        {key: column[key] for key in _COLUMN if key in column}
        for column in listed
        if not column.get("virtual")
    ]
