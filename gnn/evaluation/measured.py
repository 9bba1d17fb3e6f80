"""What was measured, in a form that intervals and paired differences come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gnn.bootstrap import Interval, Statistic, difference, interval, mean
from gnn.bundle import Ints
from gnn.evaluation.attribute import Reals

MODEL = "umran train"
PLACED = MODEL + " + place"


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure, of several methods on the same observations.

    model: which of the methods is Umran's, "" where methods do not compete; what begins with
    MODEL is no baseline. parts: (n, ...) by
    method, what each observation adds to the score `of` all; culture: (n,) whose it is.
    """

    name: str
    model: str
    parts: Mapping[str, Reals]
    culture: Ints
    of: Statistic = mean

    def scores(self, block: Sequence[str], *, seed: int) -> dict[str, Interval]:
        """Of each method its score, with an interval over blocks."""
        return {
            name: interval(each, self.culture, block, of=self.of, seed=seed)
            for name, each in self.parts.items()
        }

    def gains(self, block: Sequence[str], *, seed: int) -> dict[str, Interval]:
        """The model less each other method, on the same draws."""
        if self.model not in self.parts:
            return {}
        own = self.parts[self.model]
        return {
            name: difference(own, each, self.culture, block, of=self.of, seed=seed)
            for name, each in self.parts.items()
            if name != self.model and not name.startswith(MODEL)
        }

    def beside(self, name: str, block: Sequence[str], *, seed: int) -> dict[str, Interval]:
        """Each other method less the one of this name, on the same draws."""
        own = self.parts[name]
        return {
            other: difference(each, own, self.culture, block, of=self.of, seed=seed)
            for other, each in self.parts.items()
            if other != name
        }
