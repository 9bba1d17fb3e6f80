"""Ingest with the lexicon against the hand-written floor, and how its cost grows."""

import statistics
import sys
import time
from collections.abc import Callable
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
PAUSE_S = 2
"""In which servers begin with what they put off. The embedded engine builds the graph of its
vectors anew when they have doubled, or after ten minutes without a write."""

Costs = tuple[float, float, float, float]
"""CPU seconds: our client and server, the floor's client and server."""


def against_floor(server: Server, folder: Path) -> Figure:
    """CPU of client and server for 200 more documents a round, ours / the floor's, in turn.

    The floor has a server of its own, and each is charged with all that its server does up to the
    end: the ratio is that of the sums, since rebuilding an index comes in bursts.
    """
    server.empty()
    with running(server.kind) as other:
        floor, ours, theirs = Floor(other), Meter(server.pid), Meter(other.pid)
        costs: list[Costs] = []
        for number in range(WARM_UPS + ROUNDS):
            if number == WARM_UPS:
                _rest(ours, theirs)
            texts = corpus.write(folder / f"round-{number}", DOCUMENTS, seed=number)
            peer = _spent(theirs, partial(floor.ingest, texts))
            costs.append((*_spent(ours, partial(ingest, server.store, texts)), *peer))
            print(f"round {number}: {_told(costs[-1:])}", file=sys.stderr, flush=True)
        return _compared(server.kind, costs[WARM_UPS:], _rest(ours, theirs))


def _rest(ours: Meter, theirs: Meter) -> tuple[float, float]:
    """Let both servers come to rest; what that cost."""
    time.sleep(PAUSE_S)
    ours.settle()
    theirs.settle()
    return ours.late(), theirs.late()


def _spent(meter: Meter, work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of `work` here, and of its server since the last turn."""
    before = time.process_time()
    work()
    own = time.process_time() - before
    meter.settle()
    return own, meter.late()


def _compared(kind: str, costs: list[Costs], late: tuple[float, float]) -> Figure:
    ratios = [(a + b) / (c + d) for a, b, c, d in costs]
    ours = sum(a + b for a, b, _, _ in costs) + late[0]
    theirs = sum(c + d for _, _, c, d in costs) + late[1]
    detail = _told([*costs[:-1], _with_late(costs[-1], late)])
    return Figure("ingest", kind, ours / theirs, min(ratios), max(ratios), 2.0, True, detail)


def _with_late(costs: Costs, late: tuple[float, float]) -> Costs:
    return costs[0], costs[1] + late[0], costs[2], costs[3] + late[1]


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
        1000 * statistics.mean(column) / DOCUMENTS for column in zip(*costs, strict=True)
    )
    return (
        f"CPU ms a document, client + server: {client:.1f} + {server:.1f}, "
        f"floor {floor_client:.1f} + {floor_server:.1f}"
    )
