"""Similarities of cultures that somebody declared, as a target of training.

A target that was computed from an input would teach the model to copy that input, and any measure
of it would be circular. So a target says what it was computed from, and what cannot be is refused.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gnn.bundle import Floats, GraphBundle, Ints
from gnn.pooling import pool
from gnn.retrieval import unit
from kg.errors import NotFound, TargetRefused
from kg.lookup import look_up

_COPY = 0.999
_KEYS = {"name", "provenance", "computed_from", "pairs"}


@dataclass(frozen=True, slots=True)
class Target:
    """Pairs of cultures (n, 2), indexes of a bundle, and their similarity (n,), -1 to 1.

    `provenance` says who found it and how; `digest` is of the file.
    """

    name: str
    provenance: str
    digest: str
    pairs: Ints
    value: Floats


def read_target(path: Path, bundle: GraphBundle) -> Target:
    """The target of a JSON file with name, provenance, computed_from and pairs [a, b, value].

    Raises TargetRefused without a provenance, for one computed from a modality of the bundle, or
    that equals its cosines, for values that contradict each other or are out of range; NotFound
    for a culture that is not there.
    """
    content = path.read_bytes() if path.is_file() else None
    if content is None:
        raise NotFound(f"There is no target {path}.")
    try:
        found = json.loads(content)
    except ValueError as error:
        raise TargetRefused(f"{path} is no JSON: {error}.") from None
    if not isinstance(found, dict) or (missing := _KEYS - set(found)):
        lacks = ", ".join(sorted(missing)) if isinstance(found, dict) else "everything"
        raise TargetRefused(
            f"The target {path} lacks {lacks}.",
            hint="It must say name, provenance, computed_from (a list, maybe empty) and pairs.",
        )
    _declared(found, bundle)
    pairs, value = _pairs(found["pairs"], bundle)
    _no_copy(found["name"], pairs, value, bundle)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Target(str(found["name"]), str(found["provenance"]), digest, pairs, value)


def _declared(found: Mapping[str, Any], bundle: GraphBundle) -> None:
    if not str(found["provenance"] or "").strip():
        raise TargetRefused(
            f"The target {found['name']!r} names no provenance.",
            hint="Say who found these similarities, and how.",
        )
    inputs = set(bundle.items) | ({"traits"} if bundle.traits.known.any() else set())
    if leak := sorted(inputs & {str(each) for each in found["computed_from"]}):
        raise TargetRefused(
            f"The target {found['name']!r} was computed from {', '.join(leak)}, which the model "
            "reads: it would learn to copy it.",
            hint="Take a target from elsewhere.",
        )


def _pairs(rows: Sequence[Any], bundle: GraphBundle) -> tuple[Ints, Floats]:
    names = zip(bundle.cultures.uid, bundle.cultures.name, strict=True)
    cultures = [{"uid": uid, "name": name} for uid, name in names]
    where = {uid: i for i, uid in enumerate(bundle.cultures.uid)}
    known: dict[tuple[int, int], float] = {}
    for one, other, value in rows:
        ends = [where[look_up(str(n), cultures, what="culture")["uid"]] for n in (one, other)]
        pair = (min(ends), max(ends))
        if not -1 <= float(value) <= 1:
            raise TargetRefused(f"{one} and {other} have {value}.", hint="It must be -1 to 1.")
        if known.setdefault(pair, float(value)) != float(value):
            raise TargetRefused(
                f"{one} and {other} are declared twice, {known[pair]} and {value}.",
                hint="Keep one of them.",
            )
    ordered = sorted(known)
    pairs = np.array(ordered, np.int64).reshape(-1, 2)
    return pairs, np.array([known[pair] for pair in ordered], np.float32)


def _no_copy(name: str, pairs: Ints, value: Floats, bundle: GraphBundle) -> None:
    """Refuse what is, up to scale, the cosine of a modality's own means."""
    if len(pairs) < 8 or np.ptp(value) == 0:
        return
    wide = {int(c): f for f, c in enumerate(bundle.facets.culture) if bundle.facets.theme[f] < 0}
    for modality, pooled in pool(bundle).items():
        x = unit(np.nan_to_num(pooled.x, nan=0.0))
        kept = [i for i, (a, b) in enumerate(pairs) if _both(pooled.mask, wide, int(a), int(b))]
        ends = [(wide[int(pairs[i][0])], wide[int(pairs[i][1])]) for i in kept]
        own = np.array([float(x[a] @ x[b]) for a, b in ends])
        if len(kept) < 8 or np.ptp(own) == 0 or np.ptp(value[kept]) == 0:
            continue
        if abs(float(np.corrcoef(own, value[kept])[0, 1])) > _COPY:
            raise TargetRefused(
                f"The target {name!r} is the cosine of {modality}, which the model reads: it "
                "would learn to copy it.",
                hint="Take a target from elsewhere.",
            )


def _both(mask: "np.typing.NDArray[np.bool_]", wide: Mapping[int, int], a: int, b: int) -> bool:
    return a in wide and b in wide and bool(mask[wide[a]] and mask[wide[b]])
