"""The Neo4j versions that `make neo4j` assembled here, and the Java that runs each."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIBRARIES = Path(__file__).parent / "neo4j"


@dataclass(frozen=True, slots=True)
class Neo4jInstall:
    """The jars of one Neo4j version and the java program that runs them."""

    version: str
    lib: Path
    java: Path

    @property
    def calendar(self) -> bool:
        """Whether the version is a year and a month, as all after the LTS line 5.26."""
        return _numbers(self.version) >= (2025,)

    @property
    def main_class(self) -> str:
        return f"org.neo4j.server.{'Neo4jCommunity' if self.calendar else 'CommunityEntryPoint'}"


def find_neo4j(version_prefix: str) -> Neo4jInstall | str:
    """The newest assembled Neo4j whose version begins with these numbers ("5.26", "2026"), or
    the reason as text why none can be had."""
    versions = [v for v in _assembled() if f"{v}.".startswith(f"{version_prefix}.")]
    if not versions:
        target = "neo4j-current" if _numbers(version_prefix) >= (2025,) else "neo4j"
        return f"no Neo4j {version_prefix} in {LIBRARIES}: run `make {target}`"
    version = max(versions, key=_numbers)
    wanted = _fitting_java(version)
    java = find_java(wanted)
    if java is None:
        return f"Neo4j {version} needs Java {wanted}: none by JAVA_HOME*, on PATH or beside those"
    return Neo4jInstall(version, LIBRARIES / f"lib-{version}", java)


def find_java(major: int) -> Path | None:
    """The java program of this major version: by JAVA_HOME (or the JAVA_HOME_25_X64 of hosted
    runners), on PATH, or in a folder beside one of those."""
    for home in _java_homes():
        if _java_major(home) == major:
            return home / "bin" / "java"
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _assembled() -> list[str]:
    names = [path.name for path in LIBRARIES.glob("lib-*") if path.is_dir()]
    return [name[4:] for name in names if re.fullmatch(r"lib-\d+(\.\d+)*", name)]


def _fitting_java(version: str) -> int:
    return 25 if _numbers(version) >= (2025,) else 17


def _java_homes() -> Iterator[Path]:
    named = [Path(v) for k, v in sorted(os.environ.items()) if k.startswith("JAVA_HOME") and v]
    on_path = shutil.which("java")
    known = named + ([Path(on_path).resolve().parents[1]] if on_path else [])
    yield from known
    for home in known:
        if home.parent.is_dir():
            yield from sorted(path for path in home.parent.iterdir() if path.is_dir())


def _java_major(home: Path) -> int | None:
    if not os.access(home / "bin" / "java", os.X_OK):
        return None
    release = home / "release"
    text = release.read_text(encoding="utf-8", errors="replace") if release.is_file() else ""
    found = re.search(r'JAVA_VERSION="(\d+)', text) or _ask_java(home / "bin" / "java")
    return int(found[1]) if found else None


def _ask_java(java: Path) -> re.Match[str] | None:
    try:
        done = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return re.search(r'version "(\d+)', done.stderr)
