"""umran table QUESTION"""

from dataclasses import asdict
from typing import Annotated

import typer

from api import show
from api.session import settings_of, store_of


def run(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question in English or Turkish.")],
    query: Annotated[
        str, typer.Option(help="Ask it of the rows of this reading Cypher query instead.")
    ] = "",
    model: Annotated[
        str, typer.Option(help="A TAPAS model by name or folder selects the cells.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Answer a question over traits and practices by computing, and show how (docs/tables.md)."""
    from api.table.ask import ask
    from api.table.model import select

    settings = settings_of(context)
    name = model or settings.table_model
    with store_of(context) as store:
        found = (
            select(store, question, settings, name=name, cypher=query)
            if name
            else ask(store, question, settings, cypher=query)
        )
    if json:
        show.as_json(asdict(found))
        return
    if len(found.answers) > 1:
        print(f"This can be read in {len(found.answers)} ways.")
    for answer in found.answers:
        show.table(answer.columns, answer.rows, title=answer.understood)
        print(f"Answer: {answer.text}" + (f"; not known: {answer.unknown}" * bool(answer.unknown)))
        print("\n".join(f"  {step}" for step in (*answer.steps, *answer.notes)))
    for text, parameters, rows in found.queries:
        print(f"  {rows} rows of: {text} {parameters or ''}".rstrip())
