"""The file of a backup: a zip of JSON lines, one member a label or type, and a manifest of hashes.

It is written and read as a stream. Nothing in it names a file on this machine: members are known
by the manifest, and are read, never unpacked. What it says of its own size is not believed.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from kg.errors import ArchiveBroken

FORMAT = "umran-backup"
VERSION = 1
_MANIFEST = "manifest.json"
_MANIFEST_BYTES = 1_000_000
_LINE_BYTES = 256_000_000
_BUFFER = 1 << 20
_RATIO = 200
"""How much smaller than its contents a file may be; graphs are 3 to 10 times smaller."""
_SLACK = 10_000_000
_KNOWN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError, TypeError, KeyError, RecursionError),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One member: its `rows`, `bytes` and hash before it was compressed."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `digest` is that of the graph: equal for equal graphs, whatever store.

    made: ISO 8601 in UTC. umran: version that wrote it.
    """

    made: str
    umran: str
    store: str
    nodes: int
    edges: int
    digest: str
    parts: tuple[Part, ...]


class Writer:
    """Writes the members one after another, and the manifest at last. Leave its `with` in any
    case; without a manifest the file is no archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self.parts: list[Part] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def write(self, name: str, rows: Iterable[Any]) -> int:
        """Write a member of `rows`, which are JSON values; how many there were."""
        digest, count, size = hashlib.sha256(), 0, 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for row in rows:
                line = _line(row)
                member.write(line)
                digest.update(line)
                count, size = count + 1, size + len(line)
        self.parts.append(Part(name, count, size, digest.hexdigest()))
        return count

    def seal(self, *, made: str, umran: str, store: str) -> Manifest:
        """Write the manifest; the file is an archive from here on."""
        parts = tuple(self.parts)
        manifest = Manifest(made, umran, store, *_sizes(parts), _digest(parts), parts)
        about = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
        self._zip.writestr(_MANIFEST, json.dumps(about, indent=1))
        return manifest


class Reader:
    """An open archive: its `manifest`, and the rows of each part."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def rows(self, part: Part) -> Iterator[Any]:
        """The JSON values of a part. Raises ArchiveBroken, at the end too, where hashes differ."""
        digest, count, size = hashlib.sha256(), 0, 0
        with _damage(part.name), self._zip.open(part.name) as member:
            lines = io.BufferedReader(member, _BUFFER)  # type: ignore[type-var]
            while line := lines.readline(min(_LINE_BYTES, part.bytes - size) + 1):
                digest.update(line)
                count, size = count + 1, size + len(line)
                if size > part.bytes or not line.endswith(b"\n"):
                    raise ArchiveBroken(f"{part.name} is longer than the manifest says.")
                yield json.loads(line)
        if (count, size, digest.hexdigest()) != (part.rows, part.bytes, part.sha256):
            raise ArchiveBroken(f"{part.name} is not what was written: its hash is another.")


@contextmanager
def read(path: Path) -> Iterator[Reader]:
    """Open a backup. Raises ArchiveBroken where it is none, damaged, or of a newer version."""
    with _damage(str(path)):
        archive = zipfile.ZipFile(path)
    with archive:
        with _damage(str(path)):
            manifest = _manifest(archive)
            _check(archive, manifest, path.stat().st_size)
        yield Reader(archive, manifest)


@contextmanager
def _damage(what: str) -> Iterator[None]:
    """Whatever a hostile or damaged file breaks is one kind of error."""
    try:
        yield
    except ArchiveBroken:
        raise
    except _DAMAGE as error:
        raise ArchiveBroken(
            f"{what} cannot be read as a backup ({type(error).__name__}: {error}).",
            hint="Take a file that `umran backup` wrote.",
        ) from None


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(_MANIFEST) as member:
        text = member.read(_MANIFEST_BYTES + 1)
    if len(text) > _MANIFEST_BYTES:
        raise ArchiveBroken("Its manifest is too long.")
    about = json.loads(text)
    if about.pop("format") != FORMAT:
        raise ArchiveBroken("It is no backup of Umran.")
    if (version := about.pop("version")) != VERSION:
        raise ArchiveBroken(
            f"It is a backup of version {version!r}; this Umran reads version {VERSION}.",
            hint="Restore it with the Umran that wrote it, or a newer one.",
        )
    parts = tuple(Part(**part) for part in about.pop("parts"))
    if not all(type(n) is int and n >= 0 for part in parts for n in (part.rows, part.bytes)):
        raise ArchiveBroken("Its manifest has a number that is none.")
    return Manifest(**about, parts=parts)


def _check(archive: zipfile.ZipFile, manifest: Manifest, size: int) -> None:
    """Before a member is read: names, kinds of compression and declared sizes."""
    members = archive.infolist()
    names = [part.name for part in manifest.parts]
    if sorted(each.filename for each in members) != sorted([*names, _MANIFEST]):
        raise ArchiveBroken("Its members are not those of its manifest.")
    if any(each.compress_type not in _KNOWN or each.flag_bits & 1 for each in members):
        raise ArchiveBroken("It is encrypted, or compressed in another way than backups are.")
    if sum(part.bytes for part in manifest.parts) > _RATIO * size + _SLACK:
        raise ArchiveBroken("It would unpack to far more than a graph of its size.")
    said = (manifest.nodes, manifest.edges, manifest.digest)
    if said != (*_sizes(manifest.parts), _digest(manifest.parts)):
        raise ArchiveBroken("Its manifest was changed.")


def _sizes(parts: Iterable[Part]) -> tuple[int, int]:
    """Nodes and edges."""
    rows = {True: 0, False: 0}
    for part in parts:
        rows[part.name.startswith("nodes/")] += part.rows
    return rows[True], rows[False]


def _digest(parts: Iterable[Part]) -> str:
    said = "".join(f"{part.name} {part.rows} {part.sha256}\n" for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()


def _line(row: Any) -> bytes:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
