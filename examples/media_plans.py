"""Ground plans, in metres, of one characteristic sacred building of each of eight cultures."""

from __future__ import annotations

from itertools import product

from media_canvas import INK, Canvas
from media_geometry import Point, arc, box, leaf, turned

STONE, EARTH, WOOD, FLOOR, GREEN = "#b9ad9a", "#d8bf98", "#c79a63", "#fffdf8", "#8fa873"
FIRE, RED, BLUE, WHITE = "#d9541e", "#a8322a", "#35618e", "#ffffff"


def domes(canvas: Canvas, centres: list[Point], radius: float) -> None:
    """Small domes seen from below, with the piers between them."""
    for x, y in centres:
        canvas.ring((x, y), radius * 0.8, INK, 0.8)
        for dx, dy in product((-radius, radius), repeat=2):
            canvas.fill(box((x + dx, y + dy), radius * 0.3), INK)


def ottoman() -> Canvas:
    canvas = Canvas(126, centre=(0, -22.5))
    canvas.room((0, 0), 62, 60, 2.2, "#f7e9d2")
    canvas.room((0, -53), 62, 46, 1.6, "#e9efe9")
    across, along = [6.4 * k for k in range(-4, 5)], [-53 + 6.4 * k for k in range(-2, 3)]
    domes(canvas, [(x, y) for x in across for y in (-33.8, -72.2)], 3.2)
    domes(canvas, [(x, y) for x in (-25.6, 25.6) for y in along], 3.2)
    canvas.disc((0, 0), 13.25, "#cfe0ea", INK, 2)
    for side in (1, -1):
        canvas.fill(arc((0, side * 13.25), 13.25, 0, side * 180), "#dfeaf0", INK, 1.6)
        domes(canvas, [(side * 22, y) for y in (-22, 0, 22)], 5)
        domes(canvas, [(side * 22, y) for y in (-11, 11)], 4)
    for x, y in product((-14.5, 14.5), repeat=2):
        canvas.fill(box((x, y), 5), INK)
        canvas.disc((x / 14.5 * 32, -53 + y / 14.5 * 22), 2.6, STONE, INK)
    canvas.fill(arc((0, 28.6), 2, 180, 360), WHITE, INK)
    canvas.fill(box((0, -53), 8, 5), "#8fc0cf", INK)
    canvas.scale_bar((35, -82), 20)
    return canvas


def ojibwa() -> Canvas:
    canvas = Canvas(34, ground="#e6ecd8")
    canvas.fill(box((0, 0), 24.4, 6.1), "#efe3c6", INK, 2)
    for x in (-12.2, 12.2):
        canvas.fill(box((x, 0), 1.2, 1.2), "#efe3c6")
        canvas.line([(x, 0.6), (x * 1.12, 0.6)], INK, 2)
        canvas.line([(x, -0.6), (x * 1.12, -0.6)], INK, 2)
        for y in (-3.05, 3.05):
            canvas.disc((x * 1.08, y * 1.5), 1.3, GREEN, "#5c7a45")
    for k, y in product(range(-12, 13), (-3.05, 3.05)):
        canvas.disc((k * 1.0, y), 0.2, WOOD, INK, 0.6)
    canvas.disc((12.2 - 3.05, 0), 0.45, STONE, INK)
    canvas.fill(box((0, 0), 2.6, 1.8), BLUE, WHITE, 1.5)
    canvas.disc((-12.2 + 3.05, 0), 0.4, RED, "#3f7a44", 2)
    canvas.north((14.5, 13), 2)
    canvas.scale_bar((-15.5, -14.5), 8)
    return canvas


def maori() -> Canvas:
    canvas = Canvas(25, ground="#e3ead4")
    canvas.fill(box((0, 1.5), 8.4, 19), "#efe0bd", INK, 3)
    canvas.fill(box((0, -6.2), 8.0, 3.4), "#d9bd8b")
    canvas.line([(0, 11), (0, -8)], RED, 4)
    for k, side in product(range(9), (1, -1)):
        y = -3.4 + k * 1.7
        canvas.line([(0, y), (side * 4, y)], "#c9ab74", 1.2)
        canvas.fill(box((side * 4, y), 0.6, 0.8), RED, INK)
        canvas.fill(box((side * 4.05, y + 0.85), 0.25, 0.7), "#f1d98a", INK, 0.6)
    canvas.line([(-4.2, -4.5), (4.2, -4.5)], INK, 3)
    canvas.fill(box((-1.6, -4.5), 1.1, 0.5), "#efe0bd")
    canvas.fill(box((1.8, -4.5), 1.3, 0.25), "#9cc3cf")
    for y in (10.6, 3.2, -4.5, -8):
        canvas.disc((0, y), 0.42, RED, INK)
    canvas.fill(box((0, -8), 8.4, 0.3), WOOD, INK)
    canvas.scale_bar((-11.5, -11.5), 5)
    return canvas


def georgian() -> Canvas:
    canvas = Canvas(30)
    arms = [(-5.3, -11.8), (5.3, -11.8), (5.3, -10), (10, -10), (10, -5.3), (11.8, -5.3)]
    outline = [p for k in range(4) for p in turned(arms, 90 * k)]
    canvas.fill(outline, "#8d7a63", INK, 2)
    canvas.fill(box((0, 0), 9.6), FLOOR)
    for k in range(4):
        apse = arc((6.2, 0), 4.1, -90, 90)
        canvas.fill(turned([*apse, (3, 4.1), (3, -4.1)], 90 * k), FLOOR)
        canvas.disc(turned([(4.9, 4.9)], 90 * k)[0], 1.3, FLOOR)
        canvas.fill(turned(box((7.6, 7.6), 3.4), 90 * k), FLOOR)
        canvas.fill(turned(turned(box((5.6, 5.6), 2.4, 0.9), 45, (5.6, 5.6)), 90 * k), FLOOR)
    canvas.ring((0, 0), 4.75, BLUE, 2)
    canvas.fill(box((0, -11), 1.7, 2.2), FLOOR)
    canvas.fill(box((7.4, 0), 1.4), "#d8bf98", INK)
    canvas.north((13, 13), 1.8)
    canvas.scale_bar((-14, -13.8), 8)
    return canvas


