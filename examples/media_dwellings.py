"""Ground plans, in metres, of one characteristic dwelling of each of five cultures."""

from __future__ import annotations

from itertools import product

from media_canvas import INK, Canvas
from media_geometry import Point, arc, box, shifted, turned

STONE, EARTH, WOOD, FLOOR, GREEN = "#b9ad9a", "#d8bf98", "#c79a63", "#fffdf8", "#8fa873"
FIRE, RED, BLUE, WHITE = "#d9541e", "#a8322a", "#35618e", "#ffffff"


def tatami(canvas: Canvas, corner: Point) -> None:
    """Eight mats of 1 x 1/2 ken on 2 x 2 ken, laid so that no four corners meet."""
    wide = [(0, 0), (2, 0), (1, 1), (1, 2), (0, 3), (2, 3)]
    tall = [(0, 1), (3, 1)]
    for (i, j), (w, h) in [(m, (2, 1)) for m in wide] + [(m, (1, 2)) for m in tall]:
        centre = corner[0] + (i + w / 2) * 0.91, corner[1] + (j + h / 2) * 0.91
        canvas.fill(box(centre, w * 0.91, h * 0.91), "#c9cf94", "#4c5a35", 1.4)


def japanese() -> Canvas:
    canvas = Canvas(14.5, centre=(0.4, -0.2))
    canvas.fill(box((-3.64, 0), 3.64, 7.28), EARTH)
    canvas.fill(box((1.82, 0), 7.28, 7.28), "#dcb67f")
    for k in range(1, 12):
        canvas.line([(-1.82, -3.64 + k * 0.607), (1.82, -3.64 + k * 0.607)], "#b88d55", 0.8)
    tatami(canvas, (1.82, -3.64))
    tatami(canvas, (1.82, 0))
    canvas.fill(box((1.82, -4.1), 7.28, 0.91), WOOD, INK)
    canvas.fill(box((4.55, 4.0), 1.82, 0.7), "#efe6d2", INK)
    canvas.fill(box((0, -1.82), 0.9), STONE, INK, 2)
    canvas.disc((0, -1.82), 0.25, FIRE)
    for y in (1.4, 2.4):
        canvas.disc((-4.6, y), 0.42, STONE, INK, 2)
    for x, y in product((-5.46, -3.64, -1.82, 0, 1.82, 3.64, 5.46), (-3.64, 0, 3.64)):
        if x >= -1.82 or y:
            canvas.fill(box((x, y), 0.28), INK)
    canvas.line([(-5.46, -3.64), (-5.46, 3.64), (5.46, 3.64), (5.46, -3.64)], INK, 2.5)
    canvas.line([(-5.46, -3.64), (-4.2, -3.64)], INK, 2.5)
    canvas.scale_bar((-6, -6.4), 3.64)
    return canvas


def inca() -> Canvas:
    canvas = Canvas(46, centre=(0, -4), ground="#e7e3d4")
    canvas.room((0, 2), 40, 30, 0.9, "#d5cfae")
    for side in (1, -1):
        for centre, size in (((0, 2 + side * 10.5), (20, 6)), ((side * 15, 2), (6, 14))):
            canvas.room(centre, *size, 0.8, "#f3ead2")
        canvas.fill(box((0, 2 + side * 7.9), 1.8, 1), "#f3ead2")
        canvas.fill(box((side * 12.4, 2), 1, 1.8), "#f3ead2")
        for k in range(-3, 4):
            canvas.fill(box((k * 2.6, 2 + side * 12.8), 0.9, 0.5), "#f3ead2")
    canvas.fill(box((0, -12.6), 2, 1.4), "#d5cfae")
    canvas.fill(box((0, -21), 42, 6.5), STONE, INK)
    for k in range(-3, 4):
        niche = [(-1.6, -23), (1.6, -23), (1.15, -18.9), (-1.15, -18.9)]
        canvas.fill(shifted(niche, k * 5.6, 0), "#4a4038", INK)
    canvas.scale_bar((-21, -15.6), 10)
    return canvas


