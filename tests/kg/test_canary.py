"""No file is read and nobody is called, whatever a text asks: a canary of each would tell."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UmranError
from kg.reading import query
from kg.store import Store
from tests.kg.hostile import FORBIDDEN
from tests.kg.ruses import RUSES
from tests.kg.tricks import STRICT

SONG = "canary-7f3a"


class Listener:
    """Counts who connects to a port of this machine, and answers them with a song."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                self.calls += 1
                caller.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{SONG}\n".encode())

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "canary.csv"
    path.write_text(SONG + "\n")
    os.utime(path, (1_000, 2_000))  # a read shows, also where times of access are kept rarely
    return path


def texts(file: Path, listener: Listener) -> list[str]:
    """All texts that name a file or an address, with those of the canaries in their place."""
    address = f"http://127.0.0.1:{listener.port}/x.csv"
    found = [text for text in (*FORBIDDEN, *STRICT, *RUSES) if "file:/" in text or "http:" in text]
    for old in ("file:///etc/passwd", "file:///etc/hosts", "file:///a'", "file:///b'"):
        found = [
            text.replace(old, f"file://{file}" + old[len(old.rstrip("'")) :]) for text in found
        ]
    for old in ("http://127.0.0.1:1/x.csv", "http://127.0.0.1:1/", "http://169.254.169.254/latest"):
        found = [text.replace(old, address) for text in found]
    return found + [text.replace(f"file://{file}", address) for text in found]


def test_no_file_is_read_and_nobody_is_called(store: Store, file: Path, listener: Listener) -> None:
    asked = texts(file, listener)
    assert len({text for text in asked if str(file) in text}) > 15
    assert len({text for text in asked if str(listener.port) in text}) > 15
    for text in asked:
        try:
            said = str(query(store, text, {"uid": f"file://{file}"}, seconds=3))
        except UmranError as error:
            said = str(error)
        assert SONG not in said, text
    assert listener.calls == 0
    assert file.stat().st_atime == 1_000


def test_the_canaries_would_tell(neo4j_store: Store, file: Path, listener: Listener) -> None:
    """Without the door Neo4j does call, so silence means something."""
    address = f"http://127.0.0.1:{listener.port}/x.csv"
    assert neo4j_store.read(f"LOAD CSV FROM '{address}' AS l RETURN l") == [{"l": [SONG]}]
    assert listener.calls == 1
    file.read_text()
    if file.stat().st_atime == 1_000:
        pytest.skip("this file system keeps no times of access")
