"""Cultures where they live, joined with their nearest."""

from collections.abc import Iterable, Mapping

from api.picture import MOST_NAMES, board, png

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees, about."""

_LETTER, _LINE, _POINT = 2.6, 5.0, 2.0  # degrees: a letter's width, a line's height, a point


def world_map(
    places: Mapping[str, Place], nearest: Iterable[tuple[str, str, float]], *, title: str
) -> bytes:
    """`places`: culture -> (latitude, longitude) in degrees; `nearest`: (culture, culture, score).

    PNG bytes. A plain grid of degrees, no borders: those are of today.
    """
    figure, axes = board(9, 5)
    crowded = len(places) > MOST_NAMES
    widest, alpha = (1.0, 0.45) if crowded else (2.5, 0.7)
    for one, other, score in nearest:
        if one in places and other in places:
            (y, x), (v, u) = places[one], places[other]
            if abs(x - u) > 180:  # the shorter way crosses the edge of the picture
                u += 360 if x > u else -360
            axes.plot([x, u], [y, v], color="#8a8f98", lw=0.5 + widest * max(score, 0), alpha=alpha)
    for y, x in places.values():
        axes.scatter([x], [y], s=8 if crowded else 26, color="#0b5c74", zorder=3)
    for name, (right, above) in {} if crowded else _sides(places).items():
        y, x = places[name]
        axes.annotate(
            name,
            (x, y),
            (4 * right, 4 * above),
            textcoords="offset points",
            fontsize=8,
            ha="left" if right > 0 else "right",
            va="bottom" if above > 0 else "top",
        )
    axes.set(xlim=(-180, 180), ylim=(-60, 80), xticks=range(-180, 181, 60), yticks=(-40, 0, 40))
    axes.grid(color="#e4e7ec")
    axes.set_xlabel("degrees east")
    axes.set_ylabel("degrees north")
    axes.set_title(title, loc="left")
    return png(figure)


def _sides(places: Mapping[str, Place]) -> dict[str, tuple[int, int]]:
    """Where each name stands beside its point (right or left, above or below): where it lies least
    on other points, and on names before it."""
    points = {name: (x - _POINT, y - _POINT, x + _POINT, y + _POINT)
              for name, (y, x) in places.items()}  # fmt: skip
    taken: list[Box] = []
    found = {}
    for name, (y, x) in sorted(places.items()):
        boxes = {
            (right, above): _box(name, (y, x), right, above)
            for above in (1, -1)
            for right in (1, -1)
        }
        others = [*taken, *(point for other, point in points.items() if other != name)]
        cost = {side: sum(_shared(box, each) for each in others) for side, box in boxes.items()}
        found[name] = min(cost, key=cost.__getitem__)
        taken.append(boxes[found[name]])
    return found


def _box(name: str, place: Place, right: int, above: int) -> Box:
    (y, x), width = place, _LETTER * len(name) + 2
    far, high = x + right * width, y + above * _LINE
    return min(x, far), min(y, high), max(x, far), max(y, high)


def _shared(one: Box, other: Box) -> float:
    """Square degrees that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
