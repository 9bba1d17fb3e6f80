"""Whether this installation can do its work, check by check."""

import platform
import shutil
from importlib.util import find_spec
from typing import NamedTuple

from kg.errors import UmranError
from kg.settings import Settings
from kg.store import open_store

EXTRAS = {
    "read": ("spacy", "py3langid", "lxml", "yaml", "pycrfsuite", "rapidfuzz"),
    "media": ("librosa", "PIL", "skimage", "soundfile"),
    "learn": ("torch", "torch_geometric", "threadpoolctl"),
    "bert": ("transformers", "torch"),
    "schedule": ("apscheduler", "feedparser", "httpx", "protego", "sqlalchemy", "watchfiles"),
    "http": ("fastapi", "prometheus_client", "uvicorn"),
    "notebooks": ("ipykernel", "pandas", "py2neo"),
    "report": ("jinja2", "matplotlib", "networkx", "scipy"),
}
_LEAST_FREE = 2 * 1024**3


class Finding(NamedTuple):
    """One check; `ok` is None where something optional is not there."""

    check: str
    ok: bool | None
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """All checks, the store last, since that one takes seconds."""
    python = Finding("python", True, platform.python_version())
    return [python, *map(_extra, EXTRAS), _disk(settings), _store(settings)]


def _extra(name: str) -> Finding:
    missing = [package for package in EXTRAS[name] if find_spec(package) is None]
    if missing:
        hint = f"without {', '.join(missing)}: pip install 'umran[{name}]'"
        return Finding(f"extra {name}", None, hint)
    return Finding(f"extra {name}", True, "installed")


def _disk(settings: Settings) -> Finding:
    folder = settings.data.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding("disk", free > _LEAST_FREE, f"{free / 1024**3:.1f} GiB free for {settings.data}")


def _store(settings: Settings) -> Finding:
    try:
        with open_store(settings) as store:
            documents = store.read("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
            return Finding("store", True, f"{store.kind}, {documents} documents")
    except UmranError as error:
        return Finding("store", False, str(error))
