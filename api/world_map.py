"""Cultures where they live, joined with their nearest."""

from collections.abc import Iterable, Mapping

from api.picture import board, png

Place = tuple[float, float]


def world_map(
    places: Mapping[str, Place], nearest: Iterable[tuple[str, str, float]], *, title: str
) -> bytes:
    """`places`: culture -> (latitude, longitude) in degrees; `nearest`: (culture, culture, score).

    PNG bytes. A plain grid of degrees, no borders: those are of today.
    """
    figure, axes = board(9, 5)
    for one, other, score in nearest:
        if one in places and other in places:
            (y, x), (v, u) = places[one], places[other]
            if abs(x - u) > 180:  # the shorter way crosses the edge of the picture
                u += 360 if x > u else -360
            axes.plot([x, u], [y, v], color="#8a8f98", lw=0.5 + 2.5 * max(score, 0), alpha=0.7)
    for name, (y, x) in sorted(places.items()):
        axes.scatter([x], [y], s=26, color="#0b5c74", zorder=3)
        axes.annotate(name, (x, y), xytext=(4, 4), textcoords="offset points", fontsize=8)
    axes.set(xlim=(-180, 180), ylim=(-60, 80), xticks=range(-180, 181, 60), yticks=(-40, 0, 40))
    axes.grid(color="#e4e7ec")
    axes.set_xlabel("degrees east")
    axes.set_ylabel("degrees north")
    axes.set_title(title, loc="left")
    return png(figure)
