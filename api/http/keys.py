"""API keys: random, shown once; a file of the data folder keeps their hashes."""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import NotFound, SettingsError

SCOPES = ("read", "ingest", "admin")
"""Each may do what those before it may."""
FILE = "keys.json"
_NAME = re.compile(r"\w[\w.-]{0,59}")
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key. A plain hash will do: a key is 256 random bits, no password."""

    name: str
    scope: str
    created: str
    sha256: str

    def may(self, scope: str) -> bool:
        """Whether its scope covers `scope`."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


class Keys:
    """The keys of a data folder; what is added or removed counts at once, in every process."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def all(self) -> list[Key]:
        """All keys by name. Raises SettingsError for a file that is no file of keys."""
        try:
            rows = json.loads(self._path.read_text("utf-8"))
            return [Key(**row) for row in rows]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise SettingsError(f"{self._path} cannot be read as keys: {error}.") from None

    def add(self, name: str, scope: str) -> str:
        """Make a key and return it: it is nowhere kept. Raises SettingsError."""
        if not _NAME.fullmatch(name):
            what = f"{name!r} is no name of a key."
            raise SettingsError(what, hint="Letters, digits, dots and dashes, at most 60.")
        if scope not in SCOPES:
            raise SettingsError(
                f"There is no scope {scope!r}.", hint=f"Known: {', '.join(SCOPES)}."
            )
        secret = f"umran_{secrets.token_urlsafe(_BYTES)}"
        made = Key(name, scope, datetime.now(UTC).isoformat(timespec="seconds"), _hash(secret))
        with self._changing() as keys:
            if name in keys:
                raise SettingsError(f"There is a key {name!r} already.", hint="Remove it first.")
            keys[name] = made
        return secret

    def remove(self, name: str) -> None:
        """Forget a key. Raises NotFound."""
        with self._changing() as keys:
            if name not in keys:
                known = ", ".join(keys) or "none"
                raise NotFound(f"There is no key {name!r}.", hint=f"Known are: {known}.")
            del keys[name]

    def find(self, secret: str) -> Key | None:
        """The key, or None; it takes as long, whichever it is."""
        given, found = _hash(secret), None
        for key in self.all():
            if hmac.compare_digest(key.sha256, given):
                found = key
        return found

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        """The keys by name; what the body made of them is written, whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            keys = {key.name: key for key in self.all()}
            yield keys
            part = self._path.with_suffix(".part")
            rows = [asdict(keys[name]) for name in sorted(keys)]
            with os.fdopen(
                os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w"
            ) as file:
                json.dump(rows, file, indent=1)
            os.replace(part, self._path)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
