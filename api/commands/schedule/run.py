"""umran schedule run"""

import json as encoding
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.session import settings_of

if TYPE_CHECKING:
    from ingest.ingestion import Ingestion


def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Run what is due now, and end.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Say each run as a line of JSON.")] = False,
) -> None:
    """Run the schedules when they are due, in the foreground, until Ctrl-C or SIGTERM."""
    from ingest.halt import heeding
    from ingest.schedule.daemon import serve, serve_once

    settings = settings_of(context)

    def say(done: "Ingestion") -> None:
        line = encoding.dumps(asdict(done), ensure_ascii=False) if json else sentence(done)
        print(line, flush=True)

    with heeding() as halt:
        if once:
            serve_once(settings, halt, say)
            return
        print("Schedules run; Ctrl-C ends.", file=sys.stderr, flush=True)
        if not serve(settings, halt, say):
            print("The batch in hand was left; the next run does it.", file=sys.stderr, flush=True)
            os._exit(0)


def sentence(done: "Ingestion") -> str:
    """One run for people."""
    return f"{done.began} {done.schedule}: {done.words}"
