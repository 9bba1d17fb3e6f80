"""Ingest with the lexicon against the hand-written floor, and how its cost grows."""

import statistics
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks import corpus
from benchmarks.floor import Floor
from benchmarks.measure import Figure, Meter, figure
from benchmarks.servers import Server, running
from ingest.pipeline import ingest

DOCUMENTS = 200
ROUNDS = 5
WARM_UPS = 4
GROWN = 2_000
STEP = 100

Costs = tuple[float, float, float, float]
"""CPU seconds: our client and server, the floor's client and server."""


def against_floor(server: Server, folder: Path) -> Figure:
    """CPU of client and server for 200 more documents, ours / the floor's, in turn.

    The floor has a server of its own, so that what one puts off is not charged to the other.
    """
    server.empty()
    with running(server.kind) as other:
        floor, ours, theirs = Floor(other), Meter(server.pid), Meter(other.pid)
        costs: list[Costs] = []
        for number in range(WARM_UPS + ROUNDS):
            texts = corpus.write(folder / f"round-{number}", DOCUMENTS, seed=number)
            peer = theirs.cost(partial(floor.ingest, texts))
            costs.append((*ours.cost(partial(ingest, server.store, texts)), *peer))
            print(f"round {number}: {_told(costs[-1:])}", file=sys.stderr, flush=True)
    costs = costs[WARM_UPS:]
    ratios = [(a + b) / (c + d) for a, b, c, d in costs]
    detail = _told(costs)
    return figure("ingest", server.kind, ratios, target=2.0, most=True, detail=detail)


def growth(server: Server, folder: Path) -> Figure:
    """CPU per document at 2,000 documents over that at 200, off a line through all batches."""
    server.empty()
    texts = corpus.write(folder / "grown", GROWN, seed=99)
    meter, readings = Meter(server.pid), []
    meter.settle()
    ingest(
        server.store,
        texts,
        batch=STEP,
        progress=lambda done, total, path: readings.append(sum(meter.read())),
    )
    meter.settle()
    return _grown(server.kind, readings)


def _grown(kind: str, readings: list[float]) -> Figure:
    """`readings[i]` is the CPU seconds spent when (i + 1) * STEP documents were in."""
    costs = [1000 * (b - a) / STEP for a, b in pairwise(readings)]
    sizes = [STEP * (i + 1.5) for i in range(len(costs))]
    slope, start = statistics.linear_regression(sizes, costs)
    few, many = start + slope * DOCUMENTS, start + slope * GROWN
    detail = f"CPU ms a document: {few:.1f} at {DOCUMENTS} documents, {many:.1f} at {GROWN:,}"
    return figure("growth", kind, [many / few], target=1.3, most=True, detail=detail)


def _told(costs: list[Costs]) -> str:
    client, server, floor_client, floor_server = (
        1000 * statistics.median(column) / DOCUMENTS for column in zip(*costs, strict=True)
    )
    return (
        f"CPU ms a document, client + server: {client:.1f} + {server:.1f}, "
        f"floor {floor_client:.1f} + {floor_server:.1f}"
    )
