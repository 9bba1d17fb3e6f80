"""The manifest of a source, `umran.yaml`: whose files these are, of when, and about what.

Every value is checked where it is read; what is wrong is a ManifestError that names the key, the
value and what is expected. `Manifest.rule(path)` merges all rules whose glob matches, in order.
"""

import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from ingest.assign import said, theme_names
from ingest.document import (
    CodeColumns,
    CorpusColumns,
    CultureColumns,
    Metadata,
    TraitColumns,
    VectorColumns,
)
from ingest.handwritten import text
from ingest.pattern import fits
from ingest.yamltext import checked, parse

FILE_NAME = "umran.yaml"
SIZE_LIMIT = 1_000_000
LONGEST_NAME = 500
EARLIEST, LATEST = -100_000, 3_000

_RANGE = re.compile(r"\s*(-?\d+)\s*(?:(?:-|–|\.\.)\s*(-?\d+)\s*)?")
_YEAR_FORM = 'expected a year (1557, -300) or a span ("1450-1500", [1450, 1500])'


def span_of_years(value: object) -> tuple[int, int] | None:
    """First and last year of what a manifest says: 1557, "-300", "1450-1500", [1450, 1500].

    Raises ValueError, in words for the user, for anything else.
    """
    if value is None:
        return None
    first, last = _ends(value)
    if not EARLIEST <= first <= last <= LATEST:
        raise ValueError(f"{_YEAR_FORM}, from {EARLIEST} to {LATEST}, the first not after the last")
    return first, last


def _ends(value: object) -> tuple[int, int]:
    if isinstance(value, list | tuple) and len(value) == 2:
        first, last = (_ends(one) for one in value)
        if first[0] == first[1] and last[0] == last[1]:
            return first[0], last[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return value, value
    match = _RANGE.fullmatch(value) if isinstance(value, str) and len(value) < 40 else None
    if match is None:
        raise ValueError(_YEAR_FORM)
    return int(match[1]), int(match[2] or match[1])


def _several(value: object) -> object:
    """One name or a list of names, as a list without blanks and repetitions."""
    names = value if isinstance(value, list | tuple) else [value]
    if any(isinstance(name, bool | list | dict | date) or name is None for name in names):
        raise ValueError("expected a name or a list of names")
    if any(len(str(name)) > LONGEST_NAME for name in names):
        raise ValueError(f"expected names of at most {LONGEST_NAME} letters")
    return list(dict.fromkeys(text for name in names if (text := str(name).strip())))


def _themes(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not said((name,)):
            raise ValueError(f"no theme is called {name!r}; themes are {', '.join(theme_names())}")
    return names


def _inside(path: str) -> str:
    """A path below the source's folder, without `./`; "" where none is named."""
    if not path:
        return ""
    pure = PurePosixPath(path)
    if not path.strip() or pure.is_absolute() or ".." in pure.parts or "\\" in path:
        raise ValueError("expected a path below the source's folder, with forward slashes")
    return str(pure)


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]
Themes = Annotated[Names, AfterValidator(_themes)]
Years = Annotated[tuple[int, int] | None, BeforeValidator(span_of_years)]
OptionalPath = Annotated[str, AfterValidator(_inside)]
Inside = Annotated[OptionalPath, Field(min_length=1)]
Named = Annotated[str, Field(min_length=1)]
Language = Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True
    )


class About(_Part):
    """What may be said of any file, in the manifest or at the head of the file itself."""

    title: str = ""
    culture: Names = ()
    theme: Themes = ()
    year: Years = None
    language: Language = ""
    licence: str = ""
    reference: str = ""

    def metadata(self) -> Metadata:
        """What was said, without what concerns only the reading."""
        first, last = self.year or (None, None)
        return Metadata(
            title=self.title,
            cultures=self.culture,
            themes=self.theme,
            year_from=first,
            year_to=last,
            language=self.language,
            licence=self.licence,
            reference=self.reference,
        )


class CulturesTable(_Part):
    """`table: {kind: cultures, ...}`: each row declares a culture."""

    kind: Literal["cultures"]
    name: Named
    key: str = ""
    latitude: str = ""
    longitude: str = ""
    region: str = ""
    family: str = ""
    glottocode: str = ""
    iso: str = ""

    def columns_for(self, _rule: "Rule") -> CultureColumns:
        """What the columns are; the rest of the rule has no part in it."""
        return CultureColumns(**self.model_dump(exclude={"kind"}))


