"""The rungs of the ladder, from simple to rich, and which of them is used.

Of closed forms the best on inner folds, the simplest of equals: they cost nothing and have nothing
to tune but what stands here. A network has to beat what stands by more than one standard error,
paired and over whole language families, alone and then beside the bag.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gnn.bundle import Ints
from gnn.ladder.recipe import Recipe, bag
from gnn.retrieval import Ranks, Reals

AUTO, NETWORK = "auto", "network"


@dataclass(frozen=True, slots=True)
class Rung:
    """Recipes of closed forms, and the `share` of the network in the squared length of a vector.

    No recipes, share 1: the network alone, which at step 0 is a closed form too.
    """

    name: str
    recipes: tuple[Recipe, ...] = ()
    share: float = 0.0


START = Rung("closed form", share=1.0)
LEARNED = Rung(NETWORK, share=1.0)
CCA = tuple(Rung(f"CCA {ridge:g}", (Recipe("cca", ridge=ridge),)) for ridge in (0.1, 0.3, 1.0))
RIDGE = Rung("ridge", (Recipe("ridge"),))
SINGLE = (
    Rung("profiles", (Recipe("profile"),)),
    Rung("neighbours", (Recipe("neighbours", "rbf", sharp=0.1),)),
    Rung("kernel CCA", (Recipe("cca", "rbf", "rbf"),)),
    Rung("set kernel CCA", (Recipe("cca", "set", "rbf"),)),
)
BAG = Rung("bag", bag())
BLENDS = tuple(Rung(f"bag and network {share:g}", bag(), share) for share in (0.25, 0.5))
RUNGS = (START, *CCA, RIDGE, BAG, LEARNED, *BLENDS)
"""What is chosen from. Of the other kinds that are in the bag each alone was the luck of a fold."""
FORMS = (AUTO, *(rung.name for rung in (*RUNGS[1:], *SINGLE)))


@dataclass(frozen=True, slots=True)
class Climb:
    """`rung`: what is used; `why`: in a sentence; `auc`: of all rungs on the inner folds."""

    rung: Rung
    why: str = ""
    auc: Mapping[str, float] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """For JSON; {} where nothing was chosen."""
        found = {"used": self.rung.name, "auc": dict(self.auc), "sentence": self.why}
        return {"ladder": found} if self.why else {}


def asked(form: str, *, learned: bool) -> tuple[Rung, ...]:
    """The rungs that `form` names, or all; those of a trained network only where it is `learned`.

    The step 0 of the network is the rung "closed form".
    """
    if form == NETWORK:
        return (START, LEARNED) if learned else (START,)
    return tuple(
        rung
        for rung in (*RUNGS, *SINGLE)
        if rung.name == form
        or (form == AUTO and rung in RUNGS and (learned or not rung.share or rung is START))
    )


def climb(found: Mapping[str, Ranks], rungs: Sequence[Rung], block: Sequence[str]) -> Climb:
    """The rung that is used; `found`: answers to the same questions by name, block: (C,)."""
    auc = {rung.name: float(found[rung.name].auc.mean()) for rung in rungs if rung.name in found}
    if len(rungs) == 1 or not auc or not all(np.isfinite(value) for value in auc.values()):
        why = "nothing else was asked for" if len(rungs) == 1 else "there was nothing to choose by"
        return Climb(rungs[0], f"{rungs[0].name} is used: {why}.", auc)
    closed = [rung for rung in rungs if rung is START or not rung.share]
    stands = max(closed, key=lambda rung: auc[rung.name])
    why = f"the best of {len(closed)} closed forms on inner folds"
    for rung in (rung for rung in rungs if rung not in closed):
        gain = found[rung.name].auc - found[stands.name].auc
        error = standard_error(gain, found[rung.name].culture, block)
        if gain.mean() > error:
            why = f"it beats {stands.name} by {gain.mean():+.3f} on inner folds"
            why += f", standard error {error:.3f}"
            stands = rung
    if stands in closed and len(closed) < len(rungs):
        why += ", and no network beats it by more than one standard error"
    why = f"{stands.name} is used (AUC {auc[stands.name]:.3f}): {why}."
    return Climb(stands, why, {name: round(value, 4) for name, value in auc.items()})


def standard_error(gain: Reals, culture: Ints, block: Sequence[str]) -> float:
    """Of the mean of `gain` (n,), where only whole blocks are independent; infinite for one."""
    names, where = np.unique(np.array(block, dtype=str)[culture], return_inverse=True)
    if len(names) < 2:
        return float("inf")
    off = np.bincount(where, gain - gain.mean())
    factor = len(names) / (len(names) - 1)
    return float(np.sqrt(factor * (off**2).sum()) / len(gain))
