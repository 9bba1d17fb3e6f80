"""What to export: which cultures, themes and periods, and how much evidence it takes."""

from dataclasses import asdict, dataclass
from typing import Any

RELATIONS = ("mentions", "co_occurs", "parts")
"""The relation types of a bundle."""


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """Filters by name, in any spelling; an empty one lets everything through.

    A filter of themes or periods leaves out narrower facets; those over all themes and all
    periods stay and rest on all evidence. `min_items` is the least number of items of a facet.
    A culture that no document, picture or table is about takes part if at least `min_mentions`
    passages name it, so that a name in passing does not become a people that is compared.

    `seed` names a culture or another entity: only cultures and entities at most `hops` from it
    stay. One hop leads along CO_OCCURS, or between a culture and what its evidence names.
    `relations` are some of RELATIONS; the edges of others are left out.
    """

    themes: tuple[str, ...] = ()
    cultures: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    min_items: int = 1
    min_mentions: int = 20
    seed: str = ""
    hops: int = 2
    relations: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)
