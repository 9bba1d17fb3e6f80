"""A real Neo4j Community server, started from its jars: no Docker, nothing installed.

`Neo4jServer` runs one server in a folder of its own, on a free port of 127.0.0.1.
Start it from a thread that outlives it: on Linux the kernel kills the server when the thread
that started it ends, so a test run that is killed leaves no server behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from neo4j import GraphDatabase
from neo4j.exceptions import ServiceUnavailable, SessionExpired, TransientError

from tests.neo4j_install import Neo4jInstall

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JVM_FLAGS = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
    "--add-modules=jdk.incubator.vector",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
)
# Half the time to start and to warm up; the peak speed is lower. The light compiler's own limit of
# code, 48 MB, is less than Neo4j has: what is compiled would be thrown away and compiled again.
_LIGHT_FLAGS = (
    *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    "-XX:ReservedCodeCacheSize=240m",
)
# Becomes the server process: the process id stays, and so does the request to die (PDEATHSIG).
_DIE_WITH_PARENT = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the parent is gone")
os.execv(sys.argv[2], sys.argv[2:])
"""
# Calendar versions look for other servers on the network and report to a fleet manager.
_NO_FLEET = {"dbms.fleet_manager.enabled": "false", "server.fleet_discovery.enabled": "false"}
_POLL_S = 0.1
_TAIL_LINES = 15


class Neo4jServerError(RuntimeError):
    """The server did not start, or is not running; the message ends with its last log lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What one server needs. `folder` is made if missing, holds everything, and is never removed.

    `password` is that of the user neo4j (8 characters or more); None turns authentication off.
    It counts for a new folder only: the folder keeps the password of its first start.
    `light` is for tests, not for benchmarks: it starts twice as fast and runs slower.
    """

    folder: Path
    password: str | None = None
    heap: str = "512m"
    page_cache: str = "128m"
    light: bool = False
    start_limit_s: float = 180.0
    stop_limit_s: float = 30.0


class Neo4jServer:
    """One server process. As a context manager it starts on entry and stops on exit.

    After `stop` or `kill`, `start` goes on with the same data, port and password. The owner
    calls `stop` or `kill`; not safe for use from several threads.
    """

    def __init__(self, install: Neo4jInstall, settings: ServerSettings) -> None:
        self.install = install
        self.settings = settings
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Neo4jServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def uri(self) -> str:
        """The Bolt address; known from the first start on, the same after a restart."""
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def auth(self) -> tuple[str, str] | None:
        """What the driver takes as `auth`."""
        password = self.settings.password
        return None if password is None else ("neo4j", password)

    @property
    def pid(self) -> int:
        """The process id of the JVM itself. Raises Neo4jServerError when none is held."""
        if self._process is None:
            raise Neo4jServerError("no process id: the Neo4j server is not started")
        return self._process.pid

    def start(self) -> None:
        """Return once the database answers a query over Bolt.

        Raises Neo4jServerError when it is already started, ends early or passes the limit, and
        AuthError when the folder has another password. After an error no process is left.
        """
        if self._process is not None:
            raise Neo4jServerError(f"the Neo4j server is already started, pid {self.pid}")
        self._port = self._port or _free_port()
        self._write_config()
        self._set_password()
        self._process = self._launch()
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End the server cleanly, by force after the limit. Harmless when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(self.settings.stop_limit_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reap()

    def kill(self) -> None:
        """End the server at once by SIGKILL, as a crash would. Harmless when it is not running."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def last_lines(self) -> str:
        """The end of what the server printed and logged, without the frames of stack traces."""
        folder = self.settings.folder
        files = (folder / "console.log", folder / "logs" / "neo4j.log")
        return "\n".join(f"--- {path}\n{_tail(path)}" for path in files if path.is_file())

    def _reap(self) -> None:
        if self._process is not None:
            self._process.wait()
        self._process = None

    def _write_config(self) -> None:
        folder = self.settings.folder.resolve()
        for part in ("conf", "data", "logs", "run", "import", "plugins"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        lines = [f"{name}={value}" for name, value in self._options(folder).items()]
        (folder / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _options(self, folder: Path) -> dict[str, str]:
        address = f"127.0.0.1:{self._port}"
        return {
            "server.bolt.listen_address": address,
            "server.bolt.advertised_address": address,
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            **_directories(folder),
            "server.memory.heap.max_size": self.settings.heap,
            "server.memory.pagecache.size": self.settings.page_cache,
            "db.tx_log.preallocate": "false",
            "db.tx_log.rotation.retention_policy": "keep_none",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "dbms.security.auth_enabled": "false" if self.settings.password is None else "true",
            "dbms.usage_report.enabled": "false",
            # The databases are closed by then: without it a stop waits twice 5 s for nothing.
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
            **(_NO_FLEET if self.install.calendar else {}),
        }

    def _set_password(self) -> None:
        folder, password = self.settings.folder.resolve(), self.settings.password
        if password is None or (folder / "data" / "dbms").exists():
            return
        admin = "org.neo4j.server.startup.Neo4jAdminCommand"
        command = [*self._java(light=True), admin, "dbms", "set-initial-password", password]
        homes = {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}
        done = subprocess.run(
            command, env=os.environ | homes, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise Neo4jServerError(f"the password was not set:\n{done.stdout}{done.stderr}")

    def _launch(self) -> subprocess.Popen[bytes]:
        folder = self.settings.folder.resolve()
        guard = [sys.executable, "-I", "-S", "-c", _DIE_WITH_PARENT, str(os.getpid())]
        homes = [f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
        command = [*guard, *self._java(light=self.settings.light), self.install.main_class, *homes]
        with (folder / "console.log").open("ab") as console:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches pytest alone, which then calls stop
            )

    def _java(self, *, light: bool) -> list[str]:
        flags = [f"-Xmx{self.settings.heap}", *_JVM_FLAGS, *(_LIGHT_FLAGS if light else ())]
        return [str(self.install.java), *flags, "-cp", str(self.install.lib / "*")]

    def _wait(self) -> None:
        deadline = time.monotonic() + self.settings.start_limit_s
        while not self._answers():
            code = None if self._process is None else self._process.poll()
            if code is not None:
                raise self._failed(f"ended with code {code} before it answered")
            if time.monotonic() > deadline:
                raise self._failed(f"did not answer within {self.settings.start_limit_s:g} s")
            time.sleep(_POLL_S)

    def _answers(self) -> bool:
        try:
            with (
                GraphDatabase.driver(self.uri, auth=self.auth, connection_timeout=2.0) as driver,
                driver.session(database="neo4j") as session,
            ):
                session.run("RETURN 1").consume()
        except (ServiceUnavailable, SessionExpired, TransientError):
            return False
        return True

    def _failed(self, what: str) -> Neo4jServerError:
        version = self.install.version
        return Neo4jServerError(f"Neo4j {version} at {self.uri} {what}\n{self.last_lines()}")


def _directories(folder: Path) -> dict[str, str]:
    places = {name: folder / name for name in ("data", "logs", "run", "import", "plugins")}
    places["transaction.logs.root"] = folder / "data" / "transactions"
    return {f"server.directories.{name}": str(place) for name, place in places.items()}


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _tail(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("\tat ")]
    return "\n".join(told[-_TAIL_LINES:])
