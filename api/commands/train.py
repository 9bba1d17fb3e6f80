"""umran train"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    preset: Annotated[str, typer.Option(help="osmanli or shared-encoder: docs/training.md.")] = "",
    seed: Annotated[int | None, typer.Option(help="Seed of everything random.")] = None,
    steps: Annotated[int | None, typer.Option(min=0, help="Most training steps.")] = None,
    width: Annotated[int | None, typer.Option(min=4, help="Size of all vectors.")] = None,
    members: Annotated[int | None, typer.Option(min=1, help="Networks to average.")] = None,
    themes: Annotated[
        str, typer.Option(help="Learn theme after theme, in this order: worship,architecture.")
    ] = "",
    adapters: Annotated[
        int | None, typer.Option(min=0, help="Rank of what is learned for each theme at the end.")
    ] = None,
    set: Annotated[
        list[str] | None,
        typer.Option(help="Any option, as weights.views=0.5 or shape.fusion=joint. Repeatable."),
    ] = None,
    target: Annotated[
        Path | None, typer.Option(help="JSON of declared similarities: docs/training.md.")
    ] = None,
    checkpoints: Annotated[
        Path | None, typer.Option(help="Folder that keeps what is done, and loss.png.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from --checkpoints.")] = False,
    processes: Annotated[
        int, typer.Option(min=1, help="Processes that share the batches of a step.")
    ] = 1,
    batches: Annotated[int | None, typer.Option(min=1, help="Draws of noise in a step.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Learn embeddings of cultures, compare with baselines, write them back as a run."""
    from api.asked import asked
    from api.learning import Course, learn
    from gnn.allocator import keep_memory

    keep_memory()
    plain = {"seed": seed, "steps": steps, "members": members, "adapters": adapters}
    config = asked(preset, plain | {"batches": batches, "width": width}, themes, set or [])
    course = Course(settings_of(context).data / "runs", checkpoints, resume, processes, target)
    with store_of(context) as store, show.progress("Training") as progress:
        learned = learn(store, config, course=course, progress=progress)
    if json:
        show.as_json(learned.plain())
        return
    if len(learned.columns) > 1:
        show.table(learned.columns, learned.rows, title="Held-out cultures")
    for sentence in learned.sentences:
        print(sentence)
    print(f"Run {learned.run}" + ("" if learned.new else " (was there already)"))
    print("umran similar CULTURE says who is near whom; umran runs list, what has been learned.")
