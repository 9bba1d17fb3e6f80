"""How sure a score is: blocks of cultures drawn with replacement, a block being a language family.

Cultures of one family are no independent observations, and neither are several facets of one
culture: whole blocks are drawn (`gnn.block`). Two methods are compared by the difference of their
scores on the same draws. The percentiles are spread as Student's t asks at this number of blocks
(Hesterberg 2015, "What teachers should know about the bootstrap", section 5.3).
Where too little is there to say it, there is no interval but a sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gnn.bundle import Ints

Reals = npt.NDArray[np.float64]
Statistic = Callable[[Reals], Reals]

ENOUGH_CULTURES = 20
ENOUGH_BLOCKS = 5  # four can be drawn in 35 ways only
_DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A score and its 95 % interval; `low` and `high` are None where `why` says why not.

    cultures, blocks: how many stand behind it. share: of the draws that are above 0.
    """

    value: float
    low: float | None
    high: float | None
    cultures: int
    blocks: int
    share: float | None = None
    why: str = ""

    @property
    def above(self) -> bool:
        """Whether the whole interval is above 0."""
        return self.low is not None and self.low > 0

    @property
    def below(self) -> bool:
        """Whether the whole interval is below 0."""
        return self.high is not None and self.high < 0

    def line(self, *, sign: bool = False) -> str:
        """For people: "0.412 [0.380, 0.440]", or the score alone."""
        how = "+.3f" if sign else ".3f"
        if self.low is None or self.high is None:
            return f"{self.value:{how}}"
        return f"{self.value:{how}} [{self.low:{how}}, {self.high:{how}}]"

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        value = None if np.isnan(self.value) else self.value
        return asdict(self) | {"value": value}


def mean(parts: Reals) -> Reals:
    """(draws, 2) sums of values and of their numbers -> (draws,) means; 0 of nothing."""
    found: Reals = parts[..., 0] / np.maximum(parts[..., 1], 1e-12)
    return found


def averaged(values: Reals) -> Reals:
    """(n,) values as parts (n, 2) of their `mean`."""
    return np.stack([values, np.ones_like(values)], axis=1).astype(np.float64)


def interval(
    parts: Reals,
    culture: Ints,
    block: Sequence[str],
    *,
    of: Statistic = mean,
    seed: int = 0,
) -> Interval:
    """The score `of` the summed `parts` (n, ...), with its 95 % interval over blocks.

    parts: what each observation adds (a value and a 1; counts of hits); culture: (n,) whose it is;
    block: (C,) of each culture. `of`: (draws, ...) sums -> (draws,) scores. Same seed, same bits.
    """
    cultures = np.unique(culture)
    names, where = np.unique(np.array(block, dtype=str)[culture], return_inverse=True)
    whole = np.zeros((len(names), *parts.shape[1:]))
    np.add.at(whole, where, parts)
    value = float(of(whole.sum(0)[None])[0]) if len(names) else float("nan")
    if why := unsaid(len(cultures), len(names)):
        return Interval(value, None, None, len(cultures), len(names), None, why)
    scores = of(_drawn(whole, seed))
    low, high = np.quantile(scores, _levels(len(names)))
    above = float((scores > 0).mean())
    return Interval(value, float(low), float(high), len(cultures), len(names), above)


def difference(
    one: Reals,
    other: Reals,
    culture: Ints,
    block: Sequence[str],
    *,
    of: Statistic = mean,
    seed: int = 0,
) -> Interval:
    """The score of `one` less that of the `other`, both of the same observations and draws."""

    def gain(sums: Reals) -> Reals:
        return of(sums[:, 0]) - of(sums[:, 1])

    return interval(np.stack([one, other], axis=1), culture, block, of=gain, seed=seed)


def unsaid(cultures: int, blocks: int) -> str:
    """Why there is no interval for so many cultures in so many blocks; "" where there is one."""
    if cultures < ENOUGH_CULTURES:
        return f"No interval: {cultures} cultures, and it takes {ENOUGH_CULTURES}."
    if blocks < ENOUGH_BLOCKS:
        many = "all are of one language family" if blocks == 1 else f"only {blocks} families"
        return (
            f"No interval: {many} (or region, where the family is not known), and it takes "
            f"{ENOUGH_BLOCKS}."
        )
    return ""


def _drawn(whole: Reals, seed: int) -> Reals:
    """(draws, ...) sums of as many blocks as there are, drawn with replacement."""
    size = len(whole)
    counts = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=_DRAWS)
    sums: Reals = (counts.astype(np.float64) @ whole.reshape(size, -1)).reshape(
        _DRAWS, *whole.shape[1:]
    )
    return sums


def _levels(blocks: int) -> tuple[float, float]:
    from scipy.special import ndtr, stdtrit

    low = float(ndtr(np.sqrt(blocks / (blocks - 1)) * stdtrit(blocks - 1, 0.025)))
    return low, 1 - low
