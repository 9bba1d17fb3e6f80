"""Woven ornaments of five cultures, built as they are made: by threads, strips and beads."""

from __future__ import annotations

from itertools import product

from media_canvas import Canvas
from media_dyes import BLACK, BLUE, GREEN, RED, WHITE, YELLOW
from media_geometry import Point, box


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
