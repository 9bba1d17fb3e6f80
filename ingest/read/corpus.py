"""Files of many texts: JSON lines, or a table with one text a row; read as a stream."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ingest.document import CorpusColumns, SourceFile, TextDocument
from ingest.manifest import About
from ingest.read.content import MEBIBYTE, content
from ingest.read.encoding import decode
from ingest.read.grid import Remarks
from ingest.read.prose import Part, compose
from ingest.read.text import overridden
from kg.errors import Unreadable

JSON_LINES = (".jsonl", ".ndjson")
LONGEST_LINE = 20 * MEBIBYTE
_WHOLE = 20 * MEBIBYTE
"""Up to this size any encoding is understood; larger files are read as UTF-8."""
_TEXT = ("text", "body", "content")
_TITLE = 60

Record = dict[str, Any]


def records(file: SourceFile, remarks: Remarks) -> Iterator[tuple[SourceFile, TextDocument]]:
    """The texts of a file, each with the part of the file that it is.

    A part is named by the record's own id, or else by a hash of the record, so that it keeps its
    name when records are added before it. Records that cannot be used go to `remarks`. Raises
    Unreadable where the file is no such file or no record of it can be used.
    """
    columns = file.corpus or CorpusColumns()
    names: dict[str, int] = {}
    found = False
    for line, record in _records(file):
        try:
            digest = _digest(record)
            text = _text(record, columns)
            metadata = overridden(file.metadata, _said(record, columns), where="the record")
            document = compose(metadata, [Part("", text)])
        except Unreadable as error:
            remarks.add(f"line {line}: {error}")
            continue
        name = _name(record, columns, digest, names)
        found = True
        yield replace(file, part=name, sha256=digest), _titled(document)
    if not found:
        first = f" ({remarks.said[0]})" if remarks.said else ""
        raise Unreadable(f"The file holds no text that can be used{first}.")


def _records(file: SourceFile) -> Iterator[tuple[int, Record]]:
    lines = _lines(file)
    if PurePosixPath(file.path).suffix.lower() in JSON_LINES:
        return _objects(lines)
    return _rows(lines)


def _lines(file: SourceFile) -> Iterator[str]:
    """Lines with their ends. Raises Unreadable for one that is too long, and what is not text."""
    if file.location.stat().st_size <= _WHOLE:
        text = decode(content(file.location, limit=_WHOLE))
        yield from io.StringIO(text.removeprefix("\ufeff"), newline="")
        return
    try:
        with file.location.open(encoding="utf-8-sig", newline="") as stream:
            while line := stream.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise Unreadable(f"A line is longer than {LONGEST_LINE:,} characters.")
                yield line
    except UnicodeDecodeError as error:
        raise Unreadable(f"Not UTF-8 at byte {error.start:,}.", hint="Save it as UTF-8.") from None


def _objects(lines: Iterator[str]) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                value = {"": f"not JSON ({error})"}
            yield number, value if isinstance(value, dict) else {"": "not a JSON object"}


def _rows(lines: Iterator[str]) -> Iterator[tuple[int, Record]]:
    head = next(lines, "")
    delimiter = max(",;\t|", key=head.count)
    try:
        [header] = csv.reader([head], delimiter=delimiter)
        reader = csv.reader(lines, delimiter=delimiter)
        while (row := _next(reader)) is not None:
            if any(row):
                yield reader.line_num + 1, dict(zip(header, row, strict=False))
    except (csv.Error, ValueError) as error:
        raise Unreadable(f"This is no table that can be read ({error}).") from None


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row. The limit on a field is one for the whole process, so it is put back."""
    before = csv.field_size_limit(LONGEST_LINE)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def _text(record: Record, columns: CorpusColumns) -> str:
    if "" in record and len(record) == 1:
        raise Unreadable(f"{record['']}; left out")
    for name in filter(None, (columns.text, *(() if columns.text else _TEXT))):
        if isinstance(record.get(name), str) and record[name].strip():
            return str(record[name])
    wanted = columns.text or ", ".join(_TEXT)
    raise Unreadable(f"no text under {wanted}; left out")


def _digest(record: Record) -> str:
    try:
        whole = json.dumps(record, sort_keys=True, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable("an escape (\\ud800) is half a letter; left out") from None
    return hashlib.sha256(whole).hexdigest()


def _said(record: Record, columns: CorpusColumns) -> Record:
    """What the record says of its text, under the names of the manifest."""
    fields = ((name, record.get(columns.said.get(name, name))) for name in About.model_fields)
    return {name: value for name, value in fields if value not in (None, "", [])}


def _name(record: Record, columns: CorpusColumns, digest: str, names: dict[str, int]) -> str:
    """`names` maps those that are given to the last number that they were given with."""
    own = str(record.get(columns.id or "id") or "")[:200] or digest[:16]
    name, number = own, names.get(own, 1)
    while name in names:
        number += 1
        name = f"{own} ({number})"
    names[own] = number
    names.setdefault(name, 1)
    return name


def _titled(document: TextDocument) -> TextDocument:
    """A text without a title is called by its first words."""
    if document.metadata.title:
        return document
    first = " ".join(document.text[: 2 * _TITLE].split())
    title = first if len(first) <= _TITLE else first[:_TITLE].rsplit(" ", 1)[0] + " …"
    return replace(document, metadata=replace(document.metadata, title=title))
