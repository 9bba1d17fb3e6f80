"""A zip file that is a folder: unpacked to a place of its own, within limits."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ingest.read.content import MEBIBYTE
from ingest.read.grid import Remarks
from kg.errors import Unreadable

MEMBERS = 20_000
ALL = 2_048 * MEBIBYTE
"""Unpacked bytes of all files together."""
RATIO = 300
"""How many times its packed size a file of more than a mebibyte may be."""
_PIECE = MEBIBYTE


@contextmanager
def unpacked(location: Path, remarks: Remarks) -> Iterator[Path]:
    """A temporary folder with what the archive holds; it is gone afterwards.

    Links, and names that lead out of the folder, are left out, with a remark. Raises Unreadable
    for what is no zip, is locked, or is more than the limits allow: the sizes that it claims are
    not believed.
    """
    with TemporaryDirectory(prefix="umran-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(location) as archive:
                _unpack(archive, folder, remarks)
        except Unreadable:
            raise
        except Exception as error:  # zipfile, zlib and the disk each fail in ways of their own
            said = getattr(error, "strerror", None) or error
            raise Unreadable(f"The archive is damaged or cannot be unpacked: {said}.") from None
        yield folder


def _unpack(archive: zipfile.ZipFile, folder: Path, remarks: Remarks) -> None:
    members = []
    for member in archive.infolist():
        if reason := _why_not(member):
            remarks.add(f"{member.filename!r}: {reason}")
        elif not member.is_dir():
            members.append(member)
    if len(members) > MEMBERS:
        raise Unreadable(f"It holds {len(members):,} files; the limit is {MEMBERS:,}.")
    left = ALL
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("It is locked with a password.")
        place = folder / member.filename
        place.parent.mkdir(parents=True, exist_ok=True)
        left -= _copy(archive, member, place, left)


def _why_not(member: zipfile.ZipInfo) -> str:
    path, name = PurePosixPath(member.filename), member.filename
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        return "its name leads out of the archive, or is none for a file"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link is not followed"
    return ""


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int) -> int:
    limit = min(left, max(MEBIBYTE, RATIO * member.compress_size))
    written = 0
    with archive.open(member) as source, place.open("wb") as target:
        while piece := source.read(_PIECE):
            written += len(piece)
            if written > limit:
                raise Unreadable(
                    f"{member.filename} in it unpacks to more than {limit:,} bytes, the limit here."
                )
            target.write(piece)
    return written
