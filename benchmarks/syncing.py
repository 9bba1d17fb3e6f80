"""What it costs to keep up with a folder: nothing changed, one text edited, one deleted."""

import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import Figure, Meter, figure
from benchmarks.servers import Server
from ingest.pipeline import ingest

DOCUMENTS = 1_000
ROUNDS = 5
WARM_UPS = 2
UNCHANGED, ONE = 0.01, 3.0


def keeping_up(server: Server, folder: Path) -> list[Figure]:
    """CPU of an unchanged run over that of the first; of one edit and one deletion among 1,000
    over that of the same document alone in an empty graph. Plans are warm: the first rounds of
    each are left out.
    """
    meter = Meter(server.pid)
    alone = _alone(server, meter, folder)
    server.empty()
    texts = corpus.write(folder / "kept", DOCUMENTS, seed=7)
    first = sum(meter.cost(lambda: _sync(server, texts)))
    same = [sum(meter.cost(lambda: _sync(server, texts))) for _ in range(ROUNDS)]
    edits = _each(server, meter, texts, _edit)
    deletions = _each(server, meter, texts, Path.unlink)
    return [
        _figure("unchanged", server.kind, [cost / first for cost in same], UNCHANGED, first),
        _figure("edit", server.kind, [cost / alone for cost in edits], ONE, alone),
        _figure("delete", server.kind, [cost / alone for cost in deletions], ONE, alone),
    ]


def _alone(server: Server, meter: Meter, folder: Path) -> float:
    """CPU seconds of one document that is all there is."""
    costs = []
    for number in range(WARM_UPS + ROUNDS):
        server.empty()
        text = corpus.write(folder / f"alone-{number}", 1, seed=number)
        costs.append(sum(meter.cost(lambda text=text: _sync(server, text))))  # type: ignore[misc]
    return statistics.median(costs[WARM_UPS:])


def _each(
    server: Server, meter: Meter, texts: Path, change: Callable[[Path], object]
) -> list[float]:
    costs = []
    for path in sorted(texts.glob("*.txt"))[10 : 10 + WARM_UPS + ROUNDS]:
        change(path)
        costs.append(sum(meter.cost(lambda: _sync(server, texts))))
    return costs[WARM_UPS:]


def _edit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\nThe Ottoman court heard of it in 1557.", encoding="utf-8")


def _sync(server: Server, texts: Path) -> None:
    ingest(server.store, texts, source="bench", prune=True)


def _figure(name: str, kind: str, ratios: list[float], target: float, base: float) -> Figure:
    cost = 1000 * statistics.median(ratios) * base
    detail = f"CPU ms, client + server: {cost:.0f}, compared with {1000 * base:.0f}"
    return figure(name, kind, ratios, target=target, most=True, detail=detail)
