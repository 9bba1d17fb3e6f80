import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Passage
from ingest.extract import extractor
from ingest.link import link

RULES = extractor("rules")

TURKISH = {
    "II. Mahmud devrinde yeniçeriler kaldırıldı.": {"II. Mahmud": "Person"},
    "IV. Murad'ın saltanatı boyunca": {"IV. Murad": "Person"},
    "III. Osman döneminde yapılan çeşme": {"III. Osman": "Person"},
    "Kanuni Sultan Süleyman zamanında": {"Kanuni Sultan Süleyman": "Person"},
    "Sultan Abdülaziz döneminde": {"Sultan Abdülaziz": "Person"},
    "Bilge Kağan döneminde dikildi": {"Bilge Kağan": "Person"},
    "Tahmasb'ın hükümdarlığında": {"Tahmasb": "Person"},
    "Keyhüsrev (hd. 1205-1211) Antalya'yı aldı": {"Keyhüsrev": "Person"},
    "Çing hanedanının yıkılışı": {"Çing hanedanı": "Group"},
    "Zagwe Hanedanı'ndan sonra": {"Zagwe Hanedanı": "Group"},
    "Candaroğullarının başkenti": {"Candaroğulları": "Group"},
    "1699 Karlofça Antlaşması": {"Karlofça Antlaşması": "Event"},
    "Karlofça Antlaşması (1699)": {"Karlofça Antlaşması": "Event"},
    "1908 İhtilali'nden sonra": {"1908 İhtilali": "Event"},
    "II. Meşrutiyet döneminde": {},
    "II. Dünya Savaşı döneminde": {},
    "Osmanlı döneminde yapıldı": {},
    "Osmanlı'nın saltanatı": {},
    "Bu dönemde, o devirde": {},
    "hanedan üyeleri": {},
    "Bu hanedanın sonu": {},
    "16. yüzyılda 1500 akçe": {},
    "Çocukluk döneminde": {},
    "Sultan sarayda otururdu": {},
}
ENGLISH = {
    "in the reign of Mehmed II": {"Mehmed II": "Person"},
    "the reign of Sultan Murad IV": {"Murad IV": "Person"},
    "the reign of Gelawdewos in the 16th century": {"Gelawdewos": "Person"},
    "during Akbar's reign": {"Akbar": "Person"},
    "under Sultan Ahmed": {"Sultan Ahmed": "Person"},
    "under Suleiman the Magnificent": {"Suleiman the Magnificent": "Person"},
    "under Louis XIV": {"Louis XIV": "Person"},
    "Tahmasp I (r. 1524-1576) ruled": {"Tahmasp I": "Person"},
    "the Zagwe dynasty fell": {"Zagwe dynasty": "Group"},
    "The Tang dynasty": {"Tang dynasty": "Group"},
    "the Northern Wei Dynasty": {"Northern Wei Dynasty": "Group"},
    "the Treaty of Karlowitz (1699)": {"Treaty of Karlowitz": "Event"},
    "the Battle of Lepanto in 1571": {"Battle of Lepanto": "Event"},
    "the Revolution of 1848": {"Revolution of 1848": "Event"},
    "the 1908 Revolution": {"1908 Revolution": "Event"},
    "the Reign of Terror": {},
    "the reign of God": {},
    "the reign of the Ottomans": {},
    "under Ottoman rule": {},
    "under the Sun": {},
    "this dynasty": {},
    "The dynasty": {},
    "the Eighteenth Dynasty": {},
    "the royal dynasty": {},
    "a battle in 1571": {},
    "page 1453": {},
}


def found(text: str, language: str) -> dict[str, str]:
    (mentions,) = RULES.extract([Passage(0, 0, len(text), text, language)])
    return {mention.surface: mention.label for mention in mentions}


@pytest.mark.parametrize("text", TURKISH)
def test_turkish(text: str) -> None:
    assert found(text, "tr") == TURKISH[text]


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert found(text, "en") == ENGLISH[text]


PIECES = [
    *TURKISH,
    *ENGLISH,
    "II. ",
    "Sultan ",
    "'ın ",
    " hanedanı",
    " dynasty",
    "(r. 1520",
    "İ",
    "\n",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=10)), max_size=6).map("".join)


@settings(deadline=None)
@given(text=TEXTS, language=st.sampled_from(["tr", "en", "", "de"]), start=st.integers(0, 99))
def test_every_mention_resolves(text: str, language: str, start: int) -> None:
    (mentions,) = RULES.extract([Passage(0, start, start + len(text), text, language)])
    document = "x" * start + text
    for mention in mentions:
        assert document[mention.start : mention.end] == mention.surface != ""
        assert mention.label in {"Person", "Group", "Event"}
        assert mention.key is None
        assert link(mention) is not None


def test_beside_the_lexicon_peoples_stay_inside_their_dynasty() -> None:
    text = "Safevi hanedanından III. Osman döneminde Zagwe hanedanına"
    (mentions,) = extractor("lexicon,rules").extract([Passage(0, 0, len(text), text, "tr")])
    linked = {(m.surface, m.extractor): entity.name for m in mentions if (entity := link(m))}
    assert linked["Safevi", "lexicon"] == "Safavid"
    assert linked["Safevi hanedanından", "lexicon"] == "Safavid dynasty"
    assert linked["III. Osman", "lexicon"] == "Osman III"


def test_what_the_lexicon_knows_by_another_name_is_one_entity() -> None:
    mentions = [
        mention
        for text, language in (("II. Mahmud devrinde", "tr"), ("the reign of Mahmud II", "en"))
        for mention in RULES.extract([Passage(0, 0, len(text), text, language)])[0]
    ]
    assert {entity.name for m in mentions if (entity := link(m))} == {"Mahmud II"}
