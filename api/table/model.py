"""A table question by a TAPAS model: it selects cells, and what follows from them is computed here.

TAPAS: Herzig et al., Weakly supervised table parsing via pre-training, ACL 2020. What the model
selects is its guess; the number is that of the cells, and the answer says which they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from api.table.ask import Asked, rows_of
from api.table.compute import Answer
from api.table.gather import Cultures
from api.table.question import NotUnderstood
from api.table.sheet import Sheet, number, shown
from api.table.vocabulary import Term
from kg.errors import ModelMissing
from kg.settings import Settings
from kg.store import Store

_LABELS: Mapping[int, str] = {0: "NONE", 1: "SUM", 2: "AVERAGE", 3: "COUNT"}
_MISSING = "-"


@dataclass(frozen=True, slots=True)
class Selection:
    """Cells as (row, column), what the model would do with them (NONE, SUM, AVERAGE or COUNT), and
    how many rows it saw: what does not fit into its input it never sees."""

    cells: tuple[tuple[int, int], ...]
    aggregation: str
    rows: int


def select(
    store: Store, question: str, settings: Settings, *, name: str, cypher: str = ""
) -> Asked:
    """The cells that the model `name` selects, of the cultures of the graph or of the rows that
    `cypher` gives, and what is computed of them. Raises ModelMissing.
    """
    cultures = Cultures(store, settings)
    if cypher:
        sheet, queries = rows_of(store, cypher, settings), None
    else:
        sheet, queries = cultures.sheet(_columns(cultures, question)), cultures.asked
    columns = (sheet.noun, *sheet.columns)
    rows = _texts(sheet)
    found = selection(name, question, columns, rows)
    answer = _answer(name, sheet.noun, columns, rows, found)
    return Asked((answer,), tuple(queries or [(cypher, {}, len(rows))]))


def selection(
    name: str, question: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Selection:
    """What the model `name`, of a hub or in a folder, selects in a table of texts. Raises
    ModelMissing where it cannot be loaded."""
    import torch
    from pandas import DataFrame

    tokenizer, model = _load(name)
    table = DataFrame([list(row) for row in rows], columns=list(columns))
    inputs = tokenizer(
        table=table, queries=[question], truncation="drop_rows_to_fit", padding="max_length",
        return_tensors="pt",
    )  # fmt: skip
    with torch.inference_mode():
        outputs = model(**inputs)
    logits = [outputs.logits, *([] if outputs.logits_aggregation is None else [
        outputs.logits_aggregation
    ])]  # fmt: skip
    cells, *labels = tokenizer.convert_logits_to_predictions(inputs, *logits)
    seen = int(inputs["token_type_ids"][..., 2].max())
    label = _LABELS[int(labels[0][0])] if labels else "NONE"
    return Selection(tuple((int(r), int(c)) for r, c in cells[0]), label, seen)


def _load(name: str) -> tuple[Any, Any]:
    from transformers import TapasForQuestionAnswering, TapasTokenizer

    try:
        tokenizer = TapasTokenizer.from_pretrained(name)
        return tokenizer, TapasForQuestionAnswering.from_pretrained(name).eval()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelMissing(
            f"The TAPAS model {name!r} cannot be loaded: {said}",
            hint="Name a folder or a model for table question answering; --model or "
            "UMRAN_TABLE_MODEL.",
        ) from None


def _columns(cultures: Cultures, question: str) -> list[str]:
    """The columns that the question names, in itself or by a value; else all that are coded."""
    terms: list[Term] = [t for f in cultures.vocabulary().find(question) for t in f.terms]
    named = [t.column for t in terms if t.kind in ("column", "value", "entity")]
    return [*dict.fromkeys(named)] or cultures.coded()


def _texts(sheet: Sheet) -> list[list[str]]:
    cells = [sheet.cells(column) for column in sheet.columns]
    return [
        [row, *(_MISSING if (cell := each[i]) is None else ", ".join(cell) for each in cells)]
        for i, row in enumerate(sheet.rows)
    ]


def _answer(
    name: str, noun: str, columns: Sequence[str], rows: Sequence[Sequence[str]], found: Selection
) -> Answer:
    texts = [rows[r][c] for r, c in found.cells]
    numbers = [v for text in texts if (v := number(text)) is not None]
    value, step = _aggregated(found.aggregation, texts, numbers)
    unseen = len(rows) - found.rows
    return Answer(
        understood=f"what the model {name} selects; nobody checked that it is what was asked",
        text=shown(value) if value is not None else ", ".join(texts) or "no cell selected",
        value=value,
        of=found.rows,
        unknown=sum(text == _MISSING for text in texts),
        columns=(noun, "column", "cell"),
        rows=tuple((rows[r][0], columns[c], rows[r][c]) for r, c in found.cells),
        steps=(f"the model selected {len(texts)} cells and {found.aggregation}", step),
        notes=(f"{unseen} of {len(rows)} rows did not fit into the model.",) if unseen else (),
    )


def _aggregated(
    aggregation: str, texts: Sequence[str], numbers: Sequence[float]
) -> tuple[float | None, str]:
    """The value of the cells, and how it was computed."""
    if aggregation == "COUNT":
        known = [text for text in texts if text != _MISSING]
        return float(len(known)), f"count of the cells that are known: {len(known)}"
    if aggregation == "NONE":
        return None, "nothing is computed of them"
    if not numbers:
        raise NotUnderstood(
            f"The model would take the {aggregation} of {', '.join(texts[:8]) or 'no cells'}, "
            "which hold no numbers.",
            hint="Ask without a model, or ask otherwise.",
        )
    value = sum(numbers) if aggregation == "SUM" else fmean(numbers)
    left = (
        f", {len(texts) - len(numbers)} cells are no numbers" if len(texts) > len(numbers) else ""
    )
    return value, f"{aggregation.lower()} of {len(numbers)} numbers: {shown(value)}{left}"
