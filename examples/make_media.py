"""Draw the pictures and synthesise the sounds of the example corpus, and list them in its manifest.

    python examples/make_media.py [--out examples]

Nothing is read but the manifest, nothing is fetched; the same versions of the libraries write the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from json import dumps
from pathlib import Path

import media_synth
from media_canvas import Canvas
from media_item import Item
from media_pictures import ORNAMENTS, PLANS
from media_sounds import SOUNDS
from media_synth import Signal

BEGIN, END = "  # media: written by make_media.py\n", "  # end of media\n"


def rule(path: str, theme: str, item: Item[Canvas] | Item[Signal]) -> str:
    """The manifest's entry for one file, under a comment with its fact and reference."""
    entry = f"match: {dumps(path)}, culture: {item.culture}, theme: {theme}, year: {item.year}"
    title = dumps(item.title, ensure_ascii=False)
    return f"  # {item.fact} {item.reference}\n  - {{{entry}, title: {title}}}\n"


def write_pictures(out: Path) -> Iterator[str]:
    """Save every picture and yield its entry."""
    for theme, items in (("architecture", PLANS), ("art", ORNAMENTS)):
        for item in items:
            item.make().save(out / "images" / f"{item.name}.png")
            yield rule(f"images/{item.name}.png", theme, item)


def write_sounds(out: Path) -> Iterator[str]:
    """Save every sound and yield its entry."""
    for item in SOUNDS:
        media_synth.save(item.make(), out / "sounds" / f"{item.name}.mp3")
        yield rule(f"sounds/{item.name}.mp3", "music", item)


def update_manifest(path: Path, entries: list[str]) -> None:
    """Replace what stands between the two marks of the manifest; the rest is kept as it is."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(
            f"{path}: expected the lines {BEGIN.strip()!r} and {END.strip()!r}; add them under `files:`"
        )
    path.write_text(before + BEGIN + "".join(entries) + END + after, encoding="utf-8")


def main() -> None:
    """Write images/, sounds/ and the manifest's entries."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = parser.parse_args().out
    for folder in ("images", "sounds"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    entries = [*write_pictures(out), *write_sounds(out)]
    if (out / "umran.yaml").exists():
        update_manifest(out / "umran.yaml", entries)
    print(f"{len(entries)} files in {out}")


if __name__ == "__main__":
    main()
