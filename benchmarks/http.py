"""`umran serve` under load: 30 clients that ask one question after the other."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from benchmarks import graph
from benchmarks.measure import Figure, figure
from benchmarks.servers import HEAP, Server
from kg.naming import uid
from kg.settings import Settings
from kg.store import Store, open_store
from kg.terms import stem

CLIENTS, REQUESTS, WARM_UPS, ROUNDS = 30, 30, 15, 3
PASSAGES, CULTURES, NEAR = 4_000, 60, 20
LATE, GROWN = 5.0, 1.1
_START_SECONDS = 120
_WORDS = ("mosque", "dome", "lodge", "drum", "courtyard", "kinship", "harvest", "weaving")


def under_load(server: Server, folder: Path) -> list[Figure]:
    """p99 / p50 of `similar` and of a full-text search, and memory after the load / before it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(server, folder)
    if server.uri:
        server.empty()
    with open_store(settings) as store:
        _fill(store)
    cultures = [f"/v1/cultures/{quote(f'Culture {i}')}/similar?k=10" for i in range(CULTURES)]
    words = [f"/v1/search?text={one}+{other}" for one in _WORDS for other in _WORDS]
    with _serving(settings) as (port, process):
        asyncio.run(_load(port, [*cultures, *words], WARM_UPS))
        before, took = _memory(process), {}
        for name, paths in (("similar", cultures), ("search", words)):
            took[name] = [asyncio.run(_load(port, paths, REQUESTS)) for _ in range(ROUNDS)]
        grown = _memory(process) / before
    found = [_late(name, server.kind, rounds) for name, rounds in took.items()]
    detail = f"{before / 2**20:.0f} MiB before {2 * ROUNDS * REQUESTS * CLIENTS} requests"
    memory = figure("http memory", server.kind, [grown], target=GROWN, most=True, detail=detail)
    return [*found, memory]


def _late(name: str, kind: str, rounds: list[list[float]]) -> Figure:
    cuts = [statistics.quantiles(seconds, n=100) for seconds in rounds]
    middle = statistics.median(cut[49] for cut in cuts)
    last = statistics.median(cut[98] for cut in cuts)
    detail = f"wall ms: p50 {1000 * middle:.0f}, p99 {1000 * last:.0f}; {CLIENTS} clients, no error"
    ratios = [cut[98] / cut[49] for cut in cuts]
    return figure(f"http {name}", kind, ratios, target=LATE, most=True, detail=detail)


async def _load(port: int, paths: list[str], each: int) -> list[float]:
    """Seconds of each request. Raises AssertionError for an answer that is not 200."""
    clients = [_client(port, paths[i::CLIENTS] or paths, each) for i in range(CLIENTS)]
    return [second for own in await asyncio.gather(*clients) for second in own]


async def _client(port: int, paths: list[str], each: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    for i in range(each):
        began = time.perf_counter()
        writer.write(f"GET {paths[i % len(paths)]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("http/1.1 200"), head
        length = head.partition("content-length: ")[2].partition("\r\n")[0]
        json.loads(await reader.readexactly(int(length)))
        took.append(time.perf_counter() - began)
    writer.close()
    return took


@contextmanager
def _serving(settings: Settings) -> Iterator[tuple[int, psutil.Process]]:
    """`umran serve` in a process of its own, as people run it."""
    port = settings.serve_port
    given = settings.model_dump(include={"uri", "database", "data", "heap", "serve_port"})
    variables = {f"UMRAN_{name.upper()}": str(value) for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve"],
        env=os.environ | variables | {"OMP_NUM_THREADS": "1"},
    )
    try:
        until = time.monotonic() + _START_SECONDS
        while not _answers(port):
            assert time.monotonic() < until, "umran serve does not answer"
            time.sleep(0.2)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int) -> bool:
    try:
        asyncio.run(_client(port, ["/ready"], 1))
    except (OSError, AssertionError):
        return False
    return True


def _memory(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def _settings(server: Server, folder: Path) -> Settings:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Settings(uri=server.uri, data=folder / "data", serve_port=port, heap=HEAP)


def _fill(store: Store) -> None:
    """The generated graph, with words to search for, and a current run."""
    graph.fill(store, PASSAGES)
    texts = [
        {
            "uid": uid("Passage", "bench", i),
            "text": (text := f"The {_WORDS[i % 8]} stands by the {_WORDS[i // 8 % 8]}, no. {i}."),
            "terms": stem(text, "en"),
        }
        for i in range(PASSAGES)
    ]
    store.write(lambda tx: tx.upsert("Passage", texts))
    run = {"uid": "bench", "name": "bench", "config": "{}", "metrics": "{}", "current": True}
    more = {"seed": 0, "code": "", "snapshot": "", "created": "2025-01-01"}
    store.write(lambda tx: tx.upsert("Run", [run | more]))
    near = [
        {
            "source": uid("Culture", i),
            "target": uid("Culture", (i + rank) % CULTURES),
            "properties": {"run": "bench", "theme": "all", "rank": rank, "score": 1 / rank},
        }
        for i in range(CULTURES)
        for rank in range(1, NEAR + 1)
    ]
    store.write(lambda tx: tx.link("SIMILAR_TO", "Culture", "Culture", near))
