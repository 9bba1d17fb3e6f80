import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import assign
from ingest.document import Metadata, Passage
from ingest.entries import lexicon
from kg.naming import normalise
from kg.terms import stem

THEMES = {theme.id for theme in lexicon().themes}


def passage(text: str, language: str = "en", section: str = "") -> Passage:
    return Passage(0, 0, len(text), text, language, section)


def themes(text: str, language: str = "en", section: str = "", **said: object) -> dict[str, float]:
    metadata = Metadata(**said)  # type: ignore[arg-type]
    one = passage(text, language, section)
    return assign.themes(one, stem(text, language), metadata, ())


def span(text: str, language: str = "en", **said: object) -> tuple[object, list[str]]:
    metadata = Metadata(**said)  # type: ignore[arg-type]
    found, named = assign.span(passage(text, language), stem(text, language), metadata)
    return found, [period.name for period in named]


@pytest.mark.parametrize(
    ("text", "language", "theme"),
    [
        ("The mosques and their prayers", "en", "worship"),
        ("Kubbelerin kemerleri ve sütunları", "tr", "architecture"),
        ("Amcasının kızıyla evlendi, düğün üç gün sürdü.", "tr", "kinship"),
        ("They marry outside their clans.", "en", "kinship"),
        ("Çobanlar sürülerini yaylaya çıkarır.", "tr", "subsistence"),
    ],
)
def test_inflected_cues_speak_for_their_theme(text: str, language: str, theme: str) -> None:
    scores = themes(text, language)
    assert max(scores, key=lambda name: scores[name]) == theme


def test_a_sentence_without_cues_has_no_theme_unless_something_says_so() -> None:
    assert themes("Nothing is named here.") == {}
    assert themes("Nothing is named here.", section="Kinship") == {"kinship": 1.0}
    assert themes("Nothing is named here.", themes=("Akrabalık",)) == {"kinship": 1.0}
    assert themes("Nothing is named here.", themes=("no such theme",)) == {}


def test_a_theme_may_be_called_by_id_or_name_in_either_language() -> None:
    for name in ("kinship", "Kinship", "AKRABALIK", "akrabalık", " Akrabalık "):
        assert assign.said((name,)) == {"kinship"}, name


def test_a_theme_may_be_called_as_people_call_it() -> None:
    for name, theme in (("belief", "worship"), ("İnanç", "worship"), ("Marriage", "kinship")):
        assert assign.said((name,)) == {theme}, name
    every = [normalise(n) for t in lexicon().themes for n in (t.name, t.name_tr, *t.aliases)]
    assert len(set(every)) == len(every)


def test_years_come_from_the_sentence_then_its_periods_then_the_document() -> None:
    document = {"year_from": 1900, "year_to": 1910}
    assert span("In 1557 it was built.", **document)[0] == (1557, 1557)
    assert span("Nothing is named here.", **document)[0] == (1900, 1910)
    assert span("Nothing is named here.", year_from=1900)[0] == (1900, 1900)
    assert span("Nothing is named here.") == (None, [])


def test_named_periods_are_found_inflected_in_both_languages() -> None:
    english, turkish = span("During the Tanzimat they wrote."), span("Tanzimat'ta yazdılar.", "tr")
    assert english[1] == turkish[1] == ["Tanzimat"]
    assert english[0] == turkish[0]


def test_eras_leave_no_gap_and_a_span_may_touch_several() -> None:
    assert [era.name for era in assign.eras((1450, 1550))] == ["Middle Ages", "Early modern"]
    assert assign.eras(None) == []
    for year in range(-3000, 2100, 7):
        assert len(assign.eras((year, year))) == 1


@settings(deadline=None)
@given(st.text(max_size=120), st.sampled_from(["tr", "en", "", "de"]), st.text(max_size=20))
def test_scores_are_shares_of_known_themes(text: str, language: str, section: str) -> None:
    scores = themes(text, language, section)
    assert scores.keys() <= THEMES
    assert all(0 < score <= 1 for score in scores.values())
    assert sum(scores.values()) <= 1 + 1e-9


def test_the_year_0_is_a_year() -> None:
    assert Metadata(year_from=-27, year_to=0).span == (-27, 0)
    assert Metadata(year_from=0).span == (0, 0)
    assert Metadata().span is None


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("Kanuni Sultan Süleyman devrinde yapıldı", "tr", (1520, 1566)),
        ("II. Mahmud döneminde", "tr", (1808, 1839)),
        ("IV. Murad zamanında", "tr", (1623, 1640)),
        ("in the reign of Sultan Murad IV", "en", (1623, 1640)),
        ("Mehmed II's reign", "en", (1451, 1481)),
        ("under Akbar", "en", (1556, 1605)),
    ],
)
def test_reigns_date_a_passage(text: str, language: str, years: tuple[int, int]) -> None:
    found, named = span(text, language)
    assert found == years
    assert [name.partition(" of ")[0] for name in named] == ["reign"]
