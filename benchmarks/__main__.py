"""All measurements in one run: `python -m benchmarks [names] [--store ...] [--json]`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks import (
    bert,
    calibration,
    corpus,
    exporting,
    extraction,
    http,
    learning,
    model,
    reading,
    sampling,
    syncing,
    writes,
)
from benchmarks.measure import Figure
from benchmarks.servers import KINDS, NoServer, Server, running

ON_STORES: dict[str, Callable[[Server, Path], list[Figure]]] = {
    "writes": lambda server, folder: [writes.against_driver(server)],
    "ingest": lambda server, folder: [reading.against_floor(server, folder)],
    "growth": lambda server, folder: [reading.growth(server, folder)],
    "sync": syncing.keeping_up,
    "export": lambda server, folder: exporting.against_fetching(server),
    "http": lambda server, folder: http.under_load(server, folder / "http"),
}
ALONE: dict[str, Callable[[Path], list[Figure]]] = {
    "extract": lambda folder: list(extraction.against_spacy(folder)),
    "bert": lambda folder: list(bert.against_pipeline(folder)),
    "model": lambda _: model.branches(),
    "pooling": lambda _: model.pooling(),
    "objective": lambda _: learning.objective(),
    "topk": lambda _: learning.topk(),
    "sampler": lambda _: [sampling.against_torch()],
    "scale": lambda _: [sampling.at_scale()],
    "calibration": lambda _: calibration.calibration(),
}
NAMES = (*ALONE, *ON_STORES)


def main() -> None:
    """Print one line a figure; exit 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(NAMES)}; none: all")
    parser.add_argument("--store", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    kinds = KINDS if arguments.store == "both" else (arguments.store,)
    print(f"CPU of client and server over {corpus.origin()}; median (spread)", file=sys.stderr)
    figures = list(_printed(_measured(arguments.names or NAMES, kinds), as_json=arguments.json))
    sys.exit(not all(figure.met for figure in figures))


def _measured(names: Iterable[str], kinds: Iterable[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="umran-bench-") as folder:
        for name in (name for name in ALONE if name in names):
            yield from ALONE[name](Path(folder))
        chosen = [measure for name, measure in ON_STORES.items() if name in names]
        for kind in kinds if chosen else ():
            try:
                with running(kind) as server:
                    for measure in chosen:
                        yield from measure(server, Path(folder) / kind)
            except NoServer as error:
                print(f"{kind} is left out: {error}", file=sys.stderr)


def _printed(figures: Iterable[Figure], *, as_json: bool) -> Iterator[Figure]:
    for figure in figures:
        row = asdict(figure) | {"met": figure.met}
        print(json.dumps(row) if as_json else figure.line(), flush=True)
        yield figure


if __name__ == "__main__":
    main()
