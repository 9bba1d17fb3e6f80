"""What the embedded engine's classes look like when loaded: kept, so that its JVM starts faster.

JEP 514: a JVM that is told so writes the classes that it loaded to a file as it ends, and later
ones map that file instead of reading, checking and linking thousands of classes. The file belongs
to the installation; a JVM that does not know it, or finds other jars, goes on without it.

`python -m kg.engine_cache` makes it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CACHE = Path(sys.prefix) / "share" / "umran" / "engine.aot"
_SECONDS = 180
_EXERCISE = (
    "CREATE (n:Warm {uid: 'a', name: 'Ottoman'})-[:TO {n: 1}]->(:Warm {uid: 'b'})",
    "MATCH (n:Warm) WHERE n.uid IN ['a', 'b'] RETURN n.uid AS uid, count(*) AS n ORDER BY uid",
    "UNWIND [{uid: 'c'}] AS row MERGE (n:Warm {uid: row.uid}) SET n += row RETURN n",
    "MATCH (a:Warm)-[r:TO]->(b) OPTIONAL MATCH (b)-[s]->() RETURN a, r, collect(s) AS found",
)


def make_engine_cache() -> Path | None:
    """Start the engine once and keep what it loaded; None where that cannot be kept.

    Takes some seconds. A cache that is there is made again: this is called when something was
    installed.
    """
    try:
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE.parent) as folder:
            made = Path(folder) / CACHE.name
            _record(Path(folder), made)
            return made.replace(CACHE)
    except (OSError, subprocess.SubprocessError):
        return None


def _record(folder: Path, made: Path) -> None:
    order = {
        "root": str(folder / "store"),
        "password": "only-for-this-run",
        "bolt_port": 0,
        "http_port": 0,
        "heap": "512m",
        "record": str(made),
    }
    asked = [{"op": op, "text": text} for text in _EXERCISE for op in ("judge", "cypher")]
    subprocess.run(
        [sys.executable, "-m", "kg.embedded_server"],
        input="\n".join(json.dumps(each) for each in (order, *asked)) + "\n",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
        timeout=_SECONDS,
        check=True,
    )


if __name__ == "__main__":
    print(make_engine_cache() or f"{CACHE.parent} cannot be written: the engine starts without.")
