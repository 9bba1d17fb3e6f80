"""A process of our own in which risky files are read, so that a parser can hang, die or swell.

It is started when it is first needed and serves until the parent closes its input, which the
end of the parent does in every case. Each file has limits: seconds on the clock and, where the
platform has them, seconds of the processor and bytes of memory. The clock is patient, since a
file must not be lost because the machine was busy. Past them the process is killed,
the file is unreadable, and the next file gets a new process.
"""

import atexit
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import IO, Any

from ingest.document import Document, SourceFile
from kg.errors import UmranError, Unreadable

try:
    import resource as _resource
except ImportError:
    _resource = None  # type: ignore[assignment]
resource: ModuleType | None = _resource

_START = "import sys; sys.path[:] = {path!r}; from ingest.read.worker import serve; serve()"
_START_SECONDS = 60
_WATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds of the processor, seconds on the clock, and bytes of address
    space of the whole process."""

    seconds: float = 120.0
    clock: float = 900.0
    memory: int = 4 << 30


class _Ended(Exception):
    """The process ended before it answered; `late`: it was ended at its time limit."""

    def __init__(self, why: str, *, late: bool = False) -> None:
        super().__init__(why)
        self.late = late


class Worker:
    """Reads one file at a time in the process; safe to call from several threads."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id, or None where none runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def read(self, reader: str, file: SourceFile) -> Document:
        """What the module `reader` of this package reads in the file.

        Raises what it raises, and Unreadable where the process had to be ended. What an old
        process has no memory left for is tried in a new one: the order of files says nothing.
        """
        with self._turn:
            fresh = self.pid is None
            try:
                return self._once(reader, file)
            except _Ended as ended:
                if fresh or ended.late:
                    raise Unreadable(str(ended)) from None
            try:
                return self._once(reader, file)
            except _Ended as ended:
                raise Unreadable(str(ended)) from None

    def stop(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _once(self, reader: str, file: SourceFile) -> Document:
        try:
            answer = self._ask(self._running(), (reader, file), self.limits.clock)
        except BaseException:
            self._end()
            raise
        if isinstance(answer, MemoryError):
            self._end()
            raise _Ended(f"Its parser needs more than {self.limits.memory >> 20:,} MiB of memory.")
        if isinstance(answer, UmranError):
            raise answer
        document: Document = answer
        return document

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = _spawn()
            try:
                self._ask(self._child, self.limits, _START_SECONDS)
            except _Ended as ended:
                raise UmranError(f"The process that reads files does not start ({ended})") from None
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], order: object, seconds: float) -> Any:
        """The child's answer. Raises _Ended where it died or was killed at its limit."""
        late = threading.Timer(seconds, child.kill)
        late.start()
        began = time.monotonic()
        try:
            _say(child.stdin, order)
            return pickle.load(child.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._ended(child, seconds, time.monotonic() - began) from None
        finally:
            late.cancel()

    def _ended(self, child: subprocess.Popen[bytes], limit: float, took: float) -> "_Ended":
        child.kill()
        code = child.wait()
        if -code == signal.SIGXCPU:
            limit = self.limits.seconds
            said = f"Its parser was stopped after {limit:,.0f} seconds of computing."
            return _Ended(said, late=True)
        if took >= limit or -code == signal.SIGALRM:
            return _Ended(f"Its parser was stopped after {limit:,.0f} seconds.", late=True)
        return _Ended(f"Its parser died ({_named(code)}), perhaps for want of memory.")

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


WORKER = Worker()
"""The one process of this program."""
atexit.register(WORKER.stop)


def _spawn() -> subprocess.Popen[bytes]:
    """The child, in a session of its own: an interrupt from the keyboard is the parent's matter."""
    return subprocess.Popen(
        [sys.executable, "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _named(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def _say(pipe: IO[bytes] | None, said: object) -> None:
    if pipe is not None:
        pickle.dump(said, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        pipe.flush()


def serve() -> None:
    """The child's life: limits first, then orders (reader, file) until the input ends."""
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    limits: Limits = pickle.load(orders)
    if resource:
        _limit(resource.RLIMIT_AS, limits.memory)
        _limit(resource.RLIMIT_CORE, 0)
    _say(answers, "ready")
    with suppress(EOFError, BrokenPipeError):
        while True:
            reader, file = pickle.load(orders)
            _wind_up(limits.seconds, limits.clock)
            _say(answers, _outcome(reader, file))
            _wind_up(0, 0)


def _outcome(reader: str, file: SourceFile) -> Document | UmranError | MemoryError:
    from ingest.read import read_here

    try:
        return read_here(reader, file)
    except (UmranError, MemoryError) as error:
        return error


def _watch(parent: int) -> None:
    """End with the parent even in the midst of a file."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def _wind_up(seconds: float, clock: float) -> None:
    """Let the system end this process after so many seconds of the processor or on the clock,
    though the parent be gone; 0: never.

    The parent's own clock is a little faster, as it can say why.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, clock and clock + 2)
    if resource and seconds:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + seconds))


def _limit(kind: int, most: int) -> None:
    """Lower a soft limit, as far as the platform lets us."""
    if resource is None:
        return
    _, hard = resource.getrlimit(kind)
    with suppress(ValueError, OSError):
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))
