"""The bytes of a file, within limits and within the source's folder."""

from pathlib import Path

from ingest.document import SourceFile
from kg.errors import Unreadable

MEBIBYTE = 1 << 20

_OTHER_THINGS = {
    b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"%PDF": "PDF", b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"OggS": "Ogg", b"fLaC": "FLAC", b"ID3": "MP3",
    b"\x93NUMPY": "NumPy", b"\xd0\xcf\x11\xe0": "old Word or Excel", b"\x7fELF": "program",
    b"7z\xbc\xaf": "7-Zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"SQLite": "SQLite",
    b"{\\rtf": "RTF",
}  # fmt: skip


def content(location: Path, *, limit: int) -> bytes:
    """All bytes of a file of at most `limit` bytes. Raises Unreadable for a larger or empty one."""
    size = location.stat().st_size
    if size > limit:
        raise Unreadable(
            f"The file has {size / MEBIBYTE:,.0f} MiB; the limit for its kind is "
            f"{limit / MEBIBYTE:,.0f} MiB.",
            hint="Split it.",
        )
    if size == 0:
        raise Unreadable("The file is empty.")
    return location.read_bytes()


def refuse_other_things(data: bytes) -> None:
    """Raises Unreadable where the first bytes are those of a well-known kind that is not text."""
    for mark, kind in _OTHER_THINGS.items():
        if data.startswith(mark):
            raise Unreadable(f"By its first bytes this is a {kind} file, not a text.")


def sibling(file: SourceFile, path: str) -> Path:
    """The place of another file of the same source. Raises Unreadable where there is none."""
    location = file.folder / path
    if not location.resolve().is_relative_to(file.folder.resolve()):
        raise Unreadable(f"{path}, which this file needs, lies outside the source's folder.")
    if not location.is_file():
        raise Unreadable(f"{path}, which this file needs, is not in the source's folder.")
    return location
