"""The embedded store: a graph server as a child process, its files in one folder.

The child ends when its standard input closes, thus also when this process is killed. One process
at a time owns the folder; the lock is held by the child, so it lasts as long as the files are open.
"""

import fcntl
import json
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, RLock
from typing import IO, Any, Self

from kg.embedded_server import DATABASE
from kg.engine_cache import CACHE
from kg.errors import StoreError, StoreInUse, StoreUnreachable

_START_SECONDS = 90
_JUDGE_SECONDS = 15
_STOP_SECONDS = 30
_LOCK_SECONDS = 5
_TAIL_BYTES = 20_000
_CONCEALED = re.compile(r"BOLT: (.*) \(concealed from the client")


class EmbeddedServer:
    """A running child process: `uri`, `auth` and `database` are what a Bolt driver needs.

    Use as a context manager, or call `stop`. Raises StoreInUse if another process owns `folder`
    and StoreUnreachable if the server does not come up.
    """

    database = DATABASE

    def __init__(self, folder: Path, *, heap: str = "1g") -> None:
        self.folder = folder.absolute()
        _make(self.folder)
        self._password = secrets.token_urlsafe(24)
        self._ports = _free_ports(2)
        self._heap = heap
        self.uri = f"bolt://127.0.0.1:{self._ports[0]}"
        self.auth = ("root", self._password)
        self._log = self.folder / "server.log"
        self._turn = Lock()
        self._life = RLock()
        self._start()

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._child.pid

    def sql(self, text: str) -> None:
        """Run one SQL statement of the engine; the way to declare types and indexes."""
        self._ask({"op": "sql", "text": text})

    def judge(self, text: str) -> dict[str, Any]:
        """What the engine's own parser says of a Cypher text, without running it.

        Keys: `reads` (it cannot write), `procedures`, `functions`, `clauses` (names it uses).
        Raises StoreError if it is not valid Cypher, StoreUnreachable if that cannot be said in
        time: then the server has ended.
        """
        verdict: dict[str, Any] = self._ask({"op": "judge", "text": text}, seconds=_JUDGE_SECONDS)
        return verdict

    def end(self, name: str) -> None:
        """End the queries whose text holds `name`, as far as the engine heeds it."""
        self._ask({"op": "end", "text": name})

    def concealed(self) -> tuple[str, bool]:
        """The last error that the engine did not tell its client, out of the end of its log, and
        whether it was want of memory."""
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - _TAIL_BYTES))
            tail = log.read().decode("utf-8", "replace")
        found = [*_CONCEALED.finditer(tail)]
        if not found:
            return f"The request failed. See {self._log}.", False
        return found[-1][1], "OutOfMemoryError" in tail[found[-1].end() :]

    def stop(self) -> None:
        """Stop the server by its own call and wait until it is gone; twice does nothing."""
        if self._child.stdin and not self._child.stdin.closed:
            self._child.stdin.close()
        try:
            self._child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
        self._reap()

    def kill(self) -> None:
        """End the server at once, as a power cut would; acknowledged writes are on disk."""
        self._child.kill()
        self._reap()

    def restart(self) -> None:
        """End the server at once and start it again, at the same address."""
        with self._life:
            self.kill()
            self._start()

    def revive(self) -> None:
        """Start the server again if it has ended, at the same address."""
        with self._life:
            if self._child.poll() is not None:
                self.restart()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _reap(self) -> None:
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _start(self) -> None:
        self._child = self._spawn()
        try:
            self._ask(self._order(), seconds=_START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def _order(self) -> dict[str, Any]:
        (self.folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
        return {
            "root": str(self.folder),
            "password": self._password,
            "bolt_port": self._ports[0],
            "http_port": self._ports[1],
            "heap": self._heap,
        } | ({"cache": str(CACHE)} if CACHE.exists() else {})

    def _spawn(self) -> subprocess.Popen[str]:
        with _lock(self.folder) as lock, self._log.open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "kg.embedded_server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                pass_fds=(lock.fileno(),),
                start_new_session=True,
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
            )

    def _ask(self, message: dict[str, Any], *, seconds: float = 60) -> Any:
        with self._turn:
            answer = json.loads(self._exchange(json.dumps(message), seconds))
        if "error" in answer:
            raise StoreError(answer["error"])
        return answer.get("result")

    def _exchange(self, message: str, seconds: float) -> str:
        child = self._child
        assert child.stdin
        assert child.stdout
        line = ""
        with suppress(OSError, ValueError):  # what is raised where the child has ended
            child.stdin.write(message + "\n")
            child.stdin.flush()
            answered, _, _ = select.select([child.stdout], [], [], seconds)
            line = child.stdout.readline() if answered else ""
        if not line:
            raise self._gone(child)
        return line

    def _gone(self, child: subprocess.Popen[str]) -> StoreUnreachable:
        """`child` and no other: somebody may have started another one meanwhile."""
        child.kill()
        child.wait()
        return StoreUnreachable("The embedded store does not answer.", hint=f"See {self._log}.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The store's folder {folder} cannot be made: {error.strerror}.",
            hint="Name another folder with --data.",
        ) from None


def _lock(folder: Path) -> IO[str]:
    """The folder's lock file, locked; waits a little for a former owner that is stopping."""
    file = (folder / "lock").open("a+")
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise _in_use(file, folder) from None
            time.sleep(0.1)
        else:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file


def _in_use(file: IO[str], folder: Path) -> StoreInUse:
    file.seek(0)
    owner = file.read().strip() or "unknown"
    file.close()
    return StoreInUse(
        f"The store in {folder} is in use by process {owner}.",
        hint="Wait for it to end, or name another folder with --data.",
    )


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports
