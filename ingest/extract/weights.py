"""Which weights a model in a folder has, as a short hash for the pipeline's fingerprint."""

import hashlib
from pathlib import Path

_BLOCK = 1 << 20


def digest(folder: Path) -> str:
    """The first 12 hexadecimal digits of a SHA-256 over the names and bytes of all files."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(_hash(path))
    return total.hexdigest()[:12]


def _hash(path: Path) -> bytes:
    content = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            content.update(block)
    return content.digest()
