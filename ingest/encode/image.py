"""Pictures as vectors without a model: colour, edges, texture and symmetry.

Each block is measured on the picture at one fixed size, centred and scaled by constants, brought
to length 1 and weighted, so that none outweighs the others. A block in which nothing shows (the
edges of a blank sheet) stays zero.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

NAME = "colour-edge-texture-1"
SIZE = 128
SIDE = 128
"""Pictures are measured at SIDE x SIDE; their proportions are a feature of their own."""
WEIGHTS = {"colour": 1.0, "edges": 1.0, "texture": 1.0, "symmetry": 0.7}

_LIGHT_BINS, _HUE_BINS, _BANDS = 8, 12, 3
_CELLS, _DIRECTIONS = 2, 9
_RADII = (1, 3)
_SCALES = (1, 2, 4, 8, 16)

Floats = NDArray[np.float64]


def encode(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A unit vector (SIZE,) of a picture: uint8, (height, width, 3), RGB, of any size."""
    from skimage.color import rgb2lab
    from skimage.transform import resize

    square = resize(pixels, (SIDE, SIDE), order=1, anti_aliasing=True)
    lab: Floats = rgb2lab(square)
    grey = lab[..., 0] / 100.0
    height, width = pixels.shape[:2]
    blocks = {
        "colour": _colour(lab),
        "edges": _edges(grey),
        "texture": _texture(grey),
        "symmetry": _symmetry(grey, float(np.log2(width / height))),
    }
    return _joined([WEIGHTS[name] * _unit(block) for name, block in blocks.items()])


def _joined(blocks: list[Floats]) -> NDArray[np.float32]:
    vector = _unit(np.concatenate(blocks))
    assert len(vector) == SIZE
    return vector.astype(np.float32)


def _unit(block: Floats) -> Floats:
    return block / max(float(np.sqrt((block * block).sum())), 1e-6)


def _histogram(values: Floats, bins: int, low: float, high: float, weights: Floats) -> Floats:
    """Square roots of the shares of `bins`, less what a flat spread would give."""
    counts, _ = np.histogram(values, bins, (low, high), weights=weights)
    spread: Floats = np.sqrt(counts / max(float(counts.sum()), 1e-9)) - np.sqrt(1 / bins)
    return spread


def _colour(lab: Floats) -> Floats:
    """(44,): lightness and hue histograms, how colourful, mean and spread of L, a, b by bands."""
    light, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    colourful = np.clip(chroma - 6.0, 0.0, None)
    share = float((colourful > 0).mean())
    hues = _histogram(hue, _HUE_BINS, -np.pi, np.pi, colourful) * np.sqrt(share)
    lights = _histogram(np.clip(light, 0, 100), _LIGHT_BINS, 0, 100, np.ones_like(light))
    bands = np.array_split(lab, _BANDS, axis=0)
    means = np.concatenate([band.mean(axis=(0, 1)) for band in bands])
    spreads = np.concatenate([band.std(axis=(0, 1)) for band in bands])
    scale = np.tile([25.0, 12.0, 12.0], _BANDS)
    centre = np.tile([60.0, 2.0, 8.0], _BANDS)
    more = [share - 0.5, float(chroma.mean()) / 20 - 0.5, float(light.std()) / 20 - 1]
    rest = [
        float(np.percentile(chroma, 95)) / 40 - 0.5,
        float((light > 90).mean()) - 0.2,
        float((light < 15).mean()) - 0.1,
    ]
    bandwise = np.concatenate([(means - centre) / scale, spreads / scale - 0.6])
    return np.concatenate([2 * lights, 2 * hues, more, rest, 0.5 * bandwise])


def _edges(grey: Floats) -> Floats:
    """(36,): how strongly edges run in each direction, in each quarter."""
    from skimage.feature import hog

    directions = hog(
        grey,
        orientations=_DIRECTIONS,
        pixels_per_cell=(SIDE // _CELLS, SIDE // _CELLS),
        cells_per_block=(_CELLS, _CELLS),
        block_norm="L2-Hys",
    )
    shares = np.sqrt(directions / max(float(directions.sum()), 1e-9))
    centred: Floats = shares - shares.mean()
    return centred if directions.any() else np.zeros_like(centred)


def _texture(grey: Floats) -> Floats:
    """(32,): local binary patterns at two radii, and contrast at scales from fine to coarse."""
    from skimage.feature import local_binary_pattern
    from skimage.filters import gaussian

    patterns = []
    levels = np.round(grey * 255).astype(np.uint8)
    for radius in _RADII:
        codes = local_binary_pattern(levels, 8, radius, "uniform")
        patterns.append(_histogram(codes, 10, -0.5, 9.5, np.ones_like(codes)))
    blurred = [grey, *(gaussian(grey, scale) for scale in _SCALES)]
    contrast = np.array([float((fine - coarse).std()) for fine, coarse in pairwise(blurred)])
    rows, columns = np.abs(np.diff(grey, axis=0)), np.abs(np.diff(grey, axis=1))
    steps = np.array([np.percentile(step, at) for step in (rows, columns) for at in (50, 75, 95)])
    balance = float(rows.mean() - columns.mean()) / max(float(rows.mean() + columns.mean()), 1e-6)
    strength = np.log(np.concatenate([contrast, steps]) + 0.01) / 1.5 + 1.8
    return np.concatenate([*patterns, 0.4 * strength, np.array([0.4 * balance])])


def _symmetry(grey: Floats, proportion: float) -> Floats:
    """(16,): likeness to its mirror images and turns at two sizes, where its mass lies."""
    likenesses = []
    for side in (16, 64):
        small = grey.reshape(side, SIDE // side, side, SIDE // side).mean(axis=(1, 3))
        turned = (small[:, ::-1], small[::-1], np.rot90(small, 2), np.rot90(small), small.T)
        likenesses += [_correlation(small, other) for other in turned]
    dark = 1.0 - grey + 1e-3
    places = np.linspace(-1.0, 1.0, SIDE)
    down, across = dark.sum(axis=1) / dark.sum(), dark.sum(axis=0) / dark.sum()
    centre = [float(down @ places), float(across @ places)]
    spread = [float(down @ places**2) - 0.33, float(across @ places**2) - 0.33]
    shape = [float(np.clip(proportion, -2, 2)), float(abs(np.clip(proportion, -2, 2)))]
    return np.array([*likenesses, *centre, *(2 * one for one in spread), *shape])


def _correlation(one: Floats, other: Floats) -> float:
    one, other = one - one.mean(), other - other.mean()
    length = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / length if length > 1e-6 else 0.0
