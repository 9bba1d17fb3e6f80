"""Ornaments of thirteen cultures, each built by the rule that its makers use: folds, threads, tilings, strands."""

from __future__ import annotations

from itertools import product
from math import atan2, cos, pi, sin, tan

from media_canvas import INK, Canvas
from media_geometry import Point, arc, bezier, box, leaf, shifted, strapwork, turned

WHITE, RED, BLUE, YELLOW, GREEN, BLACK = (
    "#fbf8f0",
    "#b3282d",
    "#23508f",
    "#e5b52f",
    "#2f7d4f",
    "#231f20",
)


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


def tocapu(canvas: Canvas, centre: Point, kind: int, ink: str) -> None:
    """One of six square devices, two units wide."""
    x, y = centre
    if kind == 0:
        for k, colour in ((1.5, ink), (1.0, WHITE), (0.5, ink)):
            canvas.fill(box(centre, k), colour)
    elif kind == 1:
        canvas.fill(
            [(x - 0.8, y - 0.8), (x - 0.4, y - 0.8), (x + 0.8, y + 0.4), (x + 0.8, y + 0.8)], ink
        )
        canvas.fill(
            [(x - 0.8, y - 0.8), (x - 0.8, y - 0.4), (x + 0.4, y + 0.8), (x + 0.8, y + 0.8)], ink
        )
        for side in (1, -1):
            canvas.fill(box((x - side * 0.5, y + side * 0.5), 0.5), ink)
    elif kind == 2:
        for i, j in product(range(4), repeat=2):
            canvas.fill(
                box((x - 0.6 + i * 0.4, y - 0.6 + j * 0.4), 0.4), ink if (i + j) % 2 else WHITE
            )
    elif kind == 3:
        for k in range(4):
            canvas.fill(box(centre, 1.7 - 0.4 * k, 0.5 + 0.4 * k), ink)
        canvas.fill(box(centre, 0.5), YELLOW)
    elif kind == 4:
        for dx, dy in product((-0.42, 0.42), repeat=2):
            canvas.fill(box((x + dx, y + dy), 0.7), ink if dx * dy > 0 else WHITE)
    else:
        for k in range(3):
            canvas.fill(box((x, y - 0.6 + 0.6 * k), 1.6, 0.3), ink)
        canvas.fill(box(centre, 0.3, 1.5), ink)


def inca() -> Canvas:
    canvas = Canvas(12.4, ground=BLACK)
    grounds, inks = (RED, YELLOW, "#efe3c4", "#5b2a4a"), (BLACK, "#7a1f2b", GREEN, YELLOW)
    for i, j in product(range(6), repeat=2):
        centre, k = (2 * i - 5.0, 2 * j - 5.0), (i * 5 + j * 7) % 6
        canvas.fill(box(centre, 1.88), grounds[(i + j) % 4])
        tocapu(canvas, centre, k, inks[(i + j) % 4])
    return canvas


def sami() -> Canvas:
    """A heddle-woven band: white ground, diamonds and zigzags by whole threads, mirrored about the middle."""
    canvas = Canvas(60, ground=RED)

    def colour(i: int, j: int) -> str:
        near, far = abs(i % 12 - 6), abs(j - 14)
        if far > 12 or far in (6, 7):
            return BLUE if far in (6, 13) else YELLOW
        if far < 6:
            return {0: YELLOW, 1: GREEN}.get(
                near + far - 3 if near + far >= 3 else 1 - (near + far) % 2, RED
            )
        return YELLOW if (near + far) % 6 in (0, 1) else BLUE if (near + far) % 6 == 3 else RED

    canvas.cells(60, 29, colour)
    for y in (-26, -20, 20, 26):
        canvas.fill(box((0, y), 60, 2), BLUE)
        canvas.fill(box((0, y), 60, 0.8), YELLOW)
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


def amhara() -> Canvas:
    """Tibeb: a border of coloured weft on white cotton, every motif a whole number of threads."""
    canvas = Canvas(72, ground=WHITE)

    def colour(i: int, j: int) -> str:
        near, far = abs(i % 18 - 9), abs(j - 18)
        if far in (12, 17):
            return YELLOW
        if far > 12:
            return GREEN if (i + j) % 4 < 2 else RED
        cross = (near < 2 and far < 8) or (far < 2 and near < 6) or (near < 4 and 5 < far < 8)
        ring = 9 <= near + far <= 10
        return "#1f3a6e" if cross else YELLOW if ring else RED if near + far > 12 else WHITE

    canvas.cells(72, 37, colour)
    for y in (-30, -24, 24, 30):
        canvas.fill(box((0, y), 72, 1.2), YELLOW if abs(y) > 25 else RED)
    return canvas


def ashanti() -> Canvas:
    """Kente: narrow strips, sewn edge to edge, in which blocks of weft colour alternate with striped warp."""
    canvas = Canvas(16, ground=YELLOW)
    for strip, block in product(range(8), range(8)):
        x, y = strip * 2 - 7.0, block * 2 - 7.0
        if (strip + block) % 2:
            for k, colour in enumerate(
                (GREEN, YELLOW, RED, YELLOW, BLACK, YELLOW, RED, YELLOW, GREEN)
            ):
                canvas.fill(box((x + (k - 4) * 0.222, y), 0.23, 2), colour)
            continue
        for k in range(10):
            height = (RED, BLACK, YELLOW, GREEN, YELLOW, YELLOW, GREEN, YELLOW, BLACK, RED)[k]
            canvas.fill(box((x, y + (k - 4.5) * 0.2), 2, 0.21), height)
        for side in (1, -1) if (strip // 2 + block) % 2 else ():
            canvas.fill([(x, y), (x + side, y + 0.8), (x + side, y - 0.8)], BLACK)
    for strip in range(9):
        canvas.line([(strip * 2 - 8, -8), (strip * 2 - 8, 8)], BLACK, 1)
    return canvas


def haudenosaunee() -> Canvas:
    """The Hiawatha belt on its own grid of 173 by 38 beads: four open squares joined to a tree."""
    canvas = Canvas(180, ground="#cbbb9c")

    def colour(i: int, j: int) -> str:
        across, up = abs(i - 86), j - 18
        square = any(abs(across - c) <= 13 and abs(up) <= 8 for c in (35, 66))
        inside = any(abs(across - c) <= 9 and abs(up) <= 6 for c in (35, 66))
        tree = up >= -8 and across <= 12 - (up + 8) * 0.72
        trunk = -12 <= up < -8 and across <= 2
        path = abs(up) <= 1 and not square and across > 10
        return "#f4efe2" if tree or trunk or path or (square and not inside) else "#44285c"

    canvas.cells(173, 38, colour, cell=(1, 2.2))
    for k in range(174):
        canvas.line([(k - 86.5, -41.8), (k - 86.5, 41.8)], "#6d5a7c", 0.25)
    for k in range(39):
        canvas.line([(-86.5, (k - 19) * 2.2), (86.5, (k - 19) * 2.2)], "#6d5a7c", 0.25)
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
