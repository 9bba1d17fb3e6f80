"""A folder of pages that came from the web, which is then read as any folder, and what we must
remember of them beside it: under which key each came, and when its server says that it changed.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = ".feeds"
"""In the data folder; hidden, so that whoever syncs a folder around it does not read it twice."""


@dataclass(frozen=True, slots=True)
class Since:
    """What a server said of the version that we have."""

    etag: str = ""
    modified: str = ""


class Spool:
    """The pages of one feed or list in `home`; `save` when all is done.

    A page is written before it is noted: after a kill it is asked for once more, at worst.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "pages"
        self._notes = home / "state.json"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._since: dict[str, Since] = _load(self._notes)

    def since(self, key: str, *, page: bool = True) -> Since:
        """To ask for a page only if it changed; nothing where its file is not here."""
        here = not page or self._file(key).exists()
        return self._since.get(key, Since()) if here else Since()

    def put(self, key: str, text: str, since: Since | None = None) -> bool:
        """Keep a page; whether that is another text than before."""
        data, file = text.encode(), self._file(key)
        self.note(key, since or Since())
        if file.exists() and file.read_bytes() == data:
            return False
        _replace(file, data)
        return True

    def note(self, key: str, since: Since) -> None:
        """Remember when something changed that has no file of its own: the feed itself."""
        self._since[key] = since

    def keep_only(self, keys: set[str]) -> int:
        """Take out all other pages; how many there were."""
        names = {self._file(key).name for key in keys}
        self._since = {key: since for key, since in self._since.items() if key in keys}
        gone = [file for file in self.folder.glob("*.html") if file.name not in names]
        for file in gone:
            file.unlink()
        return len(gone)

    def save(self) -> None:
        """Write down what was noted."""
        said = {key: asdict(since) for key, since in sorted(self._since.items())}
        _replace(self._notes, json.dumps(said, ensure_ascii=False, indent=1).encode())

    def _file(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return self.folder / f"{digest[:16]}.html"


def _load(notes: Path) -> dict[str, Since]:
    """What was noted; nothing where that cannot be read: then all is asked for again."""
    try:
        said: dict[str, Any] = json.loads(notes.read_bytes())
        return {key: Since(**each) for key, each in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _replace(file: Path, data: bytes) -> None:
    """The file is the old one or the new one at any instant."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.write_bytes(data)
    new.replace(file)
