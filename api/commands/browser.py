"""umran browser"""

from pathlib import Path
from typing import Annotated

import typer

from api import show


def run(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("umran-browser"),
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write a style sheet and a guide for Neo4j Browser, Community too (docs/bloom.md)."""
    from api.guide import asciidoc, html
    from api.stylesheet import grass
    from kg.errors import SettingsError
    from kg.schema import SCHEMA

    made = {"umran.grass": grass(SCHEMA), "guide.html": html(), "guide.adoc": asciidoc()}
    if out.is_file():
        raise SettingsError(f"{out} is a file.", hint="Name a folder.")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    if json:
        show.as_json([str(out / name) for name in made])
    else:
        print(f"Written to {out}: {', '.join(made)}. Drop umran.grass on the window of Browser.")
