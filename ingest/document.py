"""The values that travel through ingestion, from a file to the rows of the graph.

A file is read into one `Document` (text, image, sound, vectors or table); a text is split into
passages; passages hold mentions. Offsets are Unicode code points of `TextDocument.text`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.corrections import NONE, Corrections


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a file from its manifest or front matter.

    Years are astronomical integers (BCE negative); None means unknown.
    """

    title: str = ""
    cultures: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    language: str = ""
    licence: str = ""
    reference: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last year, or None where no year is known."""
        if self.year_from is None:
            return None
        return self.year_from, self.year_from if self.year_to is None else self.year_to

    def over(self, other: "Metadata") -> "Metadata":
        """This, with what `other` says where this says nothing; years go together."""
        kept = {name: getattr(self, name) or getattr(other, name) for name in self.__slots__}
        years = self if self.span else other
        return Metadata(**kept | {"year_from": years.year_from, "year_to": years.year_to})


@dataclass(frozen=True, slots=True)
class CultureColumns:
    """Which columns of a table declare cultures (`kind: cultures` in the manifest)."""

    name: str
    key: str = ""
    latitude: str = ""
    longitude: str = ""
    region: str = ""
    family: str = ""
    glottocode: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class TraitColumns:
    """Which columns of a table are traits of cultures (`kind: traits` in the manifest).

    `culture` names the column that holds the culture: its name, or, where `keys` names a
    `kind: cultures` table of the same folder, that table's key. `columns` are glob patterns.
    `codes` maps (column, code) to a readable value; `titles` maps a column to a readable name.
    `key_columns` are the columns of the table that `keys` names.
    """

    culture: str
    keys: str = ""
    key_columns: CultureColumns | None = None
    year: str = ""
    columns: tuple[str, ...] = ("*",)
    missing: tuple[str, ...] = ("", "NA")
    themes: tuple[str, ...] = ()
    codes: "CodeColumns | None" = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """A CLDF data set: `files` are its tables and sources, relative to the source's folder."""

    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeColumns:
    """A second table that explains the codes of a trait table."""

    table: str
    variable: str
    title: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class CorpusColumns:
    """Which fields of a record hold its text, its own id, and what is known about it.

    `said` maps names of a manifest to fields. An empty or missing one means the field of that very
    name; for the text also `body` or `content`.
    """

    text: str = ""
    id: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VectorColumns:
    """What the rows of an `.npy` matrix are: `ids` is a text file with one culture a line."""

    ids: str
    modality: str
    encoder: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source, or one document of a file that holds many, before it is read.

    `path` is relative to the source's folder, with forward slashes; `part` names the document
    inside the file, "" where the file is one document; `portion_of` the part that this is a
    portion of ("": the file), None where it is whole. `sha256` is that of the bytes, `said` tells
    apart all else that the result depends on: what the manifest says of the file, the bytes of
    files that it refers to, the corrections that concern it, the pipeline.
    """

    source: str
    path: str
    location: Path
    sha256: str
    said: str
    metadata: Metadata
    table: CultureColumns | TraitColumns | DataSet | None = None
    vectors: VectorColumns | None = None
    corpus: CorpusColumns | None = None
    part: str = ""
    portion_of: str | None = None
    corrections: Corrections = NONE

    @property
    def fingerprint(self) -> str:
        """Changes when what the file gives may change."""
        return hashlib.sha256(f"{self.sha256}|{self.said}".encode()).hexdigest()

    @property
    def folder(self) -> Path:
        """The folder of the source: `folder / path` is `location`."""
        return self.location.parents[self.path.count("/")]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the stretch of text that it governs, in code points of the text."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page, by its printed number, or a moment ("00:01:30"), that begins at `start`."""

    label: str
    start: int


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text as it is stored: line ends are LF, Unicode is NFC.

    `pages` are in order of `start`. `notes` are the spans of footnotes and endnotes, which stand
    after the text of their section. `remarks` says what of the file was left out, and why.
    """

    metadata: Metadata
    text: str
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[tuple[int, int], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ImageDocument:
    """A picture: `pixels` is uint8, (height, width, 3), its longer side at most 512."""

    metadata: Metadata
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class SoundDocument:
    """A recording: `samples` is float32 in -1..1, mono, at `rate` hertz."""

    metadata: Metadata
    samples: NDArray[np.float32]
    rate: int


@dataclass(frozen=True, slots=True, eq=False)
class VectorsDocument:
    """Embeddings made elsewhere: row i of `matrix` (n, d) float32 belongs to `cultures[i]`."""

    metadata: Metadata
    matrix: NDArray[np.float32]
    cultures: tuple[str, ...]
    modality: str
    encoder: str


@dataclass(frozen=True, slots=True)
class CultureRow:
    """A culture that a table declares. `key` is how other tables of the folder call it;
    `glottocode` and `iso` (639-3) are those of its language."""

    name: str
    key: str
    latitude: float | None
    longitude: float | None
    region: str
    family: str
    glottocode: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class TraitRow:
    """One coded value of one culture, by its name; `reference`: works that the code rests on."""

    culture: str
    trait: str
    title: str
    code: str
    value: str
    year: int | None
    themes: tuple[str, ...] = ()
    description: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TableDocument:
    """A table of cultures or of their traits; `remarks` says which rows were left out and why.

    `declared`: a table says who the cultures of the traits are, else only known ones are taken.
    """

    metadata: Metadata
    cultures: tuple[CultureRow, ...] = ()
    traits: tuple[TraitRow, ...] = ()
    remarks: tuple[str, ...] = ()
    declared: bool = False


Document = TextDocument | ImageDocument | SoundDocument | VectorsDocument | TableDocument


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity: `text[start:end] == surface`, offsets in the document's text.

    `key` is the entity that the extractor already knows (a lexicon entry's label and name), or
    None where it only knows a `label`.
    """

    start: int
    end: int
    surface: str
    label: str
    score: float
    extractor: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: `document.text[start:end] == text`.

    `page` is where it begins: a page or a time stamp. `note`: it stands in a note.
    """

    idx: int
    start: int
    end: int
    text: str
    language: str
    section: str = ""
    page: str = ""
    note: bool = False
    mentions: tuple[Mention, ...] = field(default=())
