from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Mention
from ingest.entries import lexicon
from ingest.link import link, named, row
from kg.naming import normalise


def mention(surface: str, label: str, key: str | None = None) -> Mention:
    return Mention(0, len(surface), surface, label, 1.0, "test", key)


def test_all_spellings_of_a_known_culture_are_one_entity() -> None:
    names = ("Ottoman", "OTTOMAN", "Osmanlı", "osmanli", "OSMANLI", "  Osmanlı ")
    assert len({named("Culture", name) for name in names}) == 1
    assert named("Culture", "Osmanlı").known


def test_an_unknown_name_is_one_entity_however_it_is_spelled() -> None:
    spelled = [named("Culture", name) for name in ("Kâbeli", "KABELI", "kabelı", " Kabeli ")]
    assert len({entity.uid for entity in spelled}) == 1
    assert not any(entity.known for entity in spelled)
    assert spelled[-1].name == "Kabeli"


def test_the_unicode_form_of_a_name_does_not_matter() -> None:
    assert named("Culture", "Ka\u0302beli").uid == named("Culture", "Kâbeli").uid
    assert named("Culture", "Sa\u0301mi") == named("Culture", "Sámi")


def test_the_label_is_part_of_who_an_entity_is() -> None:
    assert named("Place", "Kâbeli").uid != named("Culture", "Kâbeli").uid


def test_a_key_wins_over_the_surface() -> None:
    entity = link(mention("camilerin", "Structure", "Structure:mosque"))
    assert entity is not None
    assert entity.name == "mosque"


def test_a_label_without_a_place_in_the_graph_links_nothing() -> None:
    assert link(mention("Türkçe", "Language")) is None


def test_every_entry_of_the_lexicon_finds_its_own_entity() -> None:
    for entry in lexicon().entries:
        assert named(entry.label, entry.name).name == entry.name


@given(st.text(min_size=1, max_size=20))
def test_a_row_says_what_the_uid_was_made_of(name: str) -> None:
    entity = named("Practice", name)
    made = row(entity)
    assert made["norm"] == normalise(made["name"])
    assert entity.known or made["norm"] == normalise(name)
