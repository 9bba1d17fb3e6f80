from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Mention, Passage
from ingest.entries import lexicon
from ingest.extract import extractor
from ingest.extract.forms import ENGLISH, TURKISH, WORD, forms
from ingest.extract.lexicon import LexiconExtractor
from ingest.extract.overlap import settle
from ingest.extract.turkish import fits, follows_apostrophe, spelled
from kg.errors import SettingsError

EXTRACTOR = LexiconExtractor()
SLOW = settings(deadline=None)


def passage(text: str, language: str, start: int = 0) -> Passage:
    return Passage(0, start, start + len(text), text, language)


def found(text: str, language: str = "tr") -> dict[str, str | None]:
    (mentions,) = EXTRACTOR.extract([passage(text, language)])
    return {mention.surface: mention.key for mention in mentions}


NAMES = [name for entry in lexicon().entries for name in (entry.name, *entry.aliases)]
ENDINGS = ["", "lar", "lerin", "'nın", "’da", "s", "'s", "m", "ndaki", "\u0307", "\n", " - ", "'"]
TEXTS = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(NAMES), st.sampled_from(ENDINGS)), max_size=12
).map("".join)


@SLOW
@given(text=TEXTS, language=st.sampled_from(["tr", "en", "", "de"]), start=st.integers(0, 99))
def test_every_mention_resolves(text: str, language: str, start: int) -> None:
    (mentions,) = EXTRACTOR.extract([passage(text, language, start)])
    document = "x" * start + text
    for mention in mentions:
        assert document[mention.start : mention.end] == mention.surface != ""
        assert mention.key in lexicon().keys
        assert 0 < mention.score <= 1
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@SLOW
@given(texts=st.lists(TEXTS, max_size=4))
def test_a_passage_is_read_alone(texts: list[str]) -> None:
    passages = [passage(text, "tr") for text in texts]
    alone = [EXTRACTOR.extract([one])[0] for one in passages]
    assert EXTRACTOR.extract(passages) == alone


@SLOW
@given(text=TEXTS)
def test_overlapping_mentions_are_nested_and_of_different_labels(text: str) -> None:
    (mentions,) = EXTRACTOR.extract([passage(text, "")])
    for i, one in enumerate(mentions):
        for other in mentions[i + 1 :]:
            if other.start < one.end:
                assert other.end <= one.end
                assert other.label != one.label


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_name_is_found_where_it_stands(language: str) -> None:
    missed = []
    for entry in lexicon().entries:
        for name in (entry.name, *entry.english) if language == "en" else entry.turkish:
            (mentions,) = EXTRACTOR.extract([passage(name, language)])
            if not any(len(WORD.findall(m.surface)) == len(WORD.findall(name)) for m in mentions):
                missed.append(name)
    assert len(missed) < 10, missed


TRAPS = {
    "Kale duvarları": {"Kale": "Structure:castle"},
    "Kurşun kalem aldım": {},
    "Kalen yıkıldı": {},
    "Bu halı eskidir": {"halı": "Artifact:carpet"},
    "Hali vakti yerinde": {},
    "haccın sevabı": {"haccın": "Practice:pilgrimage"},
    "haçın gölgesi": {"haçın": "Artifact:crucifix"},
    "cinler geldi": {"cinler": "Belief:jinn"},
    "neyi ararsan": {},
    "ney üfledi": {"ney": "Artifact:ney"},
    "Türkçe öğreniyor": {},
    "Türkiye'de": {"Türkiye": "Place:Turkey"},
    "Türklerin göçü": {"Türklerin": "Culture:Turk"},
    "Türk'ün evi": {"Türk": "Culture:Turk"},
    "Osmanlı'nın gücü": {"Osmanlı": "Culture:Ottoman"},
    "Osmanlı’nın gücü": {"Osmanlı": "Culture:Ottoman"},
    "OSMANLI": {"OSMANLI": "Culture:Ottoman"},
    "camilerin sayısı": {"camilerin": "Structure:mosque"},
    "kubbeleri gördü": {"kubbeleri": "Structure:dome"},
    "tapınağın içinde": {"tapınağın": "Structure:temple"},
    "bir roman okudu": {},
    "araba aldı": {},
    "Bunun için": {},
    "Fine geldi": {},
    "Kanada'lı": {"Kanada'lı": "Culture:Canadian"},
}


@pytest.mark.parametrize("text", TRAPS)
def test_turkish_traps(text: str) -> None:
    assert found(text) == TRAPS[text]


