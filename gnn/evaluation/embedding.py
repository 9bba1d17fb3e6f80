"""What training says of cultures whose traits it has not seen, from the rest of what is known."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from gnn.bundle import ALL, Bools, GraphBundle, Ints
from gnn.evaluation.affinity import Reals, radial
from gnn.evaluation.measured import MODEL, PLACED
from gnn.evaluation.part import Part
from gnn.evaluation.predictor import Predictor, Problem, Setting, ridge, settings
from gnn.training import TrainConfig


@dataclass(slots=True)
class Embeddings:
    """Trainings by what they may learn traits from; each is made once.

    An encoder is trained with the traits of those cultures only, and then embeds all cultures as
    if no traits were known of any: what it is told of a culture is never what is predicted of it.
    """

    bundle: GraphBundle
    config: TrainConfig
    found: dict[bytes, Reals] = field(default_factory=dict)
    told: Callable[[], None] | None = None

    def of(self, learned: Ints) -> Reals:
        """(C, width) from traits of the cultures `learned`; 0 where nothing is known."""
        key = learned.tobytes()
        if key not in self.found:
            self.found[key] = self._train(learned)
            if self.told:
                self.told()
        return self.found[key]

    def likeness(self, learned: Ints) -> Reals:
        """(C, C) Gaussian kernel of the embeddings."""
        x = self.of(learned)
        there: Bools = np.asarray(x.any(1))
        return np.where(np.outer(there, there), radial(x, there, 1.0), 0)

    def _train(self, learned: Ints) -> Reals:
        from gnn.kept import encode
        from gnn.train import learn

        seen = np.isin(self.bundle.facets.culture, learned)
        kept = learn(_traits_of(self.bundle, seen), replace(self.config, folds=1))
        vectors = encode(kept, _traits_of(self.bundle, seen & False))
        facets = self.bundle.facets
        rows = np.flatnonzero((facets.theme == ALL) & (facets.period == ALL))
        found = np.zeros((len(self.bundle.cultures.uid), vectors.shape[1]))
        found[facets.culture[rows]] = vectors[rows]
        return found


def learned(embeddings: Embeddings, *, place: bool, alone: bool = False) -> Predictor:
    """Kernel ridge as for items, on the embedding instead of them; `alone`: without the place."""

    def predict(problem: Problem, near: Reals, part: Part, setting: Setting) -> Reals:
        kernel = setting[0] * embeddings.likeness(part.fold) + (1 - setting[0]) * near
        return ridge(problem, kernel, part, setting)

    name = PLACED if place and not alone else MODEL
    return Predictor(name, settings(place and not alone, (0.3, 1.0, 3.0)), _place, predict)


def _place(problem: Problem, setting: Setting) -> Reals:
    return problem.affinities.place(setting[1])


def _traits_of(bundle: GraphBundle, rows: np.ndarray) -> GraphBundle:
    """The bundle with no traits but those of the facets `rows` (F,)."""
    traits = bundle.traits
    known = traits.known & rows[:, None]
    return replace(
        bundle, traits=replace(traits, known=known, values=np.where(known, traits.values, 0))
    )
