"""The demo: the example corpus from files to a report, on the embedded store."""

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.learning import Course, learn
from api.report import Nearest, nearest_of, report
from gnn.similar import distances
from gnn.training import TrainConfig
from ingest.pipeline import ingest
from kg.errors import NotFound
from kg.settings import load
from kg.store import open_store

EXAMPLES = Path(__file__).parent.parent / "examples"
SMALL = TrainConfig(steps=20)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo shows."""

    nearest: Nearest
    verdict: str
    files: tuple[Path, ...]
    commands: tuple[str, ...]
    new: bool
    aside: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """culture, then the themes."""
        return ["culture", *self.nearest.themes]

    @property
    def rows(self) -> list[list[str]]:
        """A row a culture."""
        return [
            [name, *(_cell(row[theme]) for theme in self.columns[1:])]
            for name, row in self.nearest.rows.items()
        ]

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"nearest": rows, "verdict": self.verdict, "files": list(map(str, self.files))}


def demonstrate(
    folder: Path, *, progress: Callable[[int, int, str], None] | None = None
) -> Demonstration:
    """Run the demo; what is there already from a former run is not done again.

    Raises NotFound where the example corpus does not lie beside the packages.
    """
    if not EXAMPLES.is_dir():
        raise NotFound("The example corpus is not here.", hint="Run the demo from a checkout.")
    with open_store(load({"uri": "", "data": folder / "store"})) as store:
        outcome = ingest(store, EXAMPLES, batch=25, progress=progress)
        learned = learn(
            store, SMALL, course=Course(keep=folder / "store" / "runs"), progress=progress
        )
        nearest = nearest_of(store, distances(store).names)
        files = _drawn(folder, learned.run)
        if not files:
            files = report(store, title="How near are sixteen cultures?").save(folder)
    aside = tuple(
        f"{each.path}: {each.reason}" for each in (*outcome.set_aside, *outcome.still_aside)
    )
    return Demonstration(nearest, learned.verdict, tuple(files), _next(folder), learned.new, aside)


def _drawn(folder: Path, run: str) -> list[Path]:
    """The page of this run with its pictures, in its order, where a former demo drew them.

    Pictures are written from the last to the first, then the page.
    """
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    pictures = sorted(folder.glob("*.png"), key=lambda path: -path.stat().st_mtime_ns)
    whole = run in text and text.count("data:image/png") == len(pictures)
    return [page, *pictures] if whole else []


def _next(folder: Path) -> tuple[str, ...]:
    program = Path(sys.argv[0])
    command = str(program) if program.name == "umran" else "umran"
    here = Path.cwd()
    if program.is_absolute() and program.is_relative_to(here):
        command = str(program.relative_to(here))
    umran = f"{command} --data {shlex.quote(str(folder / 'store'))}"
    query = (
        "MATCH (c:Culture {name: 'Ottoman'})<-[:DESCRIBES]-(d)<-[:PART_OF]-(p)-[:MENTIONS]->"
        "(s:Structure) RETURN s.name, p.text LIMIT 5"
    )
    return (
        f"{umran} similar Ottoman --theme architecture",
        f'{umran} query "{query}"',
        f"{umran} status",
    )


def _cell(neighbour: Any) -> str:
    return f"{neighbour.name} {neighbour.score:.2f} ({neighbour.sources})" if neighbour else "-"
