"""Stems: the inflections of one word meet, in Turkish and in English."""

import pytest

from kg.terms import query_terms, stem


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("tr", ["kubbe", "kubbeler", "kubbeleri", "KUBBELERİNİN", "Kubbeyi"]),
        ("tr", ["ağıt", "ağıtlar", "AĞITLAR"]),
        ("tr", ["çini", "çiniler", "ÇİNİLERİ"]),
        ("en", ["dome", "domes", "DOMES"]),
        ("en", ["ritual", "rituals"]),
    ],
)
def test_inflections_have_one_stem(language: str, words: list[str]) -> None:
    assert len({stem(word, language) for word in words}) == 1


def test_words_of_other_languages_are_only_folded() -> None:
    assert stem("Manoominikewin, Sámi!", "oj") == "manoominikewin sami"


def test_a_turkish_i_keeps_its_dot_until_it_is_stemmed() -> None:
    assert stem("IĞDIR", "tr") == stem("ığdır", "tr")
    assert stem("İZNİK", "tr") == stem("iznik", "tr")
    assert stem("İznik", "") == stem("iznik", "en") == "iznik"


def test_a_query_has_the_stems_of_every_language() -> None:
    assert set(stem("domes", "en").split()) <= set(query_terms("domes"))
    assert set(stem("kubbeleri", "tr").split()) <= set(query_terms("kubbeleri"))


def test_a_query_repeats_no_term_and_may_be_empty() -> None:
    terms = query_terms("kubbe kubbe KUBBE")
    assert len(terms) == len(set(terms))
    assert query_terms(" ?! ") == []
