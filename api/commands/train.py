"""umran train"""

from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    steps: Annotated[int, typer.Option(min=0, help="Most training steps.")] = 30,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Learn embeddings of cultures, compare with baselines, write them back as a run."""
    from api.learning import learn
    from gnn.training import TrainConfig

    with store_of(context) as store, show.progress("Training") as progress:
        learned = learn(store, TrainConfig(seed=seed, steps=steps), progress=progress)
    if json:
        show.as_json(learned.plain())
        return
    show.table(learned.columns, learned.rows, title="Held-out cultures")
    print(learned.verdict)
    print(f"Run {learned.run}" + ("" if learned.new else " (was there already)"))
