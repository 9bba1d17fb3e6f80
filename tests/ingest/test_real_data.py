"""The readers and encoders on real books, tables, pictures and recordings."""

from pathlib import Path

import numpy as np
import pytest

from ingest.document import ImageDocument, SoundDocument, TableDocument, TextDocument
from ingest.encode import image, sound
from ingest.language import detect
from ingest.read import read
from ingest.scan import scan, survey

MANIFEST = """
source: jukebox
defaults: {licence: CC-BY-4.0, language: en}
files:
  - match: societies.csv
    table: {kind: cultures, name: society, key: society_id, latitude: Society_latitude,
            longitude: Society_longitude, region: Region, family: FamilyLevGlottocode}
  - match: social_factors.csv
    theme: kinship
    table: {kind: traits, culture: society_id, keys: societies.csv, columns: ["V*"],
            missing: ["", 111], codes: {table: social_factors_codes.csv, variable: VarID,
            title: VarTitle, code: Code, value: CodeDescription}}
"""


def test_the_page_of_the_ojibwa_has_its_text_and_sections(shared_data: Path) -> None:
    files = scan(shared_data / "texts" / "ojibwa" / "19368-h")
    document = read(next(file for file in files if file.path == "19368-h.htm"))
    assert isinstance(document, TextDocument)
    assert document.metadata.title == "The Midewiwin of the Ojibwa"
    assert len(document.text) > 200_000
    assert "Project Gutenberg License" not in document.text
    titles = [section.title for section in document.sections]
    assert {"INTRODUCTION.", "SHAMANS.", "INDEX"} <= set(titles)
    for section in document.sections:
        assert document.text[section.start : section.end].startswith(section.title)


def test_the_tables_of_the_jukebox_are_read_with_a_mapping(
    shared_data: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "umran.yaml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    found = survey(shared_data / "global_jukebox", manifest=manifest)
    documents = {file.path: read(file) for file in found.files}
    assert set(documents) == {"SOURCE.md", "societies.csv", "social_factors.csv"}
    assert [notice.path for notice in found.notices] == [
        "cantometrics_songs.csv", "cantometrics_variables.csv",
    ]  # fmt: skip
    cultures, traits = documents["societies.csv"], documents["social_factors.csv"]
    assert isinstance(cultures, TableDocument)
    assert isinstance(traits, TableDocument)
    assert len(cultures.cultures) > 850
    assert {row.culture for row in traits.traits} <= {row.name for row in cultures.cultures}
    ainu = [row for row in traits.traits if row.culture == "Sakhalin Ainu" and row.trait == "V3"]
    assert [(row.title, row.value) for row in ainu] == [
        ("Size of Settlements", "Less than 50 people")
    ]


def test_turkish_sentences_are_told_to_be_turkish(shared_data: Path) -> None:
    document = read(
        next(f for f in scan(shared_data / "texts" / "tr") if f.path == "ud_pud_wiki_news.txt")
    )
    assert isinstance(document, TextDocument)
    lines = [line for line in document.text.split("\n") if len(line) > 40][:300]
    assert sum(detect(line) == "tr" for line in lines) > 0.97 * len(lines)


def test_halves_of_a_field_recording_find_one_another(shared_data: Path) -> None:
    documents = [read(file) for file in scan(shared_data / "audio") if file.path.endswith("mp3")]
    recordings = [one.samples for one in documents[:24] if isinstance(one, SoundDocument)]
    half = [len(samples) // 2 for samples in recordings]
    pairs = list(zip(recordings, half, strict=True))
    first = np.array([sound.encode(samples[:at], sound.RATE) for samples, at in pairs])
    second = np.array([sound.encode(samples[at:], sound.RATE) for samples, at in pairs])
    found = (first @ second.T).argmax(axis=1) == np.arange(len(pairs))
    assert found.mean() > 0.6


def test_plates_find_their_smaller_copies(shared_data: Path) -> None:
    files = scan(shared_data / "texts" / "ojibwa" / "19368-h" / "images")
    documents = [read(file) for file in files]
    plates = [
        one.pixels
        for one in documents
        if isinstance(one, ImageDocument) and min(one.pixels.shape[:2]) > 100
    ][:40]
    if len(plates) < 20:
        pytest.skip("the plates are not here")
    whole = np.array([image.encode(plate) for plate in plates])
    halved = np.array([image.encode(plate[::2, ::2]) for plate in plates])
    assert ((whole @ halved.T).argmax(axis=1) == np.arange(len(plates))).mean() > 0.8
