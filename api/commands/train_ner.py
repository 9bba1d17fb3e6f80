"""umran train-ner LABELS --out FOLDER"""

from pathlib import Path
from typing import Annotated

import typer

from api import show


def run(
    labels: Annotated[Path, typer.Argument(help="CoNLL; or doccano, Label Studio, Prodigy JSON.")],
    out: Annotated[Path, typer.Option(help="Folder of the model and its card.")],
    kind: Annotated[str, typer.Option(help="crf, spacy or bert.")] = "crf",
    base: Annotated[str, typer.Option(help="For bert: a model's name or folder.")] = "",
    dev: Annotated[
        Path | None, typer.Option(help="File to judge by. [default: a tenth of LABELS]")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Train an extractor of names on your own labels, and write it with its card."""
    from ingest.ner.scores import COLUMNS
    from ingest.ner.training import train_ner

    with show.progress("Training") as progress:
        card = train_ner(labels, out, kind=kind, base=base, dev=dev, seed=seed, progress=progress)
    if json:
        show.as_json(card.as_dict())
        return
    show.table(COLUMNS, card.scores.rows(), title=f"On {card.held_out}")
    print(f"Model and card are in {out}. Use it: UMRAN_EXTRACTOR=lexicon,{card.spec}")
    if card.interrupted:
        print("Stopped by hand: this is the best model until then.")
    if card.outside:
        print(f"No place in the graph, so ingestion leaves out: {', '.join(card.outside)}")
