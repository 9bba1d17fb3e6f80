"""umran bloom"""

from pathlib import Path
from typing import Annotated

import typer

from api import show


def run(
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("umran-bloom.json"),
    indexes: Annotated[
        bool, typer.Option("--indexes", help="Print the Cypher of indexes that Bloom likes.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write a perspective for Neo4j Bloom, or Explore in Desktop and Aura (docs/bloom.md)."""
    from json import dumps

    from api.perspective import name_indexes, perspective
    from kg.errors import SettingsError
    from kg.schema import SCHEMA

    if indexes:
        print("".join(f"{statement};\n" for statement in name_indexes(SCHEMA)), end="")
        return
    if out.is_dir():
        raise SettingsError(f"{out} is a folder.", hint="Name a file.")
    out.parent.mkdir(parents=True, exist_ok=True)
    made = perspective(SCHEMA)
    out.write_text(dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    found = {
        "file": str(out),
        "categories": len(made["categories"]),
        "search phrases": len(made["templates"]),
        "scene actions": len(made["sceneActions"]),
    }
    if json:
        show.as_json(found)
    else:
        show.table(("what", "count"), list(found.items())[1:])
        print(f"Written to {out}. In the perspective drawer: Import.")
