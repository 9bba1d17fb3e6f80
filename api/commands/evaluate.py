"""umran evaluate"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="Folder for evaluation.json and evaluation.png.")
    ] = None,
    folds: Annotated[int, typer.Option(min=2, help="Outer folds of language families.")] = 5,
    seeds: Annotated[int, typer.Option(min=3, help="Deals of the folds, trained anew.")] = 3,
    preset: Annotated[str, typer.Option(help="As of umran train.")] = "",
    set: Annotated[
        list[str] | None, typer.Option(help="Any option of training: docs/training.md.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Measure the model beside its baselines on held-out cultures, and say whether it earns its
    place."""
    from api.asked import asked
    from api.evaluating import evaluated
    from gnn.allocator import keep_memory
    from gnn.evaluation.measures import Plan

    keep_memory()
    plan = Plan(folds, seeds, asked(preset, {}, "", set or []))
    with store_of(context) as store, show.progress("Evaluating") as progress:
        found = evaluated(store, plan, out=out, progress=progress)
    if json:
        show.as_json(found.plain())
        return
    show.table(found.columns, found.rows, title="Held-out cultures, 95 % intervals over families")
    for sentence in found.sentences:
        print(sentence)