def test_endings_of_compounds() -> None:
    assert "Kurban Bayramı" in found("Kurban Bayramı'nda")
    assert "kan davaları" in found("eski kan davaları sürdü")
    assert "kan davasında" in found("eski kan davasında ölenler")


def test_turkish_without_its_letters_is_folded_only_in_long_texts() -> None:
    text = "Osmanlilarin camileri ve medreseleri cok guzeldi, kervansaraylari da vardi"
    assert {"Osmanlilarin", "camileri", "kervansaraylari"} <= set(found(text))
    assert found("hali guzel") == {}


def test_english() -> None:
    keys = found("The Turks' mosques, a craftsman's guild and the craftsmen; he serves.", "en")
    assert {"Turks", "mosques", "craftsmen", "craftsman"} <= set(keys)
    assert "serves" not in keys
    assert "Turkish" not in found("the Turkish language", "en")
    assert found("Golden  stool", "en") == {"Golden  stool": "Artifact:Golden Stool"}


def test_names_end_with_the_sentence() -> None:
    assert "age set" in found("an age set of men", "en")
    assert "age. Set" not in found("a great age. Set it down", "en")
    assert "Ma" not in found("Ma'at ruled", "en")


def test_unknown_languages_are_read_with_both() -> None:
    assert {"Türklerin", "mosques"} <= set(found("Türklerin mosques", ""))


def test_a_form_of_two_entries_goes_to_the_first_label_and_says_so() -> None:
    (mentions,) = EXTRACTOR.extract([passage("harem", "tr")])
    assert [(m.label, m.score) for m in mentions] == [("Institution", 0.5)]


GOOD = [
    "cami+lerde", "kale+sinde", "kale+lerindeki", "kale+nin", "köy+de", "köy+den", "türk+lerdir",
    "saat+i", "harf+i", "belçikalı+ydı", "cami+mizi", "ada+lardaki", "köy+deki", "türk+lerce",
]  # fmt: skip
BAD = [
    "kale+m", "kale+n", "türk+üm", "türk+çe", "türk+iye", "köy+ten", "ev+ı", "kız+ler", "ada+dı",
    "osmanlı+ca", "türk+lük", "osmanlı+cı", "cami+li",
]  # fmt: skip


@pytest.mark.parametrize("word", GOOD + BAD)
def test_endings(word: str) -> None:
    stem, _, ending = word.partition("+")
    assert fits(stem, stem + ending) == (word in GOOD)


def test_apostrophe_endings_know_no_stem() -> None:
    assert all(map(follows_apostrophe, ["nın", "de", "ya", "daki", "lerin", "tır", "nun"]))
    assert not any(map(follows_apostrophe, ["an", "li", "be", "ism"]))


@SLOW
@given(st.text(max_size=30))
def test_spelling_keeps_offsets(text: str) -> None:
    assert len(spelled(text)) == len(text)
    assert spelled("ISPARTA İznik hâlâ Çağ") == "ısparta iznik hala çağ"


def test_no_form_is_empty() -> None:
    for grammar in (ENGLISH, TURKISH):
        assert all(form.words and form.last for form in forms(lexicon().entries, grammar))


def _mention(start: int, end: int, label: str, extractor: str = "a") -> Mention:
    return Mention(start, end, "x" * (end - start), label, 1.0, extractor)


def test_earlier_extractors_win_and_nested_labels_stay() -> None:
    first, partly = _mention(0, 5, "Culture"), _mention(3, 8, "Place")
    around, same = _mention(0, 9, "Event"), _mention(0, 5, "Person")
    assert settle([first, partly, around, same]) == [around, first]


class Fixed:
    version = "1"

    def __init__(self, name: str, *mentions: Mention) -> None:
        self.name = name
        self._mentions = mentions

    def extract(self, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        return [self._mentions for _ in passages]


def test_joined_extractors() -> None:
    from ingest.extract import Joined

    mine, theirs = _mention(0, 4, "Culture", "a"), _mention(2, 6, "Place", "b")
    joined = Joined([Fixed("a", mine), Fixed("b", theirs)])
    assert joined.extract([passage("x" * 9, "tr")]) == [(mine,)]
    assert (joined.name, joined.version) == ("a,b", "1,1")


def test_specs() -> None:
    assert extractor("lexicon").name == "lexicon"
    assert extractor("rules").name == "rules"
    assert lexicon().digest[:12] in extractor("lexicon").version
    for wrong in ("", "lexicon:x", "rules:x", "spacy", "spacy:", "magic:x", "lexicon,"):
        with pytest.raises(SettingsError, match="no extractor"):
            extractor(wrong)
