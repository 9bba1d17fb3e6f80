"""An evaluation for people: export, measure, a table, a picture, and sentences."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gnn.export import export
from kg.errors import NotFound
from kg.store import Store

if TYPE_CHECKING:
    from gnn.evaluation.evaluate import Evaluation
    from gnn.evaluation.measures import Plan


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What was found, and the files that were written."""

    evaluation: "Evaluation"
    files: tuple[Path, ...]

    columns = ("measure", "method", "score", "model less it", "cultures")

    @property
    def rows(self) -> list[list[Any]]:
        """A row for each measure and method, the model first, then by falling score."""
        found = []
        for each in self.evaluation.scored:
            order = sorted(
                each.scores, key=lambda name: (name != each.model, -each.scores[name].value)
            )
            for name in order:
                score, gain = each.scores[name], each.gains.get(name)
                less = gain.line(sign=True) if gain else ""
                found.append([each.measure, name, score.line(), less, score.cultures])
        return found

    @property
    def sentences(self) -> list[str]:
        """The verdict, leaks, notes, and where files are."""
        told = self.evaluation
        return [
            told.verdict,
            *(f"Leak: {each}" for each in told.leaks),
            *told.notes,
            *(f"Wrote {path}" for path in self.files),
        ]

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        return {**self.evaluation.plain(), "files": [str(path) for path in self.files]}


def evaluated(
    store: Store,
    plan: "Plan",
    *,
    out: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Evaluated:
    """Evaluate the graph as it is; with `out`, write JSON and the picture there.

    Raises NotFound where there is no culture.
    """
    from gnn.evaluation.evaluate import evaluate

    bundle = export(store)
    if not bundle.size:
        raise NotFound("There is no culture to evaluate.", hint="Ingest documents first.")
    found = evaluate(bundle, plan, progress=progress)
    return Evaluated(found, _written(found, out) if out else ())


def _written(found: "Evaluation", folder: Path) -> tuple[Path, ...]:
    from api.forest import Stand, forest

    folder.mkdir(parents=True, exist_ok=True)
    told, picture = folder / "evaluation.json", folder / "evaluation.png"
    told.write_text(json.dumps(found.plain(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    stands = [
        Stand(
            f"{each.measure}: {each.model} {each.scores[each.model].line()}",
            {name: score.value for name, score in each.scores.items()},
            each.gains,
        )
        for each in found.scored
        if each.gains
    ]
    picture.write_bytes(forest(stands, title=found.verdict))
    return told, picture
