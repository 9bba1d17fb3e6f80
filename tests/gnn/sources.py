"""Bundles whose items stand in works: a law of its own for what is resampled."""

from dataclasses import replace

import numpy as np

from gnn.bundle import GraphBundle, Named


def with_sources(bundle: GraphBundle, number: int) -> GraphBundle:
    """The items and claims of each culture dealt to `number` works of its own."""
    culture = bundle.facets.culture
    items = {}
    for name, each in bundle.items.items():
        document = np.zeros(len(each.uid), np.int64)
        document[each.facets[0]] = culture[each.facets[1]] * number + each.facets[0] % number
        items[name] = replace(each, document=document)
    facet, column = np.nonzero(bundle.traits.known & (bundle.traits.values > 0))
    work = culture[facet] * number + bundle.traits.variable[column] % number
    traits = replace(bundle.traits, claims=np.stack([facet, column, work]).astype(np.int64))
    names = tuple(f"d{i:05}" for i in range(number * len(bundle.cultures.uid)))
    return replace(bundle, items=items, traits=traits, documents=Named(names, names))
