"""The process in which risky files are read: its limits hold, and it never outlives us."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.document import SourceFile
from ingest.read import APART, READERS, read
from ingest.read.worker import WORKER, Limits, Worker
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
ROOT = Path(__file__).parents[2]


def pdf(pages: int, lines: int = 1) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in range(pages):
        for line in range(lines):
            canvas.drawString(72, 800 - 12 * line, f"Line {line} of page {page}. " * 4)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def wide_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("LA", (8_900, 8_900)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def long_book() -> bytes:
    return pdf(500, 60)


@pytest.fixture
def worker() -> Iterator[Worker]:
    started = Worker(Limits(seconds=1.0, memory=768 << 20))
    yield started
    started.stop()


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether the process ends in time; one that its parent did not wait for has ended too."""
    late = time.monotonic() + seconds
    while time.monotonic() < late:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_one_process_reads_file_after_file(put: Put) -> None:
    assert set(READERS.values()) - APART == {"text"}
    read(put("a.pdf", pdf(1)))
    pid = WORKER.pid
    assert pid not in (None, os.getpid())
    with pytest.raises(Unreadable):
        read(put("b.pdf", b"none"))
    read(put("c.pdf", pdf(2)))
    assert WORKER.pid == pid


def test_a_parser_that_takes_too_long_is_stopped(
    put: Put, worker: Worker, long_book: bytes
) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable, match="stopped after 1 seconds of computing"):
        worker.read("pdf", put("long.pdf", long_book))
    assert time.monotonic() - began < 60
    assert worker.pid is None
    worker.read("pdf", put("a.pdf", pdf(1)))


def test_a_parser_that_never_comes_back_is_stopped_by_the_clock(put: Put) -> None:
    worker = Worker(Limits(clock=20.0))
    file = put("a.pdf", pdf(1))
    worker.read("pdf", file)
    worker.limits = Limits(clock=1.0)
    assert worker.pid
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="stopped after 1 seconds"):
        worker.read("pdf", file)
    worker.stop()


def test_a_parser_that_wants_too_much_memory_is_stopped(put: Put, worker: Worker) -> None:
    with pytest.raises(Unreadable, match="memory"):
        worker.read("image", put("wide.png", wide_picture()))
    worker.read("pdf", put("a.pdf", pdf(1)))


def test_after_its_death_another_process_goes_on(put: Put, worker: Worker) -> None:
    file = put("a.pdf", pdf(1))
    first = worker.read("pdf", file)
    pid = worker.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert worker.read("pdf", file) == first
    assert worker.pid != pid


READS = """
import signal
import sys
from pathlib import Path

signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored by now
from ingest.document import Metadata, SourceFile
from ingest.read.worker import WORKER

def file(path):
    return SourceFile("test", "a.pdf", Path(path), "", "", Metadata())

WORKER.read("pdf", file(sys.argv[1]))
print(WORKER.pid, flush=True)
WORKER.read("pdf", file(sys.argv[2]))
sys.stdin.read()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", [True, False])
def test_it_ends_with_its_parent(
    put: Put, long_book: bytes, how: signal.Signals, busy: bool
) -> None:
    short, long = put("a.pdf", pdf(1)), put("b.pdf", long_book if busy else pdf(1))
    parent = subprocess.Popen(
        [sys.executable, "-c", READS, str(short.location), str(long.location)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )  # fmt: skip
    with parent:
        pid = int(parent.stdout.readline())  # type: ignore[union-attr]
        time.sleep(0.3)
        parent.send_signal(how)
        assert gone(pid)
    assert gone(parent.pid)
