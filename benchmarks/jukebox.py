"""The Global Jukebox as a bundle: songs behind societies, social factors as coded traits.

Societies that one archival row speaks of are one unit, or the same traits would stand on both
sides of a fold. Families that share a unit are one family. Lines of cantometrics are 1 to 13 points
over 13: a line that stands as 0 was not coded, and a song with no other is none.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks.tables import tabled
from gnn.bundle import Bools, Cultures, Floats, GraphBundle, Items, Names, Traits

FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "global_jukebox"
_MISSING = ("", "111", "NA")
_RARE = 2  # units that a code needs
_Row = dict[str, str]


def bundle(folder: Path = FOLDER) -> GraphBundle:
    """Facets (all themes, all periods), one a unit, in the order of the least society_id."""
    societies, songs, factors = (
        _rows(folder / f"{name}.csv")
        for name in ("societies", "cantometrics_songs", "social_factors")
    )
    known = {row["society_id"] for row in societies}
    unit = _units(factors)
    heard = [song for song in songs if song["society_id"] in known]
    coded = [row for row in factors if row["society_id"] in known]
    names = tuple(sorted({unit(row["society_id"]) for row in [*heard, *coded]}))
    place = {name: i for i, name in enumerate(names)}
    where = [place[unit(song["society_id"])] for song in heard]
    return tabled(
        "global jukebox",
        _cultures(_members(names, folder), names),
        {"audio": _items(heard, where)},
        _traits(coded, [place[unit(row["society_id"])] for row in coded], len(names)),
    )


def _rows(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Joined:
    """Union-find: the representative of what was joined."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.parent: dict[str, str] = {}
        for one, other in pairs:
            a, b = self(one), self(other)
            self.parent[max(a, b)] = min(a, b)

    def __call__(self, name: str) -> str:
        while (above := self.parent.setdefault(name, name)) != name:
            name = above
        return name


def _cultures(members: list[list[_Row]], names: Names) -> Cultures:
    family = Joined(
        (rows[0]["FamilyLevGlottocode"], row["FamilyLevGlottocode"])
        for rows in members
        for row in rows
        if row["FamilyLevGlottocode"] and rows[0]["FamilyLevGlottocode"]
    )
    first = [rows[0] for rows in members]

    def degrees(name: str) -> Floats:
        return np.array([float(row[name].strip() or "nan") for row in first], np.float32)

    return Cultures(
        names,
        tuple(row["society"] for row in first),
        tuple(row["Region"] for row in first),
        tuple(family(row["FamilyLevGlottocode"]) for row in first),
        degrees("Society_latitude"),
        degrees("Society_longitude"),
    )


def _items(songs: list[_Row], where: list[int]) -> Items:
    lines = [name for name in songs[0] if name.startswith("line_")]
    vectors = np.array([[float(song[name]) for name in lines] for song in songs], np.float32)
    vectors[vectors == 0] = np.nan
    coded = np.flatnonzero(~np.isnan(vectors).all(1))
    order = coded[np.argsort(np.array(where)[coded], kind="stable")]
    index = np.stack([np.arange(len(order)), np.array(where)[order]]).astype(np.int64)
    uids = tuple(songs[i]["song_id"] for i in order)
    return Items(uids, "cantometrics 1", vectors[order], index)


def _traits(rows: list[_Row], where: list[int], units: int) -> Traits:
    variables = [name for name in rows[0] if name[0] == "V" and name[1:].isdigit()]
    columns, values, known = [], [], []
    for number, name in enumerate(variables):
        told = [(at, row[name]) for at, row in zip(where, rows, strict=True)
                if row[name] not in _MISSING]  # fmt: skip
        coded = np.isin(np.arange(units), [at for at, _ in told])
        for code in sorted({code for _, code in told}):
            share = np.bincount([at for at, c in told if c == code], minlength=units)
            if (share > 0).sum() < _RARE:
                continue
            total = np.bincount([at for at, _ in told], minlength=units)
            columns.append((number, code))
            values.append(share / np.maximum(total, 1))
            known.append(coded)
    return Traits(
        tuple(variables),
        tuple(code for _, code in columns),
        np.array([number for number, _ in columns], np.int64),
        np.stack(values, 1).astype(np.float32),
        np.stack(known, 1),
    )


def summaries_of(data: GraphBundle, folder: Path = FOLDER) -> tuple[Floats, Bools]:
    """Prose about the societies of each unit (F, 256) by the offline text encoder, and where there
    is any (F,)."""
    from ingest.encode.text import encode

    members = _members(data.cultures.uid, folder)
    texts = [" ".join(row["Society_summary"] for row in rows).strip() for rows in members]
    return encode(texts).astype(np.float32), np.array([bool(text) for text in texts])


def _members(names: Names, folder: Path) -> list[list[_Row]]:
    """The rows of the societies of each unit."""
    unit = _units(_rows(folder / "social_factors.csv"))
    found = defaultdict(list)
    for row in sorted(_rows(folder / "societies.csv"), key=lambda row: row["society_id"]):
        found[unit(row["society_id"])].append(row)
    return [found[name] for name in names]


def _units(factors: list[_Row]) -> "Joined":
    return Joined((r["society_id"], "row " + r["Archival_Culture_Name"]) for r in factors)
