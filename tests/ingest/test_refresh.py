"""Law 1 with another lexicon: the graph is as if it had always been read with this one."""

import csv
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import entries
from ingest.pipeline import ingest
from kg.store import Store
from tests.graph import Dump, dump, empty
from tests.ingest.folders import lay

Use = Callable[[Path], None]
FILES = {
    "1.txt": b"The Ojibwa build a wigwam. The Ottoman mosque was new in the Tanzimat.",
    "2.txt": b"The Yoruba and the Ojibwa. In the Tulip Era the Ottoman court liked tulips.",
    "3.txt": "Osmanlı'da camiler çoğaldı, İstanbul büyüdü.".encode(),
}


def edited(folder: Path) -> Path:
    """A copy of the lexicon with each row as `edit` has it; None drops it."""
    shutil.copytree(entries.FOLDER, folder)
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        kept = [new for row in rows if (new := edit(dict(row)))]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(kept)
    return folder


def edit(row: dict[str, str]) -> dict[str, str] | None:
    """Other aliases, themes and places; entities, a period and a theme less."""
    if row["name"] in ("Yoruba", "Ottoman", "Mosque"):
        row |= {"en": f"{row['en']}|Xish", "themes": "law"}
    if row["name"] == "Istanbul":
        row |= {"latitude": "1", "region": ""}
    gone = row["name"] in ("Ojibwa", "Wigwam", "Tanzimat", "Tulip Era", "War")
    return None if gone else row


def forget() -> None:
    """Empty every cache of the package, since what they answer depends on the lexicon."""
    for name in [name for name in sys.modules if name.startswith("ingest.")]:
        for found in vars(sys.modules[name]).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Makes a folder the lexicon."""

    def choose(folder: Path) -> None:
        monkeypatch.setattr(entries, "FOLDER", folder)
        forget()

    yield choose
    monkeypatch.undo()
    forget()


def test_the_graph_follows_the_lexicon(store: Store, use: Use, tmp_path: Path) -> None:
    roots = [lay(tmp_path / source, FILES) for source in ("one", "two")]
    ours, other = entries.FOLDER, edited(tmp_path / "lexicon")

    def read(lexicon: Path) -> Dump:
        use(lexicon)
        for root in roots:
            ingest(store, root, source=root.name, batch=1)
        return dump(store)

    graphs = [read(lexicon) for lexicon in (other, ours, other)]
    empty(store)
    assert graphs[1] == read(ours)
    assert graphs[0] == graphs[2] != graphs[1]
