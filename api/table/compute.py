"""Answers a question over a table by computing, step by step; what is not known is counted."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from api.table.condition import Condition, atoms, holds
from api.table.question import Question, refusal
from api.table.sheet import NAME, Sheet, shown

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is the number, where the answer is one; `rows` are what it was computed from.

    `of` counts the rows that could tell, `unknown` those that could not.
    """

    understood: str
    text: str
    value: float | None
    of: int
    unknown: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    steps: tuple[str, ...]
    notes: tuple[str, ...] = ()


def compute(sheet: Sheet, question: Question) -> Answer:
    """The answer. Raises NotUnderstood where a column cannot be computed so."""
    for atom in atoms(question.groups + question.scope + question.predicate):
        if atom.sign != "=" and sheet.values(atom.column) and not sheet.numeric(atom.column):
            raise refusal([str(question)], f"{atom.column} holds no numbers.")
    return _WAYS[question.operation](sheet, question)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows that are left after scope and predicate, by number."""

    scope: tuple[int, ...]
    known: tuple[int, ...]
    rows: tuple[int, ...]
    unknown: int
    steps: tuple[str, ...]


def _keep(sheet: Sheet, scope: Sequence[Condition], predicate: Sequence[Condition]) -> _Kept:
    inside, whole = holds(scope, sheet), holds([*scope, *predicate], sheet)
    scoped = tuple(i for i, verdict in enumerate(inside) if verdict)
    rows = tuple(i for i, verdict in enumerate(whole) if verdict)
    doubt = [i for i, verdict in enumerate(whole) if verdict is None]
    known = tuple(i for i in scoped if whole[i] is not None)
    steps = [f"{len(sheet.rows)} {sheet.noun} in all"]
    if scope:
        steps.append(_step(sheet, scope, scoped, [i for i, v in enumerate(inside) if v is None]))
    if predicate:
        steps.append(_step(sheet, predicate, rows, [i for i in scoped if whole[i] is None]))
    return _Kept(scoped, known, rows, len(doubt), tuple(steps))


def _step(
    sheet: Sheet, kept: Sequence[Condition], rows: Sequence[int], doubt: Sequence[int]
) -> str:
    what = " and ".join(map(str, kept))
    names = [sheet.rows[i] for i in doubt]
    return f"keep those where {what}: {len(rows)}{_unknown(names)}"


def _unknown(names: Sequence[str]) -> str:
    if not names:
        return ", known of all"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"; not known of {len(names)}: {', '.join(names[:_NAMED])}{more}"


def _told(sheet: Sheet, question: Question, kept: _Kept) -> dict[str, Any]:
    """The table of the rows that are left, and what could not be told."""
    columns = [column for column in question.used() if column != NAME]
    cells = [sheet.cells(column) for column in columns]
    rows = [(sheet.rows[i], *(_cell(each[i]) for each in cells)) for i in kept.rows]
    return {
        "understood": str(question),
        "columns": (sheet.noun, *columns),
        "rows": tuple(rows),
        "unknown": kept.unknown,
    }


def _count(sheet: Sheet, question: Question) -> Answer:
    if question.by:
        return _grouped(sheet, question, len, "number")
    kept = _keep(sheet, question.scope, question.predicate)
    told = _told(sheet, question, kept)
    n, of = len(kept.rows), len(sheet.rows) - kept.unknown
    text = f"{n}; it is known of {of} of {len(sheet.rows)} {sheet.noun}"
    return Answer(text=text, value=n, of=of, steps=(*kept.steps, f"count: {n}"), **told)


def _share(sheet: Sheet, question: Question) -> Answer:
    if not question.predicate:
        question = replace(question, scope=(), predicate=question.scope)
    kept = _keep(sheet, question.scope, question.predicate)
    told = _told(sheet, question, kept)
    n, of = len(kept.rows), len(kept.known)
    value = n / of if of else None
    left = "it cannot be said: nothing is known" if value is None else f"{value:.1%}: {n} of {of}"
    steps = (*kept.steps, f"share: {n} / {of} of which it is known")
    told |= {"unknown": len(kept.scope) - of}
    return Answer(text=left, value=value, of=of, steps=steps, **told)


def _list(sheet: Sheet, question: Question) -> Answer:
    kept = _keep(sheet, question.scope, question.predicate)
    told = _told(sheet, question, kept)
    asked = [told["columns"].index(c) for c in question.columns if c in told["columns"]]
    said = [f"{row[0]}: {'; '.join(row[i] for i in asked)}" for row in told["rows"]]
    names = ", ".join(said if asked else [row[0] for row in told["rows"]]) or "none"
    of = len(sheet.rows) - kept.unknown
    return Answer(text=names, value=None, of=of, steps=kept.steps, **told)


def _figure(name: str, compute: Callable[[Sequence[float]], float]) -> Any:
    def figure(sheet: Sheet, question: Question) -> Answer:
        column = _column(question, sheet, numeric=True)
        if question.by:
            return _grouped(sheet, question, lambda rows: _of(sheet, column, rows, compute), name)
        kept = _keep(sheet, question.scope, question.predicate)
        numbers = [v for i in kept.rows if (v := sheet.numbers(column)[i]) is not None]
        value = compute(numbers) if numbers else None
        missing = len(kept.rows) - len(numbers)
        step = f"{name} of {column} over {len(numbers)} known, {missing} not known"
        told = _told(sheet, question, kept) | {"unknown": kept.unknown + missing}
        text = f"{shown(value)}, over {len(numbers)} {sheet.noun}" if numbers else "nothing known"
        return Answer(text=text, value=value, of=len(numbers), steps=(*kept.steps, step), **told)

    return figure


def _extreme(best: Callable[[Sequence[float]], float], name: str) -> Any:
    def extreme(sheet: Sheet, question: Question) -> Answer:
        found: Answer = _figure(name, best)(sheet, question)
        column = question.columns[0]
        top = [r for r in found.rows if _is(r[found.columns.index(column)], found.value)]
        names = ", ".join(row[0] for row in top)
        return replace(found, text=f"{names or 'none'} ({column} {shown(found.value)})")

    return extreme


def _spread(sheet: Sheet, question: Question) -> Answer:
    column = _column(question, sheet)
    kept = _keep(sheet, question.scope, question.predicate)
    cells = [sheet.cells(column)[i] for i in kept.rows]
    counts = Counter(value for cell in cells for value in set(cell or ()))
    known = sum(cell is not None for cell in cells)
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    table = tuple((v, n, f"{n / known:.1%}") for v, n in rows)
    several = sum(len(set(cell or ())) > 1 for cell in cells)
    note = f"{several} {sheet.noun} have several values, and count for each."
    return Answer(
        understood=str(question),
        text=", ".join(f"{value} {n}" for value, n in rows) or "nothing known",
        value=None,
        of=known,
        unknown=kept.unknown + len(cells) - known,
        columns=(column, sheet.noun, "share"),
        rows=table,
        steps=(*kept.steps, f"count by {column}: known of {known} of {len(cells)}"),
        notes=(note,) if several else (),
    )


def _common(sheet: Sheet, question: Question) -> Answer:
    found = _spread(sheet, question)
    most = max((row[1] for row in found.rows), default=0)
    names = [row[0] for row in found.rows if row[1] == most]
    text = f"{', '.join(names) or 'nothing known'} ({most} of {found.of} of which it is known)"
    return replace(found, text=text, value=most)


def _compare(sheet: Sheet, question: Question) -> Answer:
    parts = [replace(question, groups=(), scope=(g, *question.scope)) for g in question.groups]
    if question.predicate:
        return _beside(question, [_share(sheet, replace(p, operation="share")) for p in parts])
    column = _column(question, sheet)
    if sheet.numeric(column):
        way = _WAYS["average"]
        return _beside(question, [way(sheet, replace(p, operation="average")) for p in parts])
    return _beside(question, [_spread(sheet, replace(p, operation="spread")) for p in parts])


def _beside(question: Question, found: Sequence[Answer]) -> Answer:
    rows = tuple(
        (str(g), each.text, each.of, each.unknown)
        for g, each in zip(question.groups, found, strict=True)
    )
    return Answer(
        understood=str(question),
        text="; ".join(f"{row[0]}: {row[1]}" for row in rows),
        value=None,
        of=sum(each.of for each in found),
        unknown=sum(each.unknown for each in found),
        columns=("group", "answer", "known", "not known"),
        rows=rows,
        steps=tuple(step for each in found for step in each.steps),
    )


def _grouped(
    sheet: Sheet, question: Question, figure: Callable[[Sequence[int]], float | None], name: str
) -> Answer:
    kept = _keep(sheet, question.scope, question.predicate)
    cells = sheet.cells(question.by)
    groups: dict[str, list[int]] = {}
    for i in kept.rows:
        for value in set(cells[i] or ("not known",)):
            groups.setdefault(value, []).append(i)
    rows = tuple((g, shown(figure(own)), len(own)) for g, own in sorted(groups.items()))
    return Answer(
        understood=str(question),
        text="; ".join(f"{group}: {value}" for group, value, _ in rows) or "none",
        value=None,
        of=len(sheet.rows) - kept.unknown,
        unknown=kept.unknown,
        columns=(question.by, name, sheet.noun),
        rows=rows,
        steps=(*kept.steps, f"{name} by {question.by}"),
    )


def _of(
    sheet: Sheet, column: str, rows: Sequence[int], compute: Callable[[Sequence[float]], float]
) -> float | None:
    numbers = sheet.numbers(column)
    found = [v for i in rows if (v := numbers[i]) is not None]
    return compute(found) if found else None


def _column(question: Question, sheet: Sheet, *, numeric: bool = False) -> str:
    understood = [str(question)]
    if len(question.columns) != 1:
        raise refusal(understood, "Not understood: of which column, and of one alone.")
    [column] = question.columns
    if numeric and not sheet.numeric(column):
        values = ", ".join(sheet.values(column)[:_NAMED]) or "nothing"
        raise refusal(understood, f"{column} holds no numbers but {values}.")
    return column


def _cell(cell: tuple[str, ...] | None) -> str:
    return "-" if cell is None else ", ".join(cell)


def _is(text: str, value: float | None) -> bool:
    values = [float(each) for each in text.split(", ") if each != "-"]
    return bool(values) and value is not None and abs(fmean(values) - value) < 1e-9


_WAYS: dict[str, Callable[[Sheet, Question], Answer]] = {
    "count": _count,
    "share": _share,
    "list": _list,
    "average": _figure("average", fmean),
    "sum": _figure("sum", sum),
    "most": _extreme(max, "most"),
    "least": _extreme(min, "least"),
    "common": _common,
    "spread": _spread,
    "compare": _compare,
}
