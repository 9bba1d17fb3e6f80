"""Drawn and carved ornaments of eight cultures, each built by the rule that its makers use: folds, tilings, strands."""

from __future__ import annotations

from itertools import product
from math import atan2, cos, pi, sin, tan

from media_canvas import INK, Canvas
from media_dyes import BLACK, BLUE, GREEN, RED, WHITE, YELLOW
from media_geometry import Point, arc, bezier, box, leaf, shifted, strapwork, turned


def tulip(canvas: Canvas, x: float, y: float) -> None:
    """An Iznik tulip of three petals on a stem, between two serrated saz leaves."""
    for side in (1, -1):
        canvas.fill(
            leaf((x, y - 1.5), (x + side * 0.95, y + 0.1), 0.2, -side * 0.3), BLUE, BLACK, 1
        )
        canvas.fill(
            leaf((x, y - 0.5), (x + side * 0.55, y + 1.1), 0.35, -side * 0.25), RED, BLACK, 1
        )
    canvas.line([(x, y - 1.6), (x, y - 0.4)], GREEN, 2.5)
    canvas.fill(leaf((x, y - 0.5), (x, y + 1.3), 0.3), "#c9413f", BLACK, 1)
    canvas.fill(leaf((x, y - 0.3), (x, y + 0.6), 0.2), WHITE)


def ottoman() -> Canvas:
    canvas = Canvas(10, ground=WHITE)
    for column, row in product(range(-2, 3), range(-2, 3)):
        x, y = column * 2.5, row * 5 + (column % 2) * 2.5
        for side in (1, -1):
            lower = bezier((x, y - 2.5), (x + side * 0.1, y - 1.3), (x + side * 1.25, y))
            upper = bezier((x + side * 1.25, y), (x + side * 0.1, y + 1.3), (x, y + 2.5))
            canvas.line(lower + upper, BLUE, 7)
            canvas.line(lower + upper, "#4fb3b0", 3)
    for column, row in product(range(-2, 3), range(-2, 3)):
        x, y = column * 2.5, row * 5 + (column % 2) * 2.5
        canvas.disc((x, y + 2.5), 0.42, BLUE, BLACK, 1)
        for petal in arc((x, y + 2.5), 0.25, steps=6):
            canvas.disc(petal, 0.13, WHITE)
        canvas.disc((x, y + 2.5), 0.12, RED)
        tulip(canvas, x, y * 1.0)
    return canvas


def ojibwa() -> Canvas:
    """Bitten birchbark: the tooth marks of one eighth of the sheet, unfolded."""
    canvas = Canvas(10, ground="#dcb98a")
    marks = [
        (r, 22.5 + 17 * sin(pi * (r - 1.2) / 3.1)) for r in (1.2 + 0.17 * k for k in range(19))
    ]
    marks += [(4.2 - 0.35 * abs(k) ** 0.8, 22.5 + 2.6 * k) for k in range(-8, 9)]
    marks += [(0.5, a) for a in (0, 22.5)] + [(0.85, a) for a in (8, 37)]
    marks += [(2.2 + 0.14 * k, 1.5 + 0.6 * k) for k in range(11)] + [
        (1.7 + 0.18 * k, 44) for k in range(9)
    ]
    for (radius, angle), octant, side in product(marks, range(4), (1, -1)):
        for mirror in (angle, 90 - angle):
            x, y = turned([(radius, 0)], 90 * octant + side * mirror)[0]
            canvas.fill(turned(box((x, y), 0.15, 0.1), 45, (x, y)), "#5b3517")
    canvas.line(box((0, 0), 9.5), "#8a5a2c", 2, closed=True)
    return canvas


def japanese() -> Canvas:
    """Seigaiha: rows of four concentric circles, each row half a step on and hiding half of the row behind."""
    canvas = Canvas(8, ground=BLUE)
    for row in range(18, -3, -1):
        for column in range(-6, 7):
            centre = (column + (row % 2) / 2) * 2, -4.5 + row * 0.5
            for radius, colour in (
                (1, BLUE),
                (0.92, WHITE),
                (0.74, BLUE),
                (0.56, WHITE),
                (0.38, BLUE),
                (0.2, WHITE),
            ):
                canvas.disc(centre, radius, colour)
    return canvas


def mongol() -> Canvas:
    """Alkhan khee: one line makes hammers that point up and, in the gaps, the same hammers that point down."""
    canvas = Canvas(24, ground=BLUE)
    hammer = [(-2, 0), (2, 0), (2, 2), (1, 2), (1, 4), (5, 4), (5, 2), (4, 2), (4, 0)]
    for row, (ink, ground) in enumerate(((YELLOW, RED), (WHITE, BLUE), (YELLOW, RED))):
        y = 6.0 - 8 * row
        canvas.fill(box((0, y + 2), 24, 7), ground)
        for k in range(-3, 3):
            canvas.line(shifted(hammer, 6 * k, y), ink, 8)
        for edge in (-1.6, 5.6):
            canvas.line([(-12, y + edge), (12, y + edge)], ink, 3)
    return canvas


