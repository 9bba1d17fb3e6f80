"""CLDF data sets (https://cldf.clld.org): languages are cultures, values their traits."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.assign import said
from ingest.cldf import SOURCES
from ingest.document import CultureColumns, Metadata, SourceFile, TableDocument, TraitRow
from ingest.read.citation import Bibliography, bibliography
from ingest.read.cldf_tables import Tables, described, opened
from ingest.read.cultures import declared
from ingest.read.grid import Grid, Remarks
from ingest.read.traits import year
from kg.errors import Unreadable

Parameter = tuple[str, str, tuple[str, ...]]
"""Name, description and themes."""

_UNKNOWN = ("", "NA", "?")
_LONGEST = 2_000
"""Code points of what a description says of the whole."""


def read(file: SourceFile) -> TableDocument:
    """Cultures and traits, and remarks on what was left out.

    Raises Unreadable where the data set is broken as a whole, or has tables outside its folder.
    """
    remarks = Remarks()
    told = described(file)
    with TemporaryDirectory(prefix="umran-") as name:
        found = opened(file, told, Path(name), remarks)
        if "ValueTable" not in found:
            raise Unreadable("The data set has no table of values.")
        keyed = "LanguageTable" in found
        cultures = declared(*_languages(found), remarks) if keyed else ()
        named = {row.key: row.name for row in cultures}.get if keyed else str
        cited = bibliography(file, str(told.get("dc:source") or SOURCES), remarks)
        asked = _parameters(found, file.metadata.themes)
        traits = tuple(_values(found, asked, named, cited, remarks))
    if not cultures and not traits:
        first = f" ({remarks.said[0]})" if remarks.said else ""
        raise Unreadable(f"The data set holds nothing that can be used{first}.")
    metadata = file.metadata.over(_about(told))
    return TableDocument(metadata, cultures, traits, remarks.all(), declared=keyed)


def _about(told: Mapping[str, Any]) -> Metadata:
    def words(key: str) -> str:
        value = told.get(f"dc:{key}")
        return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""

    cited = words("bibliographicCitation") or words("identifier")
    return Metadata(title=words("title"), licence=words("license"), reference=cited)


def _languages(found: Tables) -> tuple[Grid, CultureColumns]:
    def column(*names: str) -> str:
        return found.column("LanguageTable", *names)

    [key] = found.needed("LanguageTable", "id")
    columns = CultureColumns(
        name=column("name") or key,
        key=key,
        latitude=column("latitude"),
        longitude=column("longitude"),
        region=column("macroarea", "region"),
        family=column("family", "language_family", "family_name"),
        glottocode=column("glottocode"),
        iso=column("iso639P3code"),
    )
    rows = []
    for line, row in found.rows("LanguageTable"):
        cells = {name: _text(value) for name, value in row.items()}
        rows.append((line, cells | {columns.name: cells[columns.name] or cells[key]}))
    return Grid("The LanguageTable", found.columns("LanguageTable"), tuple(rows)), columns


def _values(
    found: Tables,
    asked: Mapping[str, Parameter],
    named: Callable[[str], str | None],
    cited: Bibliography,
    remarks: Remarks,
) -> Iterator[TraitRow]:
    """One row for each value that is known, in the order of the table."""

    def column(*names: str) -> str:
        return found.column("ValueTable", *names)

    language, parameter = found.needed("ValueTable", "languageReference", "parameterReference")
    value, code, source = column("value"), column("codeReference"), column("source")
    when = column("year", "focal_year", "date")
    codes = _codes(found)
    for line, row in found.rows("ValueTable"):
        cell = {name: _text(each) for name, each in row.items()}
        coded = cell.get(value, "") or cell.get(code, "")
        if coded in _UNKNOWN:
            continue
        culture = named(cell[language])
        if not culture or not cell[parameter]:
            known = "no parameter" if culture else f"{cell[language]!r} is not in the LanguageTable"
            remarks.add(f"line {line}: {known}; left out")
            continue
        title, description, themes = asked.get(cell[parameter], (cell[parameter], "", ()))
        yield TraitRow(
            culture,
            cell[parameter],
            title,
            coded,
            codes.get(cell.get(code, ""), coded),
            year(line, cell.get(when, ""), remarks),
            themes,
            description,
            cited(row.get(source)),
        )


def _parameters(found: Tables, themes: tuple[str, ...]) -> dict[str, Parameter]:
    """By id; `themes` are those where no category is one."""
    if "ParameterTable" not in found:
        return {}

    def column(*names: str) -> str:
        return found.column("ParameterTable", *names)

    [key] = found.needed("ParameterTable", "id")
    name, description = column("name"), column("description")
    category = column("category", "categories", "domain")
    asked = {}
    for _, row in found.rows("ParameterTable"):
        own = _list(row.get(category))
        asked[_text(row[key])] = (
            _text(row.get(name)) or _text(row[key]),
            _text(row.get(description)),
            own if said(own) else themes,
        )
    return asked


def _codes(found: Tables) -> dict[str, str]:
    """What codes mean, by id."""
    if "CodeTable" not in found:
        return {}
    [key] = found.needed("CodeTable", "id")
    words = [found.column("CodeTable", name) for name in ("name", "description")]
    rows = (
        (_text(row[key]), [_text(row.get(name)) for name in words])
        for _, row in found.rows("CodeTable")
    )
    return {code: name or meaning for code, (name, meaning) in rows if name or meaning}


def _text(value: object) -> str:
    """A cell in one line; "" for None."""
    words = value if isinstance(value, list) else [value]
    return " ".join("; ".join(str(each) for each in words if each is not None).split())


def _list(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
    return tuple(word for each in words if (word := str(each or "").strip()))