def sami() -> Canvas:
    canvas = Canvas(8, ground="#eef1ea")
    canvas.disc((0, 0), 3.1, "#7f8f5b", "#56653a", 2)
    canvas.disc((0, 0), 2.6, "#cdbb8e", INK, 1.5)
    for foot in arc((0, 0), 2.6, steps=30):
        canvas.disc(foot, 0.08, WOOD, INK, 0.6)
    canvas.fill(box((0, -2.8), 0.9, 0.9), "#eef1ea")
    for side in (1, -1):
        canvas.line([(side * 0.4, -2.6), (side * 0.42, 2.2)], "#7b5a35", 3)
        canvas.line([(side * x, y) for x, y in arc((3.2, 0), 2.75, 143, 217)], "#8d5a2b", 4)
        for k in range(5):
            canvas.line(
                [
                    (side * (0.6 + k * 0.4), -1.4 + k * 0.15),
                    (side * (0.75 + k * 0.4), 1.4 - k * 0.15),
                ],
                GREEN,
            )
    for x, y in arc((0, 0), 1, steps=12):
        canvas.disc((x * 0.4, y * 0.6), 0.12, STONE, INK, 0.8)
    canvas.disc((0, 0), 0.22, FIRE)
    canvas.line([(-0.42, 1.3), (0.42, 1.3)], "#7b5a35", 3)
    canvas.scale_bar((-3.7, -3.7), 2)
    return canvas


def mongol() -> Canvas:
    canvas = Canvas(8.4, ground="#dfe8d2")
    canvas.disc((0, 0), 3.15, WHITE, INK, 2)
    canvas.disc((0, 0), 2.95, "#e9d9b8", "#b5642d", 3)
    for x, y in arc((0, 0), 1, steps=60):
        canvas.line([(x * 0.75, y * 0.75), (x * 2.9, y * 2.9)], "#c7925a", 0.6)
    canvas.disc((0, 0), 0.72, "#f8f2e2", "#b5642d", 3)
    for angle in (0, 45, 90, 135):
        canvas.line(turned([(-0.72, 0), (0.72, 0)], angle), "#b5642d", 1)
    canvas.fill(box((0, 0), 0.5), FIRE, INK)
    for x in (-0.95, 0.95):
        canvas.disc((x, 0), 0.11, INK)
    canvas.fill(box((0, -3.02), 1, 0.5), "#dfe8d2")
    canvas.fill(box((0, -2.98), 0.95, 0.18), "#d07a2a", INK)
    canvas.fill(box((0, 2.3), 1.2, 0.5), "#d07a2a", INK)
    for side in (1, -1):
        canvas.fill(
            turned(box((side * 2.2, 0.2), 0.75, 1.7), side * 6), BLUE if side < 0 else RED, INK
        )
    canvas.north((3.6, 3.5), 0.6)
    canvas.scale_bar((-3.9, -3.9), 2)
    return canvas


def longhouse(canvas: Canvas, centre: Point, scale: float, bays: int, end: float) -> None:
    """A strip of a longhouse: `bays` hearths 6.5 m apart, platforms along both walls, a store at each end."""
    x0, y0 = centre
    length = bays * 6.5 + 2 * end
    canvas.fill(box(centre, length * scale, 7 * scale), "#e6d2a6", INK, 2)
    for k in range(bays):
        x = x0 + (k - (bays - 1) / 2) * 6.5 * scale
        canvas.disc((x, y0), 0.55 * scale, FIRE, INK)
        for side in (1, -1):
            canvas.fill(box((x, y0 + side * 2.6 * scale), 5.6 * scale, 1.6 * scale), WOOD, INK, 0.8)
    for k, side in product(range(int(length / 1.625) + 1), (1, -1)):
        canvas.disc(
            (x0 - length * scale / 2 + k * 1.625 * scale, y0 + side * 3.5 * scale),
            0.16 * scale,
            INK,
        )


def haudenosaunee() -> Canvas:
    canvas = Canvas(66, ground="#e4ebda")
    longhouse(canvas, (0, 16), 1, 8, 4)
    for side in (1, -1):
        canvas.line([(side * 26, 13), (side * 26, 15)], INK, 2)
        canvas.line([(side * 26, 17), (side * 26, 19)], INK, 2)
        canvas.fill(box((side * 30, 16), 1.2, 1.6), "#e6d2a6")
    longhouse(canvas, (0, -12), 3.4, 2, 1.5)
    for side in (1, -1):
        canvas.line([(side * 6, 12), (side * 27, 1)], "#8a8a7a", 0.8)
    canvas.scale_bar((-30, 26), 20)
    return canvas
