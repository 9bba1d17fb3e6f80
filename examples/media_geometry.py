"""Points of arcs, leaves, boxes and strapwork; y points up, angles are degrees counter-clockwise from the right."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import cos, hypot, pi, sin

Point = tuple[float, float]


def arc(
    centre: Point, radius: float, start: float = 0, stop: float = 360, steps: int = 72
) -> list[Point]:
    """Points on a circle; angles in degrees, counter-clockwise from the right."""
    angles = [pi / 180 * (start + (stop - start) * k / steps) for k in range(steps + 1)]
    return [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles]


def box(centre: Point, width: float, height: float | None = None) -> list[Point]:
    """The corners of an upright rectangle (a square where no height is given)."""
    (x, y), w, h = centre, width / 2, (width if height is None else height) / 2
    return [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]


def bezier(a: Point, b: Point, c: Point, steps: int = 24) -> list[Point]:
    """Points on the quadratic curve from a to c that b pulls at."""
    ts = [k / steps for k in range(steps + 1)]
    return [
        ((1 - t) ** 2 * a[0] + 2 * t * (1 - t) * b[0] + t * t * c[0],
         (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * b[1] + t * t * c[1])
        for t in ts
    ]  # fmt: skip


def leaf(base: Point, tip: Point, width: float, bend: float = 0.0) -> list[Point]:
    """A pointed oval from base to tip; `bend` shifts its belly sideways."""
    mx, my = (base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2
    nx, ny = -(tip[1] - base[1]), tip[0] - base[0]
    left, right = bend + width, bend - width
    return bezier(base, (mx + nx * left, my + ny * left), tip) + bezier(
        tip, (mx + nx * right, my + ny * right), base
    )


def turned(points: Iterable[Point], degrees: float, about: Point = (0, 0)) -> list[Point]:
    """The points turned counter-clockwise about a point."""
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)
    moved = [(x - about[0], y - about[1]) for x, y in points]
    return [(about[0] + x * c - y * s, about[1] + x * s + y * c) for x, y in moved]


def shifted(points: Iterable[Point], dx: float, dy: float) -> list[Point]:
    """The points moved by (dx, dy)."""
    return [(x + dx, y + dy) for x, y in points]


def strapwork(corners: list[Point]) -> list[list[Point]]:
    """Hankin's rule: from the middle of each edge two rays at 54 degrees; each ends where it first meets another."""
    rays = []
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        middle, length = ((ax + bx) / 2, (ay + by) / 2), hypot(bx - ax, by - ay)
        along = ((bx - ax) / length, (by - ay) / length)
        rays += [(middle, turned([along], angle)[0]) for angle in (54, 126)]
    meets = []
    for (i, (p, u)), (j, (q, v)) in combinations(enumerate(rays), 2):
        det = u[1] * v[0] - u[0] * v[1]
        if i // 2 == j // 2 or abs(det) < 1e-9:
            continue
        dx, dy = q[0] - p[0], q[1] - p[1]
        s, t = (dy * v[0] - dx * v[1]) / det, (dy * u[0] - dx * u[1]) / det
        if s > 1e-9 and t > 1e-9:
            meets.append((round(s + t, 6), i, j, (p[0] + s * u[0], p[1] + s * u[1])))
    taken: set[int] = set()
    lines = []
    for _, i, j, point in sorted(meets):
        if not taken & {i, j}:
            taken |= {i, j}
            lines.append([rays[i][0], point, rays[j][0]])
    return lines
