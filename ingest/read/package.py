"""A zip file that is one document (docx, epub): its members by name, within limits.

Members are only ever read into memory: their names are keys, never places on the disk.
"""

import io
import posixpath
import zipfile
from typing import Self
from urllib.parse import unquote

from ingest.read.content import MEBIBYTE
from kg.errors import Unreadable

MEMBERS = 20_000
ONE, ALL = 64 * MEBIBYTE, 256 * MEBIBYTE
"""Unpacked bytes of one member, and of all that are read."""
RATIO = 300
"""How many times its packed size a member of more than a mebibyte may be."""


class Package:
    """The members of a zip file. Raises Unreadable for no zip, one too large, and for bombs."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise Unreadable("It is an old Word file, or one locked with a password.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(f"The file is damaged: no whole zip ({error}).") from None
        self._members = {member.filename: member for member in self._archive.infolist()}
        self._left = ALL
        if len(self._members) > MEMBERS:
            raise Unreadable(f"It holds {len(self._members):,} files; the limit is {MEMBERS:,}.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member. The sizes that the zip claims are not believed."""
        if name not in self._members:
            raise Unreadable(f"The file is damaged: {name} is not in it.")
        member = self._members[name]
        if member.flag_bits & 1:
            raise Unreadable("It is locked with a password.")
        limit = min(ONE, self._left, max(MEBIBYTE, RATIO * member.compress_size))
        try:
            with self._archive.open(member) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Unreadable(f"The file is damaged: {name} cannot be unpacked ({error}).") from None
        if len(data) > limit:
            raise Unreadable(f"{name} in it unpacks to more than {limit:,} bytes, the limit here.")
        self._left -= len(data)
        return data


def beside(name: str, link: str) -> str:
    """The member that a link in the member `name` means, without its fragment."""
    path = unquote(link.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path)).lstrip("/")