def koru(canvas: Canvas, bend: Point, side: int) -> None:
    """A stem that leaves the crest of the wave, curls inwards and ends in a bulb."""
    for k in range(80):
        t = k / 79
        radius, angle = 1.4 * (1 - 0.75 * t), pi / 2 * side * (1 - 4.2 * t)
        place = bend[0] + radius * cos(angle), bend[1] + side * 1.3 + radius * sin(angle)
        canvas.disc(place, 0.2 + 0.35 * t**4, WHITE)


def maori() -> Canvas:
    """Kowhaiwhai on a rafter: a wave, and in each bend a koru; each is the last one shifted and flipped."""
    canvas = Canvas(20, ground=BLACK)
    for y in (-6.6, 0, 6.6):
        wave = [(-10 + k * 0.1, y + 2.9 * sin(pi * (-10 + k * 0.1) / 5)) for k in range(201)]
        canvas.fill([*wave, (10, y + 3.1), (-10, y + 3.1)], RED)
        canvas.line(wave, WHITE, 8)
        for k in range(-2, 2):
            koru(canvas, (k * 5 + 2.5, y), -1 if k % 2 else 1)
    for y in (-9.9, -3.3, 3.3, 9.9):
        canvas.fill(box((0, y), 20, 0.3), WHITE)
    return canvas


def georgian() -> Canvas:
    """A plait of three strands round a Bolnisi cross: strands at sin t, their depths at sin 2t."""
    canvas = Canvas(20, ground="#d9c7a3")
    pieces = []
    for strand, k in product(range(3), range(360)):
        t = 2 * pi * (k / 360 * 8 + strand / 3)
        path = [
            turned([(7.8 + 1.25 * sin(t + d * pi / 22.5), 0)], k + d)[0]
            for d in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)
        ]
        pieces.append((cos(t) * sin(t), path))
    canvas.disc((0, 0), 9.6, "#8f6f47", INK, 2)
    for _, path in sorted(pieces):
        canvas.line(path[2:4], INK, 15)
        canvas.line(path, "#f0e2c0", 11)
    canvas.disc((0, 0), 5.9, "#8f6f47", INK, 2)
    arm = [
        (0.5, 0.5),
        *bezier((0.9, 0.7), (2.6, 0.9), (4.8, 2.6)),
        *bezier((4.8, -2.6), (2.6, -0.9), (0.9, -0.7)),
    ]
    for k in range(4):
        canvas.fill(turned([*arm, (0.5, -0.5)], 90 * k), "#f0e2c0")
    return canvas


def tibetan() -> Canvas:
    """The endless knot: one closed line on three by three threads, over and under in turn."""
    canvas = Canvas(9.4, ground="#7d1f2c")
    loops: list[list[Point]] = [
        [(-1, -1.5), (-1, -2), (0, -2), (0, -1.5)],
        [(1.5, 0), (2, 0), (2, 1), (1.5, 1)],
    ]
    loops += [[(1, -1.5), (1, -2), (2, -2), (2, -1), (1.5, -1)]]
    loops += [turned(loop, 180) for loop in loops]
    threads: list[list[Point]] = [[(-1.6, y), (1.6, y)] for y in (-1, 0, 1)]
    threads += [[(x, -1.6), (x, 1.6)] for x in (-1, 0, 1)]
    crossings = [
        [(x - 0.5, float(y)), (x + 0.5, float(y))]
        if (x + y) % 2 == 0
        else [(float(x), y - 0.5), (float(x), y + 0.5)]
        for x, y in product((-1, 0, 1), repeat=2)
    ]
    for group in ([*loops, *threads], *([piece] for piece in crossings)):
        for (colour, width), path in product(((BLACK, 25), (YELLOW, 19), ("#f6dc86", 6)), group):
            canvas.line(turned([(x * 1.5, y * 1.5) for x, y in path], 45), colour, width)
    return canvas


def persian() -> Canvas:
    """Girih: decagons edge to edge with bowties in the gaps, and Hankin's straps through the edge middles."""
    canvas = Canvas(8.2, ground="#1f5f8b")
    side, radius = 1 / tan(pi / 10), 0.5 / sin(pi / 10)
    slant = turned([(side, 0)], 72)[0]
    decagon = arc((0, 0), radius, 18, 378, 10)[:-1]
    corners = ((0, 0, 18), (1, 0, 126), (1, 1, 234), (1, 1, 198), (0, 1, -54), (0, 0, 54))
    bowtie = [
        shifted(arc((0, 0), radius, a, a), side * i + slant[0] * j, slant[1] * j)[0]
        for i, j, a in corners
    ]
    stars, ties = strapwork(decagon), strapwork(bowtie)
    outline = sorted(
        {(round(x, 6), round(y, 6)) for path in stars for x, y in path},
        key=lambda p: atan2(p[1], p[0]),
    )
    places = [(side * i + slant[0] * j, slant[1] * j) for i, j in product(range(-3, 4), repeat=2)]
    for dx, dy in places:
        canvas.fill(shifted(outline, dx, dy), "#2fa7a3")
        for k in range(10):
            canvas.fill(
                shifted(leaf((0, 0), turned([(0.75, 0)], 36 * k)[0], 0.28), dx, dy),
                "#f1d27a",
                "#1f5f8b",
                1,
            )
    for (colour, width), (dx, dy), path in product(
        (("#12324a", 6), (WHITE, 3.5)), places, stars + ties
    ):
        canvas.line(shifted(path, dx, dy), colour, width)
    return canvas
