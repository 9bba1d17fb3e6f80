"""Which code a run was made by."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@cache
def code_version() -> str:
    """The version of Umran, "+", and a hash of the sources of this package.

    The hash tells apart what one version number covers while it is being worked on.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{_release()}+{digest.hexdigest()[:8]}"


def _release() -> str:
    try:
        return version("umran")
    except PackageNotFoundError:
        return "0"
