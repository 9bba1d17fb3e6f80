"""What an idea for the Global Jukebox is given: one fold, and the bag that it has to beat."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools, GraphBundle
from gnn.ladder.form import Form, fit_form
from gnn.ladder.recipe import bag
from gnn.ladder.view import Views
from gnn.retrieval import unit

Reals = npt.NDArray[np.float64]
Tokens = Mapping[str, Reals]
_OWN = 4 / 28


@dataclass(frozen=True)
class Setting:
    """The bundle, its views, and the units `rows` that may be learned from."""

    bundle: GraphBundle
    views: Views
    rows: Bools

    @cached_property
    def form(self) -> Form:
        """The bag."""
        return fit_form(self.views, bag(), rows=self.rows)

    @cached_property
    def plain(self) -> Tokens:
        """(F, w) tokens of the bag."""
        return self.form(self.views)

    @property
    def paired(self) -> Bools:
        """(F,) the units that may be learned from and have both views."""
        return np.logical_and(*(view.mask for view in self.views.values())) & self.rows

    def bag(self, views: Views) -> Tokens:
        """Tokens of the bag, on other views."""
        return fit_form(views, bag(), rows=self.rows)(views)

    def beside(self, tokens: Tokens, share: float = _OWN) -> Tokens:
        """The bag with tokens (F, w) of a form of one's own, by default as four of 28."""
        own = self.centred(tokens)
        return {
            name: np.concatenate([np.sqrt(1 - share) * x, np.sqrt(share) * own[name]], 1)
            for name, x in self.plain.items()
        }

    def centred(self, tokens: Tokens) -> Tokens:
        """Of unit length, centred, and scaled so that products have the spread of the bag's."""
        centred = {n: unit(x) - unit(x)[self.rows & self.views[n].mask].mean(0)
                   for n, x in tokens.items()}  # fmt: skip
        one, other = (x[self.rows & self.views[n].mask] for n, x in centred.items())
        square = float(((one.T @ one / len(one)) * (other.T @ other / len(other))).sum())
        return {name: x / np.sqrt(np.sqrt(square)) for name, x in centred.items()}
