"""umran evaluate-ner LABELS --extractor SPEC"""

from pathlib import Path
from typing import Annotated

import typer

from api import show


def run(
    labels: Annotated[Path, typer.Argument(help="CoNLL; or doccano, Label Studio, Prodigy JSON.")],
    extractor: Annotated[
        str, typer.Option(help="lexicon, crf:FOLDER, spacy:NAME, hf:NAME; several with commas.")
    ],
    map: Annotated[
        list[str] | None,
        typer.Option(help="FILE=GRAPH, like NORP=Culture: judge these labels only. Repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the intervals.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Score an extractor on a labelled file: per label precision, recall, F1 with intervals."""
    from ingest.extract import extractor as named
    from ingest.ner.evaluation import evaluate, mapping
    from ingest.ner.labelled import load
    from ingest.ner.scores import COLUMNS

    renamed = mapping(map or [])
    scores = evaluate(load(labels), named(extractor), renamed=renamed, seed=seed)
    if json:
        show.as_json({"extractor": extractor, "file": str(labels), **scores.as_dict()})
        return
    show.table(COLUMNS, scores.rows(), title=f"{extractor} on {labels}")
