"""The sources behind facets, in groups that can be left out one after the other.

A source is a work: a text, a table, a recording. Sentences of one source are no independent
witnesses, so what is resampled are whole sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gnn.bundle import Bools, GraphBundle, Ints, Traits
from gnn.evidence import shares

MOST = 24
"""Groups of sources of one culture; each costs a pass of the encoder."""


@dataclass(frozen=True, slots=True)
class Sources:
    """`group` (m,) of each pair of item and facet, by modality, and of each claim for "traits".

    Groups are numbered from 0 within each culture; `number` is that of the culture with most.
    """

    group: Mapping[str, Ints]
    number: int

    def touched(self, bundle: GraphBundle) -> Bools:
        """(F, number) which facets have something of a group."""
        found = np.zeros((bundle.size, self.number), np.bool_)
        for name, group in self.group.items():
            found[_facets(bundle, name), group] = True
        return found

    def without(self, bundle: GraphBundle, number: int) -> GraphBundle:
        """The bundle as it would be had no culture the sources of the group `number`."""
        items = {
            name: replace(each, facets=each.facets[:, self.group[name] != number])
            for name, each in bundle.items.items()
        }
        kept = bundle.traits.claims[:, self.group["traits"] != number]
        return replace(bundle, items=items, traits=_claimed(bundle, kept))


def sources_of(bundle: GraphBundle, *, most: int = MOST) -> Sources:
    """The sources of each culture; more than `most` share groups, in turn.

    What stands in no known work counts as one source of its culture.
    """
    names = [*bundle.items, "traits"]
    codes = [_codes(bundle, name) for name in names]
    sizes = np.cumsum([len(code) for code in codes])[:-1]
    whole = np.concatenate(codes)
    known, place = np.unique(whole, return_inverse=True)
    owner = known // (len(bundle.documents.uid) + 1)
    number = np.arange(len(known)) - np.searchsorted(owner, owner)
    group = (number % most)[place]
    parts = np.split(group.astype(np.int64), sizes)
    return Sources(dict(zip(names, parts, strict=True)), int(group.max(initial=-1)) + 1)


def only(bundle: GraphBundle, modalities: frozenset[str]) -> GraphBundle:
    """The bundle as it would be had no culture anything of the other modalities."""
    nothing = np.empty((2, 0), np.int64)
    items = {
        name: each if name in modalities else replace(each, facets=nothing)
        for name, each in bundle.items.items()
    }
    traits = bundle.traits
    if "traits" not in modalities:
        traits = _claimed(bundle, np.empty((3, 0), np.int64))
    return replace(bundle, items=items, traits=traits)


def _claimed(bundle: GraphBundle, claims: Ints) -> Traits:
    values, known = shares(claims, bundle.traits.variable, bundle.size)
    return replace(bundle.traits, values=values, known=known, claims=claims)


def _facets(bundle: GraphBundle, name: str) -> Ints:
    found: Ints = bundle.traits.claims[0] if name == "traits" else bundle.items[name].facets[1]
    return found


def _codes(bundle: GraphBundle, name: str) -> Ints:
    """One number for a culture and a work, in their order."""
    facet = _facets(bundle, name)
    if name == "traits":
        work = bundle.traits.claims[2]
    else:
        items = bundle.items[name]
        none = np.full(len(items.uid), -1, np.int64)
        work = (items.document if len(items.document) else none)[items.facets[0]]
    found: Ints = bundle.facets.culture[facet] * (len(bundle.documents.uid) + 1) + work + 1
    return found