class CodesTable(_Part):
    """`codes:` of a traits table: a second table that explains its codes."""

    table: Inside
    variable: Named
    title: Named
    code: Named
    value: Named


class TraitsTable(_Part):
    """`table: {kind: traits, ...}`: each row codes variables of a culture."""

    kind: Literal["traits"]
    culture: Named
    keys: OptionalPath = ""
    year: str = ""
    columns: Annotated[Names, Field(min_length=1)] = ("*",)
    missing: tuple[str, ...] = ("", "NA")
    theme: Themes = ()
    codes: CodesTable | None = None

    def columns_for(self, rule: "Rule") -> TraitColumns:
        """The themes are the table's own, or else those of its rule."""
        return TraitColumns(
            culture=self.culture,
            keys=self.keys,
            year=self.year,
            columns=self.columns,
            missing=self.missing,
            themes=self.theme or rule.theme,
            codes=CodeColumns(**self.codes.model_dump()) if self.codes else None,
        )


class CorpusRule(_Part):
    """`corpus:` of a .jsonl or .csv file: which field of a record is what."""

    text: str = ""
    id: str = ""
    title: str = ""
    culture: str = ""
    theme: str = ""
    year: str = ""
    language: str = ""
    licence: str = ""
    reference: str = ""

    def columns(self) -> CorpusColumns:
        """What the fields are; see CorpusColumns."""
        said = self.model_dump(exclude={"text", "id"}, exclude_defaults=True)
        return CorpusColumns(self.text, self.id, said)


class VectorsRule(_Part):
    """`vectors:` of an .npy file: row i belongs to line i of the file `ids`."""

    ids: Inside
    modality: Named
    encoder: Named
    size: Annotated[int, Field(ge=1, le=65_536)] | None = None

    def columns(self) -> VectorColumns:
        """What the rows are."""
        return VectorColumns(**self.model_dump())


class Defaults(About):
    """What holds for every file unless a rule says otherwise."""

    title: Literal[""] = ""


class Rule(About):
    """What the manifest says of the files that `match`, a glob relative to the folder.

    `*` and `?` stay within one folder, `**` crosses folders.
    """

    match: Inside
    skip: bool = False
    table: Annotated[CulturesTable | TraitsTable, Field(discriminator="kind")] | None = None
    vectors: VectorsRule | None = None
    corpus: CorpusRule | None = None

    def matches(self, path: str) -> bool:
        """Whether the rule's glob fits a path relative to the source's folder."""
        return fits(self.match, path)

    def names(self, path: str) -> bool:
        """Whether the rule names this very file, without a wildcard."""
        return self.match == path

    def said(self) -> dict[str, Any]:
        """The keys that were written in this rule, `match` aside."""
        return {key: getattr(self, key) for key in self.model_fields_set - {"match"}}

    def referred(self) -> tuple[str, ...]:
        """The files that say what the codes or the rows of this rule's file are."""
        if self.vectors:
            return (self.vectors.ids,)
        codes = self.table.codes if isinstance(self.table, TraitsTable) else None
        return (codes.table,) if codes else ()


class Manifest(_Part):
    """A whole manifest; an empty one says nothing and is valid."""

    source: str = ""
    corrections: OptionalPath = ""
    defaults: Defaults = Defaults()
    files: tuple[Rule, ...] = ()

    def rule(self, path: str) -> Rule:
        """All that is said of the file at `path`: the defaults, then each matching rule in turn."""
        merged = {key: getattr(self.defaults, key) for key in self.defaults.model_fields_set}
        for rule in self.files:
            if rule.matches(path):
                merged |= rule.said()
        return Rule.model_construct(match=path, **merged)

    def referred(self) -> set[str]:
        """The files of codes and ids that any rule refers to."""
        return {path for rule in self.files for path in rule.referred()}


def load(path: Path, *, within: Path | None = None) -> Manifest:
    """The manifest in a file. Raises ManifestError for what is missing, too large or wrong, and
    for a link that leads out of the folder `within`."""
    said = parse(text(path, limit=SIZE_LIMIT, within=within), where=str(path))
    return checked(Manifest, said, where=str(path))
