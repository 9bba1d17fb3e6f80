"""Real files, made as a test needs them, and the real data where they are at hand."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.document import (
    CultureColumns,
    Metadata,
    SourceFile,
    TraitColumns,
    VectorColumns,
)
from kg.settings import Settings
from tests.conftest import variables

REPOSITORY = Path(__file__).parents[2]
Make = Callable[..., SourceFile]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def put(tmp_path: Path) -> Make:
    """Writes bytes or text to a path of the source's folder; gives its SourceFile."""

    def write(
        path: str,
        content: bytes | str,
        *,
        metadata: Metadata | None = None,
        table: CultureColumns | TraitColumns | None = None,
        vectors: VectorColumns | None = None,
    ) -> SourceFile:
        location = tmp_path / path
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_bytes(content.encode() if isinstance(content, str) else content)
        about = metadata or Metadata()
        return SourceFile("test", path, location, "", "", about, table, vectors)

    return write


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the real data are not at {folder}")
    return folder


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts Python in a child process; whatever is left of it is killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def run(settings: Settings, code: str, *arguments: object) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env={"PATH": "/usr/bin:/bin", "UMRAN_BATCH": "1", **variables(settings)},
        )
        started.append(child)
        return child

    yield run
    for child in started:
        with child:
            child.kill()
