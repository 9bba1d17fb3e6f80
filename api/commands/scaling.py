"""umran scaling"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    set: Annotated[
        list[str] | None,
        typer.Option(help="Any option of training, as steps=20 or folds=2. Repeatable."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the picture, a PNG, there.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say what would help on this graph: more data, a bigger model, more training, or neither."""
    from api.asked import asked
    from api.scaling import rows
    from gnn.export import export
    from gnn.scaling import scaling

    config = asked("", {}, "", set or [])
    with store_of(context) as store, show.progress("Scaling") as progress:
        bundle = export(store)
        found = scaling(bundle, config, progress=lambda done, all: progress(done, all, "fits"))
    if out is not None:
        from api.scaling_picture import picture

        out.write_bytes(picture(found))
    if json:
        show.as_json(asdict(found))
        return
    columns = ("axis", "sizes", "losses", "alpha", "c", "gain by twice as much")
    show.table(columns, rows(found), title="L = a X^-alpha + c, L = 1 - AUC of held-out cultures")
    print(found.sentence)
    if out is not None:
        print(f"Written to {out}")
