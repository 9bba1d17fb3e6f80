import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from ingest.entries import FOLDER, LABELS, PRIORITY, lexicon, read
from ingest.extract.turkish import spelled
from kg.errors import NotFound
from kg.naming import normalise
from kg.schema import ENTITY_LABELS


def test_the_lexicon_is_large_and_every_label_has_entries() -> None:
    counts = Counter(entry.label for entry in lexicon().entries)
    assert sum(counts.values()) >= 1500
    assert set(counts) == set(ENTITY_LABELS)
    assert {*PRIORITY} == {*ENTITY_LABELS, "Language"}


def test_keys_are_unique() -> None:
    assert len(lexicon().keys) == len(lexicon().entries)


def normal(name: str) -> str:
    return " ".join(name.replace("-", " ").split())


@pytest.mark.parametrize("stem", sorted(LABELS))
def test_each_alias_is_unique_in_its_file(stem: str) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    with (FOLDER / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            english = map(normalise, [row["name"], *row["en"].split("|")])
            turkish = (normal(spelled(name)) for name in row["tr"].split("|"))
            for form in [("en", name) for name in english] + [("tr", name) for name in turkish]:
                owners.setdefault(form, set()).add(row["name"])
    owners = {form: names for form, names in owners.items() if form[1]}
    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


def test_an_entry_is_found_by_any_of_its_names() -> None:
    data = lexicon()
    for entry in data.entries:
        for name in (entry.name, *entry.aliases):
            assert entry in data.forms[entry.label, normalise(name)]
    found = data.find("Culture", "OSMANLI")
    assert found is not None
    assert found.key == "Culture:Ottoman"
    assert data.find("Culture", "no such people") is None


def test_an_unknown_key_is_told() -> None:
    with pytest.raises(NotFound, match="Culture:Nobody"):
        lexicon().entry("Culture:Nobody")


def test_places_on_earth_are_plausible() -> None:
    for entry in lexicon().entries:
        if entry.latitude is not None and entry.longitude is not None:
            assert abs(entry.latitude) <= 90
            assert abs(entry.longitude) <= 180
    assert any(entry.latitude is not None for entry in lexicon().entries)


def test_themes_are_a_forest_and_entries_name_only_themes() -> None:
    themes = {theme.id: theme for theme in lexicon().themes}
    for theme in themes.values():
        seen = set()
        above = theme
        while above.broader:
            assert above.id not in seen
            seen.add(above.id)
            above = themes[above.broader]
    assert {theme for entry in lexicon().entries for theme in entry.themes} <= set(themes)


def test_periods_run_forwards() -> None:
    assert all(period.year_from <= period.year_to for period in lexicon().periods)


def test_the_digest_follows_the_data(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "copy")
    assert read(tmp_path / "copy").digest == lexicon().digest
    with (tmp_path / "copy" / "groups.csv").open("a", encoding="utf-8") as file:
        file.write("tester,science,,sınayıcı,\n")
    changed = read(tmp_path / "copy")
    assert changed.digest != lexicon().digest
    assert changed.entry("Group:tester").turkish == ("sınayıcı",)
