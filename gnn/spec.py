"""What to export: which cultures, themes and periods, and how much evidence it takes."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """Filters by name, in any spelling; an empty one lets everything through.

    A filter of themes or periods leaves out narrower facets; those over all themes and all
    periods stay and rest on all evidence. `min_items` is the least number of items of a facet.
    A culture that no document, picture or table is about takes part if at least `min_mentions`
    passages name it, so that a name in passing does not become a people that is compared.
    """

    themes: tuple[str, ...] = ()
    cultures: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    min_items: int = 1
    min_mentions: int = 20

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)
