"""umran serve"""

from pathlib import Path
from typing import Annotated

import typer

from api.session import settings_of


def run(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to listen at. [UMRAN_SERVE_HOST]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Its port. [UMRAN_SERVE_PORT]")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Folder of all that may be ingested over HTTP. [UMRAN_SERVE_FOLDER]"),
    ] = None,
) -> None:
    """Answer over HTTP until Ctrl-C or SIGTERM: docs/http.md."""
    from api.http.serve import serve

    context.obj |= {"serve_host": host, "serve_port": port, "serve_folder": folder}
    serve(settings_of(context))
