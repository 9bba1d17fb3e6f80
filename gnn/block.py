"""Blocks of cultures: what is held out, drawn and counted together, since it is not independent."""

from collections.abc import Sequence

from gnn.bundle import Cultures, Names
from kg.errors import SettingsError
from kg.naming import normalise

GROUPINGS = ("family", "culture")


def blocks(cultures: Cultures, *, grouping: str = "family") -> Names:
    """(C,) the block of each culture, as "family x", "region x" or "culture uid".

    With "family" it is the language family; where that is not known the region, and where that is
    not known either the culture itself. With "culture" each stands alone. Raises SettingsError.
    """
    if grouping not in GROUPINGS:
        raise SettingsError(f"grouping is {grouping!r}.", hint=f"Known are {GROUPINGS}.")
    alone = tuple(f"culture {uid}" for uid in cultures.uid)
    if grouping == "culture":
        return alone
    families = _named("family", cultures.family)
    regions = _named("region", cultures.region)
    return tuple(
        family or region or own
        for family, region, own in zip(families, regions, alone, strict=True)
    )


def _named(kind: str, values: Sequence[str]) -> Names:
    folded = (normalise(value) for value in values)
    return tuple(f"{kind} {value}" if value else "" for value in folded)
