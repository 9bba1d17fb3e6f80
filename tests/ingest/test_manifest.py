"""What a manifest may say, how its rules merge, and how its mistakes are told."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.manifest import Manifest, load, span_of_years
from kg.errors import ManifestError

EXAMPLE = """
source: examples
defaults: {licence: CC0-1.0, language: en}
files:
  - {match: "images/*", culture: Ottoman, theme: [architecture, art], title: All}
  - {match: "images/plan.png", year: 1557, title: "Ground plan"}
  - match: cultures.csv
    table: {kind: cultures, name: culture, key: id, latitude: lat, longitude: lon, family: f}
  - match: traits.csv
    theme: kinship
    table:
      kind: traits
      culture: culture
      keys: cultures.csv
      columns: ["V*"]
      missing: ["", 111]
      codes: {table: codes.csv, variable: VarID, title: VarTitle, code: Code, value: Meaning}
  - match: text.npy
    vectors: {ids: ids.txt, modality: text, encoder: my-bert, size: 768}
  - {match: "**/*.py", skip: true}
"""


def manifest_of(folder: Path, text: str) -> Manifest:
    path = folder / "umran.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_rules_that_match_merge_and_the_later_wins(tmp_path: Path) -> None:
    about = manifest_of(tmp_path, EXAMPLE).rule("images/plan.png").metadata()
    assert (about.title, about.cultures) == ("Ground plan", ("Ottoman",))
    assert about.themes == ("architecture", "art")
    assert (about.year_from, about.year_to) == (1557, 1557)
    assert (about.language, about.licence) == ("en", "CC0-1.0")


def test_stars_stay_in_a_folder_and_double_stars_do_not(tmp_path: Path) -> None:
    manifest = manifest_of(tmp_path, EXAMPLE)
    assert manifest.rule("images/deep/plan.png").title == ""
    assert manifest.rule("a/b/c.py").skip
    assert manifest.rule("c.py").skip
    assert not manifest.rule("c.pyc").skip


def test_numbers_stand_for_text_where_text_is_meant(tmp_path: Path) -> None:
    table = manifest_of(tmp_path, EXAMPLE).rule("traits.csv").table
    assert table is not None
    assert table.kind == "traits"
    assert table.missing == ("", "111")


def test_an_empty_manifest_says_nothing(tmp_path: Path) -> None:
    assert manifest_of(tmp_path, "") == Manifest()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour: red", ["colour", "unknown key", "'red'"]),
        ("files: [{match: a.txt, cultur: X}]", ["files[0].cultur", "unknown key"]),
        ("files: [{culture: X}]", ["files[0].match", "missing"]),
        ("files: [{match: /etc/passwd}]", ["files[0].match", "'/etc/passwd'", "below"]),
        ("files: [{match: ../a}]", ["files[0].match", "below"]),
        ("files: [{match: a, year: soon}]", ["files[0].year", "'soon'", "1450-1500"]),
        ("files: [{match: a, year: 1500-1450}]", ["files[0].year", "not after"]),
        ("files: [{match: a, year: true}]", ["files[0].year", "True"]),
        ("files: [{match: a, year: 2001-01-01}]", ["files[0].year", "expected a year"]),
        ("files: [{match: a, table: {kind: song}}]", ["files[0].table", "'cultures', 'traits'"]),
        ("files: [{match: a, table: {kind: traits}}]", ["files[0].table.culture", "missing"]),
        ("files: [{match: a, culture: {a: b}}]", ["files[0].culture", "a list of names"]),
        ("files: [{match: a, language: Turkish}]", ["files[0].language", "'Turkish'"]),
        ("defaults: {theme: archtecture}", ["defaults.theme", "'archtecture'", "Architecture"]),
        ("defaults: {title: One for all}", ["defaults.title"]),
        ("- a\n- b", ["expected keys with values"]),
        ('defaults: {reference: "\\ud83d"}', ["half a letter", "line 1"]),
        ("a: [", ["not valid YAML", "line"]),
        ("a: 1\na: 2", ["line 2", "twice"]),
        ("a: &x [1]\nb: *x", ["anchors"]),
        ("a: !!python/object/apply:os.system [ls]", ["not valid YAML"]),
        ("a: " + "[" * 500 + "]" * 500, ["deeper"]),
        ("a: " + "[" * 100_000, ["deeper"]),
    ],
)
def test_a_mistake_is_told_with_key_value_and_expectation(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    with pytest.raises(ManifestError) as error:
        manifest_of(tmp_path, text)
    for word in [*told, "umran.yaml"]:
        assert word in str(error.value)


def test_a_manifest_must_be_small_and_utf8(tmp_path: Path) -> None:
    path = tmp_path / "umran.yaml"
    with pytest.raises(ManifestError, match="cannot be opened"):
        load(path)
    path.write_bytes(b"source: caf\xe9")
    with pytest.raises(ManifestError, match="not UTF-8 at byte 11"):
        load(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ManifestError, match="larger than"):
        load(path)


@pytest.mark.parametrize(
    ("said", "span"),
    [
        (1557, (1557, 1557)),
        ("1557", (1557, 1557)),
        ("-300", (-300, -300)),
        ("1450-1500", (1450, 1500)),
        ("1450 – 1500", (1450, 1500)),
        ("-300--250", (-300, -250)),
        ([1450, "1500"], (1450, 1500)),
        (None, None),
    ],
)
def test_years_are_spans(said: object, span: tuple[int, int] | None) -> None:
    assert span_of_years(said) == span


years = st.integers(-100_000, 3_000)


@given(years, years)
def test_a_span_is_read_back_from_every_form(one: int, other: int) -> None:
    first, last = sorted((one, other))
    assert span_of_years(f"{first}-{last}") == span_of_years([first, last]) == (first, last)


@given(st.text() | st.lists(st.integers(), max_size=3) | st.floats() | st.booleans())
def test_anything_else_is_a_span_or_a_value_error(said: object) -> None:
    span: tuple[int, int] | None = (0, 0)
    with suppress(ValueError):
        span = span_of_years(said)
    assert span is not None
    assert span[0] <= span[1]
