import subprocess
import sys
import time
import tracemalloc
from string import ascii_lowercase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.assign import span, themes
from ingest.document import Metadata, Passage, TextDocument
from ingest.read.prose import Part, compose
from ingest.split import split
from kg.errors import Unreadable


def passages(text: str, language: str = "tr") -> list[Passage]:
    return split(TextDocument(Metadata(language=language), text))


def test_sentences_with_their_offsets() -> None:
    text = "Süleymaniye 1557'de bitti.  Kubbesi büyüktür!\n\nOjibwa  wigwam kurar mı? Evet."
    found = passages(text)
    assert [p.text for p in found] == [
        "Süleymaniye 1557'de bitti.",
        "Kubbesi büyüktür!",
        "Ojibwa  wigwam kurar mı?",
        "Evet.",
    ]
    assert [p.idx for p in found] == [0, 1, 2, 3]
    assert all(text[p.start : p.end] == p.text for p in found)


def test_languages_that_nobody_knows_take_no_memory() -> None:
    """Each record of a corpus may name another one."""
    metadata = Metadata(language="qaa")

    def read(language: str) -> None:
        [passage] = passages("In the 16th century they sang.", language)
        themes(passage, "sang", metadata, ())
        span(passage, "16th centuri", metadata)

    read("qaa")
    tracemalloc.start()
    for letter in ascii_lowercase:
        read(f"qb{letter}")
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_000_000


def test_headings_are_no_passages_but_stand_over_them() -> None:
    document = compose(
        Metadata(language="en"), [Part("", "Before."), Part("Law", "Of law."), Part("Art", "")]
    )
    assert [(p.text, p.section) for p in split(document)] == [("Before.", ""), ("Of law.", "Law")]


def test_a_heading_that_its_text_repeats_is_told_apart() -> None:
    document = compose(Metadata(language="en"), [Part("Law", "Law. It binds.")])
    assert [p.text for p in split(document)] == ["Law.", "It binds."]


def test_a_run_without_sentence_ends_is_cut_at_white_space() -> None:
    words = "kelime " * 1_000
    found = passages(words)
    assert "".join(p.text for p in found).replace(" ", "") == words.replace(" ", "")
    assert all(len(p.text) <= 1_500 and not p.text.startswith("elime") for p in found)


def test_one_word_of_any_length_is_cut_too() -> None:
    assert [len(p.text) for p in passages("a" * 4_000)] == [1_500, 1_500, 1_000]


def test_a_paragraph_of_more_than_a_million_letters() -> None:
    text = "Bir cümle daha yazıldı. " * 45_000
    found = passages(text)
    assert len(text) > 1_000_000
    assert len(found) == 45_000


def test_punctuation_alone_is_no_passage() -> None:
    assert passages("...\n\n— * —\n\n!") == []


def test_a_language_that_nobody_splits_and_none_at_all() -> None:
    for language in ("zz", "ja", "ko", "th", "vi", "zh", "kk", "ru", "ojb"):
        assert [p.text for p in passages("Bir. İki.", language)] == ["Bir.", "İki."], language
    assert passages("12 34", "")[0].language == ""


_text = st.text(
    st.one_of(
        st.sampled_from("aIıİiğş .!?…;:,\n\r\t'’\u0301\u0307\u00a0\u2028\u3000😀🏽\u200d。"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)


@settings(deadline=None)
@given(_text, st.sampled_from(["tr", "en", "", "zz"]), st.integers(1, 9))
@example("Uzun satır " * 300, "tr", 1)
def test_every_passage_is_its_slice_in_order(text: str, language: str, times: int) -> None:
    whole = text * times
    found = passages(whole, language)
    assert [p.text for p in found] == [whole[p.start : p.end] for p in found]
    assert all(p.text == p.text.strip() for p in found)
    assert all(any(map(str.isalnum, p.text)) for p in found)
    ends = [0, *(p.end for p in found)]
    assert all(p.start >= end for p, end in zip(found, ends[:-1], strict=True))
    letters = [sign for sign in whole if sign.isalnum()]
    assert [sign for p in found for sign in p.text if sign.isalnum()] == letters


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(_text, _text), min_size=1, max_size=4))
def test_passages_of_sections_hold_all_but_the_headings(parts: list[tuple[str, str]]) -> None:
    try:
        document = compose(Metadata(language="en"), [Part(*part) for part in parts])
    except Unreadable:
        return
    found = split(document)
    assert all(document.text[p.start : p.end] == p.text for p in found)
    covered = sum(sum(map(str.isalnum, p.text)) for p in found)
    headings = sum(sum(map(str.isalnum, s.title)) for s in document.sections)
    assert covered + headings == sum(map(str.isalnum, document.text))


@pytest.mark.parametrize("sign", ["(", "!?", "\N{GRINNING FACE}"])
def test_signs_without_end_take_no_more_time_than_words(sign: str) -> None:
    text = f"One. {sign * 4_000} Two. Three."
    split(TextDocument(Metadata(language="en"), "Warm."))
    spent = time.process_time()
    found = split(TextDocument(Metadata(language="en"), text))
    assert time.process_time() - spent < 1
    assert [text[p.start : p.end] for p in found] == [p.text for p in found]
    assert found[-1].text == "Three."


def test_a_heading_without_end_is_kept_in_part() -> None:
    document = compose(Metadata(language="en"), [Part("x" * 9_000, "One. Two.")])
    assert [len(p.section) for p in split(document)] == [300, 300]


def test_sentences_need_no_torch() -> None:
    """It would cost each command that reads texts some seconds; who wants it later finds it."""
    code = (
        "import sys; from importlib.util import find_spec; from ingest.sentencizer import *; "
        "print(len([*sentencizer('tr')('Bir. İki.').sents]), 'torch' in sys.modules, "
        "find_spec('torch') is not None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False", "True"]
