"""A question over a table, as it was understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.table.condition import Condition, atoms
from kg.errors import UmranError

OPERATIONS = {
    "count": "count", "share": "share", "list": "list", "average": "average", "sum": "sum",
    "most": "most", "least": "least", "common": "most common", "spread": "distribution",
    "compare": "compare",
}  # fmt: skip
EXAMPLES = (
    "How many cultures with patrilineal descent practise bride price?",
    "Babasoylu toplumların yüzde kaçı pirinç yetiştirir?",
    "Which cultures in East Asia have political levels of at least 3?",
    "What is the most common main crop?",
    "Compare political levels of patrilineal and matrilineal cultures",
)


@dataclass(frozen=True, slots=True)
class Question:
    """Of the rows for which `scope` holds, those for which `predicate` does; `columns` are asked
    for, `by` says what is grouped by. In a comparison each of `groups` is a scope of its own."""

    operation: str
    scope: tuple[Condition, ...] = ()
    predicate: tuple[Condition, ...] = ()
    columns: tuple[str, ...] = ()
    by: str = ""
    groups: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        words = [OPERATIONS[self.operation], ", ".join(self.columns)]
        words += [f"where {_joined(self.predicate)}" if self.predicate else ""]
        words += [f"among those where {_joined(self.scope)}" if self.scope else ""]
        words += [f"for {', '.join(map(str, self.groups))}" if self.groups else ""]
        words += [f"by {self.by}" if self.by else ""]
        return " ".join(filter(None, words))

    def used(self) -> list[str]:
        """The columns that it needs, none twice."""
        found = [*(atom.column for atom in atoms(self.groups + self.scope + self.predicate))]
        return [*dict.fromkeys([*found, *self.columns, *filter(None, [self.by])])]


class NotUnderstood(UmranError):
    """A question over a table of which some words have no meaning here."""


def refusal(understood: Sequence[str], problem: str) -> NotUnderstood:
    """What was and what was not understood, and what can be asked."""
    known = f"Understood: {'; '.join(understood)}. " if understood else ""
    return NotUnderstood(f"{known}{problem}", hint="Ask, for instance: " + " | ".join(EXAMPLES))


def _joined(conditions: Sequence[Condition]) -> str:
    return " and ".join(map(str, conditions))
