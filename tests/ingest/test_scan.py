"""Which files of a folder become documents, and what changes their fingerprints."""

import os
from pathlib import Path

import pytest

from ingest.read import read
from ingest.scan import scan, survey
from kg.errors import ManifestError, Unreadable

MANIFEST = """
files:
  - match: cultures.csv
    table: {kind: cultures, name: culture, key: id}
  - match: traits.csv
    table:
      {kind: traits, culture: id, keys: cultures.csv, columns: ["V*"],
       codes: {table: codes.csv, variable: v, title: t, code: c, value: m}}
  - match: text.npy
    vectors: {ids: ids.txt, modality: text, encoder: e}
  - {match: "*.py", skip: true}
  - {match: film.mp4, title: A film}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "deep" / ".hidden").mkdir(parents=True)
    for path in ("b.txt", "a.md", "deep/c.html", "deep/.hidden/d.txt", ".e.txt", "run.py"):
        (source / path).write_text("some text", encoding="utf-8")
    for path in ("cultures.csv", "traits.csv", "codes.csv", "text.npy", "ids.txt", "film.mp4"):
        (source / path).write_text(path, encoding="utf-8")
    (source / "loose.csv").write_text("a,b", encoding="utf-8")
    (source / "loose.npy").write_text("", encoding="utf-8")
    (source / "notes.xyz").write_text("", encoding="utf-8")
    (source / "umran.yaml").write_text(MANIFEST, encoding="utf-8")
    return source


def test_a_survey_lists_what_can_be_read_and_notices_the_rest(folder: Path) -> None:
    found = survey(folder)
    assert found.source == "source"
    assert [file.path for file in found.files] == [
        "a.md", "b.txt", "cultures.csv", "deep/c.html", "film.mp4", "text.npy", "traits.csv",
    ]  # fmt: skip
    assert [notice.path for notice in found.notices] == ["loose.csv", "loose.npy", "notes.xyz"]
    assert "columns" in found.notices[0].reason
    assert "whose vectors" in found.notices[1].reason
    assert ".xyz" in found.notices[2].reason
    assert scan(folder) == found.files


def test_a_file_of_no_known_kind_that_a_rule_names_is_set_aside_on_reading(folder: Path) -> None:
    film = next(file for file in scan(folder) if file.path == "film.mp4")
    assert film.metadata.title == "A film"
    with pytest.raises(Unreadable, match=r"no reader for \.mp4"):
        read(film)


def test_the_name_of_a_source_is_given_or_declared_or_the_folders(folder: Path) -> None:
    other = folder.parent / "other.yaml"
    other.write_text("source: declared", encoding="utf-8")
    assert survey(folder, manifest=other).source == "declared"
    assert survey(folder, manifest=other, source="given").source == "given"
    assert {file.source for file in scan(folder)} == {"source"}
    assert "umran.yaml" not in {notice.path for notice in survey(folder, manifest=other).notices}


def test_a_rule_that_matches_nothing_is_noticed(folder: Path) -> None:
    (folder / "umran.yaml").write_text("files: [{match: typo.txt}]", encoding="utf-8")
    notices = {notice.path: notice.reason for notice in survey(folder).notices}
    assert "no file matches" in notices["typo.txt"]


def test_links_that_lead_out_are_not_followed(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "in.txt").symlink_to(folder / "b.txt")
    os.mkfifo(folder / "pipe.txt")
    found = survey(folder)
    paths = [file.path for file in found.files]
    assert "in.txt" in paths
    noticed = {notice.path for notice in found.notices}
    assert {"out.txt", "loop", "gone.txt", "self.txt", "pipe.txt"} <= noticed
    assert not noticed & set(paths)


def fingerprints(folder: Path) -> dict[str, str]:
    return {file.path: file.sha256 + file.said for file in scan(folder)}


@pytest.mark.parametrize(
    ("changed", "moved"),
    [
        ("b.txt", {"b.txt"}),
        ("codes.csv", {"traits.csv"}),
        ("cultures.csv", {"cultures.csv", "traits.csv"}),
        ("ids.txt", {"text.npy"}),
        ("run.py", set()),
    ],
)
def test_a_fingerprint_moves_with_the_bytes_it_depends_on(
    folder: Path, changed: str, moved: set[str]
) -> None:
    before = fingerprints(folder)
    (folder / changed).write_text("changed", encoding="utf-8")
    after = fingerprints(folder)
    assert {path for path in after if after[path] != before[path]} == moved


def test_a_fingerprint_moves_with_what_the_manifest_says_of_the_file(folder: Path) -> None:
    before = fingerprints(folder)
    manifest = folder / "umran.yaml"
    manifest.write_text(MANIFEST + "  - {match: b.txt, year: 1900}\n", encoding="utf-8")
    after = fingerprints(folder)
    assert {path for path in after if after[path] != before[path]} == {"b.txt"}
    manifest.write_text(MANIFEST.replace("key: id", "key: ID"), encoding="utf-8")
    after = fingerprints(folder)
    assert {path for path in after if after[path] != before[path]} == {"cultures.csv", "traits.csv"}


def test_keys_must_be_a_table_of_cultures_with_keys(folder: Path) -> None:
    manifest = folder / "umran.yaml"
    manifest.write_text(MANIFEST.replace(", key: id", ""), encoding="utf-8")
    with pytest.raises(ManifestError, match=r"table.keys of traits.csv: got 'cultures.csv'"):
        scan(folder)


def test_a_file_that_goes_away_is_set_aside(folder: Path) -> None:
    file = next(file for file in scan(folder) if file.path == "b.txt")
    (folder / "b.txt").unlink()
    with pytest.raises(Unreadable, match="No such file"):
        read(file)


def test_a_file_past_the_limit_is_listed_and_set_aside(folder: Path) -> None:
    with (folder / "b.txt").open("wb") as stream:
        stream.truncate(21 << 20)
    file = next(file for file in scan(folder) if file.path == "b.txt")
    with pytest.raises(Unreadable, match="the limit for its kind is 20 MiB"):
        read(file)


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="not a folder"):
        scan(tmp_path / "nowhere")


def test_where_a_file_lies_does_not_hang_on_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that reads may have been started elsewhere."""
    monkeypatch.chdir(folder.parent)
    assert scan(Path(folder.name)) == scan(folder)
