"""The cache of the engine's classes: made, used, and done without."""

from pathlib import Path

import pytest

from kg import embedded, engine_cache
from kg.embedded import EmbeddedServer


def _started(folder: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> str:
    """Start on `cache`, and give what the JVM says of it."""
    said = folder / "aot.log"
    monkeypatch.setenv(
        "ARCADEDB_JVM_ARGS", f"-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:aot=info:file={said}"
    )
    monkeypatch.setattr(embedded, "CACHE", cache)
    with EmbeddedServer(folder / "store", heap="512m") as server:
        assert server.judge("RETURN 1 AS one")["reads"]
    return said.read_text()


def test_a_cache_that_was_made_is_used_and_a_spoilt_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "share" / "engine.aot"
    monkeypatch.setattr(engine_cache, "CACHE", made)
    assert engine_cache.make_engine_cache() == made
    assert "Mapped static" in _started(tmp_path, monkeypatch, made)
    made.write_bytes(b"not a cache")
    assert "Mapped static" not in _started(tmp_path, monkeypatch, made)


def test_where_nothing_can_be_kept_the_engine_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").write_text("a file, not a folder")
    monkeypatch.setattr(engine_cache, "CACHE", tmp_path / "share" / "umran" / "engine.aot")
    assert engine_cache.make_engine_cache() is None