def tibetan() -> Canvas:
    canvas = Canvas(360, ground="#e8dfc9")
    canvas.disc((0, 0), 165, "#f3ecda", "#8a4b38", 5)
    for x, y in arc((0, 0), 165, steps=108):
        canvas.disc((x, y), 2.4, WHITE, "#8a4b38", 0.6)
    for size, colour in ((84, "#ead2ae"), (62, "#c98e5b"), (40, "#a8322a"), (18, "#e0b23c")):
        canvas.fill(box((0, 0), size), colour, INK)
    canvas.fill(arc((112, 0), 20, 90, -90), WHITE, INK, 1.6)
    canvas.fill([(-20, -126), (20, -126), (12, -100), (-12, -100)], BLUE, INK, 1.6)
    canvas.disc((-115, 0), 16, RED, INK, 1.6)
    canvas.fill(box((0, 115), 30), "#d9b13b", INK, 1.6)
    for k, side in product(range(4), (-1, 1)):
        canvas.fill(turned(box((112, side * 38), 14), 90 * k), EARTH, INK)
    for angle, colour in ((-45, WHITE), (-135, RED), (135, "#2b2b2b"), (45, "#3f8a58")):
        centre = turned([(88, 0)], angle)[0]
        canvas.fill(box(centre, 26), EARTH, INK)
        canvas.disc(centre, 11, colour, INK, 1.6)
    canvas.north((160, 160), 24)
    canvas.scale_bar((-170, -170), 100)
    return canvas


def amhara() -> Canvas:
    canvas = Canvas(32, ground="#e7ead6")
    canvas.disc((0, 0), 13, "#d9c69d", "#8d7b55", 2)
    for post in arc((0, 0), 12.4, steps=28):
        canvas.disc(post, 0.35, WOOD, INK, 0.8)
    for radius, floor in ((10.6, "#f2e5c4"), (7.2, "#eed9a6")):
        canvas.disc((0, 0), radius, INK)
        canvas.disc((0, 0), radius - 0.8, floor)
        for angle in (90, 180, 270):
            canvas.fill(turned(box((radius - 0.4, 0), 1.4, 1.6), angle), floor)
    canvas.room((0, 0), 7, 7, 0.7, "#c8574a")
    canvas.fill(box((-3.15, 0), 1, 1.4), "#c8574a")
    canvas.fill(box((0, 0), 1.8), "#e0b23c", INK)
    canvas.north((13.6, 13.6), 2)
    canvas.scale_bar((-15, -14.8), 8)
    return canvas


def ashanti() -> Canvas:
    canvas = Canvas(22, ground="#e3d3b4")
    canvas.fill(box((0, 0), 16.6), "#c98a58", INK, 2)
    canvas.fill(box((0, 0), 8.4), "#e9c79c")
    for k in range(4):
        canvas.fill(turned(box((0, 6.2), 9, 3.6), 90 * k), INK)
        canvas.fill(turned(box((0, 6.2), 8.4, 3.0), 90 * k), "#f5ead3")
    for k in (1, 2, 3):
        canvas.fill(turned(box((0, 4.5), 8.2, 0.7), 90 * k), "#f5ead3")
        for x in (-2, 2):
            canvas.fill(turned(box((x, 4.5), 0.6), 90 * k), INK)
    for k in range(-9, 10):
        canvas.fill(box((k * 0.44, 4.5), 0.2, 0.7), "#f5ead3")
    canvas.fill(box((0, 6.6), 2.4, 1.2), RED, INK)
    canvas.disc((2.4, -2.2), 0.5, GREEN, INK)
    canvas.scale_bar((-10, -10), 4)
    return canvas


def persian() -> Canvas:
    canvas = Canvas(136)
    canvas.fill(box((0, 0), 112, 122), "#eadfc6", INK, 3)
    for i, j in product(range(-10, 11), range(-11, 12)):
        canvas.disc((i * 5.2, j * 5.2), 1.0, INK)
    canvas.fill(box((0, 0), 58, 66), "#dfeee9", INK, 1.5)
    for turn, reach, width in ((0, 29, 15), (90, 33, 17), (180, 29, 15), (270, 33, 12)):
        iwan = box((reach + 6.5, 0), 17, width + 5)
        canvas.fill(turned(iwan, turn), INK)
        canvas.fill(turned(box((reach + 5, 0), 15, width), turn), "#4fa3ae")
    canvas.fill(box((0, 53), 21), INK)
    canvas.fill(box((0, 53), 15), FLOOR)
    canvas.disc((0, 53), 7.4, "#cfe0ea", INK, 1.5)
    canvas.fill(box((0, 43.5), 5, 5), FLOOR)
    canvas.fill(leaf((0, 60.4), (0, 63), 0.5), WHITE, INK)
    canvas.fill(box((0, 0), 9, 9), "#8fc0cf", INK)
    canvas.scale_bar((-64, -65), 20)
    return canvas
