"""umran dump FILE"""

from pathlib import Path
from typing import Annotated

import typer

from api import show
from api.session import store_of


def run(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Cypher script to write.")],
    vectors: Annotated[bool, typer.Option(help="With embeddings: half of the size.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write the whole graph as a Cypher script for another Neo4j: Desktop, Aura (docs/bloom.md)."""
    from dataclasses import asdict

    from kg.errors import SettingsError
    from kg.script import dump

    if target.is_dir() or not target.absolute().parent.is_dir():
        raise SettingsError(f"{target} is no file that can be written.", hint="Name another.")
    with store_of(context) as store, show.progress("Writing") as advance:
        done = asdict(dump(store, target, vectors=vectors, progress=advance))
    if json:
        show.as_json({"file": str(target), **done})
    else:
        show.table(("what", "count"), list(done.items()))
        print(f"Written to {target}. Run it with: cypher-shell -a ADDRESS -u neo4j -f {target}")
