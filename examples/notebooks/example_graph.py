"""The small graph that the notebooks share: six cultures of the example corpus, texts in Turkish and
English, and the tables of traits and places of all sixteen.

It is made once, in the folder `example-graph` beside the notebooks, in about half a minute.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from api.learning import Learned

EXAMPLES = Path(__file__).parent.parent
FOLDER = Path("example-graph")
CULTURES = ("inca", "japanese", "mongol", "ojibwa", "ottoman", "persian")


def open_example() -> kg.Graph:
    """The example graph, open; one notebook at a time can have it, `graph.close()` lets it go."""
    from ingest.pipeline import ingest

    graph = kg.open(FOLDER / "store", new=True)
    if not graph.cultures():
        ingest(graph.store, _material(FOLDER / "material"))
    return graph


def train(graph: kg.Graph) -> "Learned":
    """A small training, for an example; the same graph gives the same run, which is kept."""
    from api.learning import learn
    from gnn.shape import Shape
    from gnn.training import TrainConfig

    config = TrainConfig(shape=Shape(width=16), steps=6, every=2, folds=2, inner=2, pairs=64)
    return learn(graph.store, config)


def _material(folder: Path) -> Path:
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for name in ("umran.yaml", "traits.csv", "cultures.csv"):
        shutil.copy(EXAMPLES / name, folder)
    for culture in CULTURES:
        for path in (EXAMPLES / "texts").glob(f"{culture}-*.md"):
            shutil.copy(path, texts)
    return folder
