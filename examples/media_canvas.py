"""A drawing board in real units: x to the right, y up, drawn at four times the size and scaled down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

from media_geometry import Point, arc, box, shifted, turned
from PIL import Image, ImageDraw

SIZE = 360  # pixels, both ways
OVERSAMPLE = 4
COLOURS = 40
INK, PAPER = "#3a312a", "#f5f0e6"


class Canvas:
    """A square sheet that shows `span` units about `centre`."""

    def __init__(self, span: float, *, centre: Point = (0, 0), ground: str = PAPER) -> None:
        self.span, self.centre = span, centre
        self.image = Image.new("RGB", (SIZE * OVERSAMPLE, SIZE * OVERSAMPLE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def at(self, point: Point) -> Point:
        """The pixel of a point."""
        scale = SIZE * OVERSAMPLE / self.span
        x, y = point[0] - self.centre[0], point[1] - self.centre[1]
        return (x + self.span / 2) * scale, (self.span / 2 - y) * scale

    def line(
        self,
        points: Sequence[Point],
        colour: str = INK,
        width: float = 1.2,
        *,
        closed: bool = False,
    ) -> None:
        """A polyline; the width is in final pixels."""
        pixels = (
            [self.at(p) for p in (*points, *points[:2])] if closed else [self.at(p) for p in points]
        )
        self.pen.line(pixels, colour, round(width * OVERSAMPLE), joint="curve")

    def fill(
        self, points: Sequence[Point], colour: str, edge: str | None = None, width: float = 1.2
    ) -> None:
        """A filled polygon, with an edge where its colour is given."""
        self.pen.polygon([self.at(p) for p in points], fill=colour)
        if edge:
            self.line(points, edge, width, closed=True)

    def disc(
        self, centre: Point, radius: float, colour: str, edge: str | None = None, width: float = 1.2
    ) -> None:
        """A filled circle."""
        self.fill(arc(centre, radius), colour, edge, width)

    def ring(self, centre: Point, radius: float, colour: str = INK, width: float = 1.2) -> None:
        """A circle's outline."""
        self.line(arc(centre, radius), colour, width, closed=True)

    def room(
        self, centre: Point, width: float, height: float, wall: float, floor: str = "#fffdf8"
    ) -> None:
        """A rectangular room: outer measures, wall thickness, floor colour."""
        self.fill(box(centre, width, height), INK)
        self.fill(box(centre, width - 2 * wall, height - 2 * wall), floor)

    def cells(
        self, columns: int, rows: int, colour: Callable[[int, int], str], *, cell: Point = (1, 1)
    ) -> None:
        """A woven field about the origin: one colour per (column, row), row 0 at the bottom."""
        w, h = cell
        for i, j in product(range(columns), range(rows)):
            self.fill(
                box(((i + 0.5 - columns / 2) * w, (j + 0.5 - rows / 2) * h), w, h), colour(i, j)
            )

    def north(self, place: Point, size: float, towards: float = 90) -> None:
        """A north arrow; `towards` is the angle of north on the sheet."""
        arrow = [(-0.35, -0.5), (0.0, 0.6), (0.35, -0.5), (0.0, -0.2)]
        self.fill(
            shifted(turned([(x * size, y * size) for x, y in arrow], towards - 90), *place), INK
        )

    def scale_bar(self, left: Point, metres: float) -> None:
        """A bar of four alternate parts, `metres` long in all."""
        x, y = left
        for k in range(4):
            part = box((x + metres * (k + 0.5) / 4, y), metres / 4, self.span / 80)
            self.fill(part, INK if k % 2 == 0 else "#ffffff", INK, 0.8)

    def save(self, path: Path) -> None:
        """Write a small PNG with few colours."""
        small = self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        flat = small.quantize(
            COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
        )
        flat.save(path, optimize=True)
