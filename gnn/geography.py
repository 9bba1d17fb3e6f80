"""Where cultures live: distances along great circles."""

import numpy as np
import numpy.typing as npt

from gnn.bundle import Cultures

_RADIUS = 6_371.0


def distances(cultures: Cultures) -> npt.NDArray[np.float64]:
    """(C, C) km; NaN where a place is not known."""
    latitude = np.radians(cultures.latitude.astype(np.float64))
    longitude = np.radians(cultures.longitude.astype(np.float64))
    across = np.cos(latitude) * np.cos(latitude)[:, None]
    half = np.sin((latitude - latitude[:, None]) / 2) ** 2
    half = half + across * np.sin((longitude - longitude[:, None]) / 2) ** 2
    km: npt.NDArray[np.float64] = 2 * _RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return km
