"""A distance as a claim: how near, beside which others, how sure, and by what it is carried.

score       cosine of the two vectors, -1 to 1
percentile  share of all pairs on the theme and in the period that are less near
interval    of the cosine that endless sources would give (`interval.py`)
p, q        against shuffles within the regions, and among all pairs (`shuffle.py`)
without     the score when one kind of evidence is left out everywhere (occlusion)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.bundle import ALL, GraphBundle, Ints
from gnn.confidence import Confidence, Nulls, confidence_of
from gnn.interval import Interval
from gnn.neighbour import cosines
from gnn.shuffle import ENOUGH, LEAST
from gnn.source import only
from kg.errors import NotFound
from kg.naming import normalise

if TYPE_CHECKING:
    from gnn.kept import Kept


@dataclass(frozen=True, slots=True)
class Aspect:
    """What two cultures are compared on: indexes of the bundle, `ALL` for all; a modality or ""."""

    theme: int = ALL
    period: int = ALL
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The nearness of two cultures; None where something cannot be said, and `notes` say why.

    score, percentile and number of pairs; cosine: corrected for the noise of few sources, with its
    interval; p, q, beats_null as in SIMILAR_TO; sources behind each side, and shared by both;
    without: the score without each modality, None where nothing is left.
    """

    one: str
    other: str
    score: float
    percentile: float | None
    pairs: int
    cosine: float | None
    ci_low: float | None
    ci_high: float | None
    p: float | None
    q: float | None
    beats_null: bool | None
    sources: tuple[int, int]
    shared: int
    without: Mapping[str, float | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def distance(
    bundle: GraphBundle, kept: "Kept", pair: tuple[int, int], *, aspect: Aspect = Aspect()
) -> Claim:
    """The claim about two different cultures (indexes of the bundle).

    Everything is heard again with the kept encoder, so the claim is about the graph as it is.
    Raises NotFound where one of them has nothing on the theme, in the period or of the modality.
    """
    part = only(bundle, frozenset([aspect.modality])) if aspect.modality else bundle
    sure = confidence_of(part, kept)
    rows = _rows(sure, aspect)
    i, j = (_place(bundle, rows, culture, aspect) for culture in pair)
    scores = cosines(sure.replicates.vectors[rows].astype(np.float32))
    one, other = int(rows[i]), int(rows[j])
    found, nulls = sure.interval(one, other), sure.nulls(rows)
    all_pairs = scores[np.triu_indices(len(rows), 1)]
    behind = [_works(part, facet) for facet in (one, other)]
    return Claim(
        one=bundle.cultures.name[pair[0]],
        other=bundle.cultures.name[pair[1]],
        score=float(scores[i, j]),
        percentile=_percentile(all_pairs, float(scores[i, j])),
        pairs=len(all_pairs),
        sources=(len(behind[0]), len(behind[1])),
        shared=len(behind[0] & behind[1]),
        without=_without(part, kept, (one, other)) if not aspect.modality else {},
        notes=tuple(_notes(sure, rows, (i, j), found)),
        **_sureness(found, nulls, i, j),
    )


def _rows(sure: Confidence, aspect: Aspect) -> Ints:
    """The facets of all cultures that something is known of."""
    facets, vectors = sure.bundle.facets, sure.replicates.vectors
    own = (facets.theme == aspect.theme) & (facets.period == aspect.period)
    return np.flatnonzero(own & vectors.any(1))


def _place(bundle: GraphBundle, rows: Ints, culture: int, aspect: Aspect) -> int:
    found = np.flatnonzero(bundle.facets.culture[rows] == culture)
    if len(found):
        return int(found[0])
    where = [f"the theme {bundle.themes.name[aspect.theme]!r}"] if aspect.theme != ALL else []
    where += [f"the period {bundle.periods.name[aspect.period]!r}"] if aspect.period != ALL else []
    where += [f"the modality {aspect.modality!r}"] if aspect.modality else []
    raise NotFound(
        f"Nothing is known of {bundle.cultures.name[culture]} on {' and '.join(where) or 'all'}.",
        hint="Ingest more about it, or ask more widely; a period takes a theme beside it.",
    )


def _percentile(scores: Any, own: float) -> float | None:
    """Ties count half; None where there is no other pair."""
    if len(scores) < 2:
        return None
    below, level = int((scores < own).sum()), int((scores == own).sum())
    return (below + (level - 1) / 2) / (len(scores) - 1)


def _works(bundle: GraphBundle, facet: int) -> set[int]:
    """Works whose items stand behind a facet, in this part of the bundle."""
    found = {int(w) for f, _, w in bundle.traits.claims.T if f == facet}
    for items in bundle.items.values():
        if len(items.document):
            own = items.facets[0, items.facets[1] == facet]
            found |= set(items.document[own].tolist())
    return found - {-1}


def _without(bundle: GraphBundle, kept: "Kept", facets: tuple[int, int]) -> dict[str, float | None]:
    """The score without each modality that both together have."""
    from gnn.inputs import inputs_of
    from gnn.kept import speak_fused

    mask = inputs_of(bundle).mask
    there = [name for name, own in mask.items() if own[list(facets)].any()]
    found: dict[str, float | None] = {}
    if len(there) == 1:
        return {there[0]: None}
    for name in there:
        heard = speak_fused(kept, only(bundle, frozenset(there) - {name}))[list(facets)]
        found[name] = float(cosines(heard)[0, 1]) if heard.any(1).all() else None
    return found


def _sureness(found: Interval | None, nulls: Nulls, i: int, j: int) -> dict[str, Any]:
    beats = nulls.beats(i, j)
    known = beats is not None
    return {
        "cosine": found.cosine if found else None,
        "ci_low": found.low if found else None,
        "ci_high": found.high if found else None,
        "p": float(nulls.p[i, j]) if known else None,
        "q": float(nulls.q[i, j]) if known else None,
        "beats_null": beats,
    }


def _notes(
    sure: Confidence, rows: Ints, pair: tuple[int, int], found: Interval | None
) -> Iterator[str]:
    """What cannot be said, and why."""
    names = [sure.bundle.cultures.name[sure.bundle.facets.culture[rows[each]]] for each in pair]
    few = [
        name
        for name, each in zip(names, pair, strict=True)
        if len(sure.replicates.sample(int(rows[each])).pseudo) < 2
    ]
    if few:
        yield f"No interval: only one source about {' and about '.join(few)}."
    elif found is None:
        yield "No interval: the sources of one culture have no more in common than noise."
    elif found.low == -1 and found.high == 1:
        yield "The interval is everything: the sources are too few or differ too much."
    yield from _unshuffled(sure.bundle, rows, pair)


def _unshuffled(bundle: GraphBundle, rows: Ints, pair: tuple[int, int]) -> Iterator[str]:
    regions = [normalise(bundle.cultures.region[c]) for c in bundle.facets.culture[rows]]
    own = [regions[each] for each in pair]
    if len(rows) < ENOUGH:
        yield f"No p: {len(rows)} cultures are too few to shuffle; it takes {ENOUGH}."
    elif not all(own):
        yield "No p: without regions a shuffle cannot keep geography out."
    elif max(map(regions.count, own)) < LEAST:
        yield f"No p: fewer than {LEAST} cultures in either region, so nothing can be shuffled."
    if len(rows) >= ENOUGH and len({each for each in regions if each}) == 1:
        yield "All cultures are of one region: the shuffle is within it, and so keeps nothing out."
