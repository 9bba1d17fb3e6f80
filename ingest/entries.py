"""The lexicon as values: entities with their names in English and Turkish, periods, themes.

The data are the CSV files of `ingest/lexicon/`: one row an entity, aliases separated by "|". The
file says the label. A form may stand in several files ("harem" is a building and an institution):
all its entries keep it, and `PRIORITY` says which label a text is taken to mean.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import NotFound
from kg.naming import normalise

FOLDER = Path(__file__).parent / "lexicon"
COMPETITOR = "Language"
"""The label of languages: never an entity, they only take their span ("Türkçe" is not Türk)."""

LABELS: Mapping[str, str] = {
    "cultures": "Culture",
    "persons": "Person",
    "groups": "Group",
    "places": "Place",
    "events": "Event",
    "institutions": "Institution",
    "beliefs": "Belief",
    "structures": "Structure",
    "practices": "Practice",
    "artifacts": "Artifact",
    "concepts": "Concept",
    "kinship": "Concept",
    "languages": COMPETITOR,
}
PRIORITY: tuple[str, ...] = tuple(dict.fromkeys(LABELS.values()))
"""Labels in the order in which they win a form that several share: peoples and people first,
then what has a proper name, then kinds of things; languages last."""

REIGNS_ENGLISH = ("reign of {}", "reign of Sultan {}", "{}'s reign", "under {}", "under Sultan {}")
REIGNS_TURKISH = (
    *("{} devri", "{} dönemi", "{} zamanı", "{} devrinde", "{} döneminde", "{} zamanında"),
    *("{}'ın saltanatı", "{}'un saltanatı", "{}'ın saltanatında", "{}'un saltanatında"),
)
"""How texts name the reign of a ruler, first the words that are shown. Turkish cases have rows of
their own because the stemmer does not bring them together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity: `key` is "Label:name"; `english` and `turkish` are its other names.

    `any_case` lets a name that begins with a capital match small letters too. Coordinates are
    degrees, None where the file has none; region and family are "" then.
    """

    key: str
    label: str
    name: str
    themes: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    turkish: tuple[str, ...] = ()
    any_case: bool = False
    latitude: float | None = None
    longitude: float | None = None
    region: str = ""
    family: str = ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """All names but `name`, English ones first, none twice."""
        return tuple(dict.fromkeys(a for a in self.english + self.turkish if a != self.name))


@dataclass(frozen=True, slots=True)
class Period:
    """A named span of years, both ends within it; BCE is negative. `kind` is era, named, reign."""

    name: str
    english: tuple[str, ...]
    turkish: tuple[str, ...]
    year_from: int
    year_to: int
    kind: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A node of the tree of themes, with other names that people use for it and the words of a text
    that speak for it; `broader` is "" at a root."""

    id: str
    name: str
    name_tr: str
    broader: str
    aliases: tuple[str, ...]
    english: tuple[str, ...]
    turkish: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All entries in the order of the files, and what is looked up in them.

    `digest` is the SHA-256 of the data: it belongs into every fingerprint of what was read with
    it. `forms` maps (label, normalised name or alias) to entries, the best first.
    """

    entries: tuple[Entry, ...]
    languages: tuple[Entry, ...]
    periods: tuple[Period, ...]
    themes: tuple[Theme, ...]
    digest: str
    keys: Mapping[str, Entry]
    forms: Mapping[tuple[str, str], tuple[Entry, ...]]

    def entry(self, key: str) -> Entry:
        """The entry with this key ("Culture:Ottoman"); NotFound where there is none."""
        if key not in self.keys:
            raise NotFound(f"The lexicon has no entry {key!r}.", hint="Keys are Label:name.")
        return self.keys[key]

    def find(self, label: str, name: str) -> Entry | None:
        """The entry that `name` means among those of `label`, however it is spelled.

        An entry's own name goes before English aliases, those before Turkish ones.
        """
        found = self.forms.get((label, normalise(name)))
        return found[0] if found else None


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that Umran ships, read once (about 0.2 CPU seconds)."""
    return read(FOLDER)


def read(folder: Path) -> Lexicon:
    """The lexicon in `folder`; a file that is not there counts as empty."""
    named = [entry for stem in LABELS for entry in _entries(folder, stem)]
    entries = tuple(entry for entry in named if entry.label != COMPETITOR)
    return Lexicon(
        entries=entries,
        languages=tuple(entry for entry in named if entry.label == COMPETITOR),
        periods=(*map(_period, _rows(folder, "periods")), *_reigns(folder, entries)),
        themes=tuple(map(_theme, _rows(folder, "themes"))),
        digest=_digest(folder),
        keys={entry.key: entry for entry in entries},
        forms=_forms(entries),
    )


def _rows(folder: Path, stem: str) -> list[dict[str, str]]:
    path = folder / f"{stem}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _entries(folder: Path, stem: str) -> Iterable[Entry]:
    label = LABELS[stem]
    for row in _rows(folder, stem):
        yield Entry(
            key=f"{label}:{row['name']}",
            label=label,
            name=row["name"],
            themes=_split(row.get("themes", "")),
            english=_split(row["en"]),
            turkish=_split(row["tr"]),
            any_case=row.get("case", "") == "any",
            latitude=_degrees(row.get("latitude", "")),
            longitude=_degrees(row.get("longitude", "")),
            region=row.get("region", ""),
            family=row.get("family", ""),
        )


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


def _period(row: dict[str, str]) -> Period:
    years = int(row["year_from"]), int(row["year_to"])
    return Period(row["name"], _split(row["en"]), _split(row["tr"]), *years, row["kind"])


def _reigns(folder: Path, entries: Iterable[Entry]) -> Iterable[Period]:
    """A period for each row of `reigns.csv`: years that the source in its row gives for a person
    of the lexicon; of several reigns the longest."""
    persons = {entry.name: entry for entry in entries if entry.label == "Person"}
    for row in _rows(folder, "reigns"):
        person = persons[row["name"]]
        english = _phrases(REIGNS_ENGLISH, (person.name, *person.english))
        turkish = _phrases(REIGNS_TURKISH, person.turkish)
        years = int(row["year_from"]), int(row["year_to"])
        yield Period(f"reign of {person.name}", english, turkish, *years, "reign")


def _phrases(frames: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(frame.format(name) for name in names for frame in frames)


def _theme(row: dict[str, str]) -> Theme:
    words = _split(row["also"]), _split(row["en"]), _split(row["tr"])
    return Theme(row["id"], row["name"], row["name_tr"], row["broader"], *words)


def _forms(entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[Entry, ...]]:
    ranked: dict[tuple[str, str], dict[str, tuple[int, Entry]]] = {}
    for entry in entries:
        for rank, names in enumerate(((entry.name,), entry.english, entry.turkish)):
            for name in names:
                owners = ranked.setdefault((entry.label, normalise(name)), {})
                owners.setdefault(entry.key, (rank, entry))
    return {form: _best_first(owners.values()) for form, owners in ranked.items()}


def _best_first(owners: Iterable[tuple[int, Entry]]) -> tuple[Entry, ...]:
    return tuple(entry for _, entry in sorted(owners, key=lambda owner: owner[0]))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
