"""What is in a source's folder: its files with their fingerprints, and what was passed over."""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.cldf import data_sets
from ingest.corrections import FILE_NAME as CORRECTIONS
from ingest.corrections import Corrections
from ingest.corrections import load as load_corrections
from ingest.document import (
    CultureColumns,
    DataSet,
    Metadata,
    SourceFile,
    TraitColumns,
    VectorColumns,
)
from ingest.manifest import FILE_NAME, Manifest, Rule, load
from ingest.read import READERS
from ingest.read.corpus import JSON_LINES
from ingest.rulings import check
from kg.errors import ManifestError, Unreadable

ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Notice:
    """A file, folder or rule that gives no document, and why; for the user's eyes."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A folder as it is now: `files` and `notices` are sorted by path.

    `chosen`: someone gave the source its name, it is not just the folder's own.
    """

    source: str
    chosen: bool = False
    files: list[SourceFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def scan(
    folder: Path, *, source: str | None = None, manifest: Path | None = None
) -> list[SourceFile]:
    """The files of a folder that can be read, sorted by path. See `survey`."""
    return survey(folder, source=source, manifest=manifest).files


def survey(
    folder: Path,
    *,
    source: str | None = None,
    manifest: Path | None = None,
    about: Metadata | None = None,
) -> Survey:
    """The files of a folder that can be read, and notices of all others.

    The manifest is `umran.yaml` of the folder unless another file is given; `about` holds of what
    it says nothing of. Hidden files, the manifest, and tables that a rule refers to are not listed.
    Raises ManifestError where the manifest is wrong, Unreadable where there is no such folder.
    """
    if not folder.is_dir():
        raise Unreadable(f"{folder} is not a folder.", hint="Give the folder of the source.")
    where = manifest or folder / FILE_NAME
    within = None if manifest else folder
    said = load(where, within=within) if manifest or where.exists() else Manifest()
    walk = _Walk(folder.absolute(), where.resolve())
    paths = sorted(walk)
    chosen = source or said.source
    name = chosen or folder.resolve().name
    survey = Survey(name, bool(chosen), notices=walk.notices)
    _sort_out(paths, _Judge(folder, survey.source, said, about or Metadata()), survey)
    survey.notices.extend(_idle_rules(said, paths))
    survey.notices.sort(key=lambda notice: notice.path)
    return survey


def corrections_of(folder: Path, manifest: Manifest) -> Corrections:
    """The corrections of a source, checked: those that its manifest names, or `corrections.csv`
    in its folder where there is one. Raises ManifestError."""
    where = folder / (manifest.corrections or CORRECTIONS)
    if not manifest.corrections and not where.exists():
        return Corrections()
    found = load_corrections(where, within=folder)
    check(found, str(where))
    return found


def corrections_in(folder: Path) -> tuple[str, Corrections]:
    """The file that the folder's own manifest says its corrections are in, and what it holds."""
    where = folder / FILE_NAME
    said = load(where, within=folder) if where.exists() else Manifest()
    return str(folder / (said.corrections or CORRECTIONS)), corrections_of(folder, said)


def _sort_out(paths: list[tuple[str, Path]], judge: "_Judge", survey: Survey) -> None:
    found = data_sets(dict(paths))
    judge.sets = {path: each for path, each in found.items() if judge.lets_be(path)}
    claimed = {name for path, each in judge.sets.items() for name in each.files if name != path}
    for path, location in paths:
        rule = judge.manifest.rule(path)
        if rule.skip or path in claimed or judge.uses(path, rule):
            continue
        reason = judge.why_not(path, rule)
        if reason:
            survey.notices.append(Notice(path, reason))
        else:
            survey.files.append(judge.source_file(path, location, rule))


def _idle_rules(manifest: Manifest, paths: list[tuple[str, Path]]) -> Iterator[Notice]:
    for rule in manifest.files:
        if not any(rule.matches(path) for path, _ in paths):
            yield Notice(rule.match, "no file matches this rule of the manifest")


class _Walk:
    """Paths (relative, NFC, forward slashes) and locations of the plain files below a folder."""

    def __init__(self, folder: Path, manifest: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()
        self.manifest = manifest
        self.notices: list[Notice] = []
        self.seen: set[str] = set()

    def __iter__(self) -> Iterator[tuple[str, Path]]:
        folders = [self.folder]
        while folders:  # not os.walk, which calls itself: folders may be deeper than calls
            for location in self._inside(folders.pop()):
                if location.is_dir():
                    folders += [location] if self._goes_into(location) else []
                    continue
                path = unicodedata.normalize("NFC", location.relative_to(self.folder).as_posix())
                if self._takes(location, path):
                    yield path, location

    def _inside(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as error:
            self._notice(folder, f"the folder cannot be opened ({error.strerror})")
            return []

    def _goes_into(self, location: Path) -> bool:
        if location.is_symlink():
            self._notice(location, "a link to a folder is not followed")
            return False
        return not location.name.startswith(".")

    def _takes(self, location: Path, path: str) -> bool:
        if location.name.startswith(".") or path == FILE_NAME or self._is_manifest(location):
            return False
        reason = self._why_not(location, path)
        if reason:
            self._notice(location, reason)
        self.seen.add(path)
        return not reason

    def _is_manifest(self, location: Path) -> bool:
        return os.path.realpath(location) == str(self.manifest)

    def _why_not(self, location: Path, path: str) -> str:
        if not Path(os.path.realpath(location)).is_relative_to(self.root):
            return "a link that leads out of the folder is not followed"
        if not location.is_file():
            return "not a plain file"
        if any("\ud800" <= letter <= "\udfff" for letter in path):
            return "its name is not valid UTF-8"
        return "its name differs from another only in its Unicode form" * (path in self.seen)

    def _notice(self, location: Path, reason: str) -> None:
        path = location.relative_to(self.folder).as_posix()
        shown = path.encode("utf-8", "backslashreplace").decode()
        self.notices.append(Notice(shown, reason))


class _Judge:
    """Decides which files are documents, and makes their SourceFile."""

    def __init__(self, folder: Path, source: str, manifest: Manifest, about: Metadata) -> None:
        self.folder = folder
        self.about = about
        self.source = source
        self.manifest = manifest
        self.corrections = corrections_of(folder, manifest)
        self.rulings = manifest.corrections or CORRECTIONS
        self.referred = manifest.referred() | {self.rulings}
        self.sets: dict[str, DataSet] = {}

    def uses(self, path: str, rule: Rule) -> bool:
        """Whether a file serves the reading of others and is no document itself."""
        return path == self.rulings or (path in self.referred and not rule.table)

    def lets_be(self, path: str) -> bool:
        """Whether the manifest neither skips a file nor says what its columns are."""
        rule = self.manifest.rule(path)
        return not (rule.skip or rule.table or rule.corpus or path in self.referred)

    def why_not(self, path: str, rule: Rule) -> str:
        """Why a file is passed over; "" where it is to be read."""
        ending = Path(path).suffix.lower()
        if path in self.sets:
            return ""
        if rule.table or rule.vectors or rule.corpus or ending in (*JSON_LINES, ARCHIVE):
            return ""
        if ending in (".csv", ".tsv"):
            return "no rule in the manifest says what its columns are (table: or corpus:)"
        if ending == ".npy":
            return "no rule in the manifest says whose vectors its rows are (vectors:)"
        if ending in READERS or any(rule.names(path) for rule in self.manifest.files):
            return ""
        return f"there is no reader for {ending} files" if ending else "its name has no ending"

    def source_file(self, path: str, location: Path, rule: Rule) -> SourceFile:
        metadata = rule.metadata().over(self.about)
        table = self.sets.get(path) or self._table(rule)
        vectors = rule.vectors.columns() if rule.vectors else None
        corpus = rule.corpus.columns() if rule.corpus else None
        said: dict[str, Any] = {
            "metadata": asdict(metadata),
            "table": [type(table).__name__, asdict(table)] if table else None,
            "vectors": asdict(vectors) if vectors else None,
            "corpus": asdict(corpus) if corpus else None,
            "referred": {name: self._sha256(name) for name in _referred(table, vectors)},
        }
        corrections = self.corrections.at(path)
        if corrections.rows:
            said["corrections"] = corrections.digest
        return SourceFile(
            self.source,
            path,
            location,
            digest(location),
            _hash(said),
            metadata,
            table,
            vectors,
            corpus,
            corrections=corrections,
        )

    def _sha256(self, name: str) -> str:
        """Of a file that is referred to; nothing outside of the folder is opened."""
        location = (self.folder / name).resolve()
        return digest(location) if location.is_relative_to(self.folder.resolve()) else ""

    def _table(self, rule: Rule) -> CultureColumns | TraitColumns | None:
        columns = rule.table.columns_for(rule) if rule.table else None
        if not isinstance(columns, TraitColumns) or not columns.keys:
            return columns
        keys = self.manifest.rule(columns.keys)
        named = keys.table.columns_for(keys) if keys.table else None
        if not isinstance(named, CultureColumns) or not named.key:
            raise ManifestError(
                f"{FILE_NAME}: table.keys of {rule.match}: got {columns.keys!r}, expected a file "
                "whose own rule says `table: {kind: cultures, name: ..., key: ...}`."
            )
        return replace(columns, key_columns=named)


def _referred(
    table: CultureColumns | TraitColumns | DataSet | None, vectors: VectorColumns | None
) -> list[str]:
    """The other files whose bytes change what is read from this one."""
    names = [vectors.ids] if vectors else []
    if isinstance(table, TraitColumns):
        names += [table.keys] if table.keys else []
        names += [table.codes.table] if table.codes else []
    if isinstance(table, DataSet):
        names += table.files
    return names


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def digest(location: Path) -> str:
    """SHA-256 of a file, in hexadecimal; "" for what is no file or cannot be opened."""
    if not location.is_file():
        return ""
    try:
        with location.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
