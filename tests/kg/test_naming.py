"""Folding is one code point to one and idempotent; uids are stable and do not collide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.naming import entity_uid, fold, normalise, uid


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İznik", "IZNIK"),
        ("ıznik", "iznik"),
        ("ŞAMANİZM", "şamanizm"),
        ("Sámi", "sami"),
        ("Göçebe  Yörük", "gocebe yoruk"),
        ("Edo-period", "edo period"),
        ("Qur’an", "Qur'an"),
        ("Łódź", "lodz"),
        ("Ğ", "g"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert entity_uid("Culture", one) == entity_uid("Culture", other)


def test_a_combining_accent_stays_a_code_point_of_its_own() -> None:
    assert len(fold("I\u0307znik")) == len("I\u0307znik")


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_other_keys_have_other_uids(one: list[str], other: list[str]) -> None:
    assert (uid("Culture", *one) == uid("Culture", *other)) == (one == other)


def test_the_label_and_the_bounds_of_the_parts_count() -> None:
    assert len({uid("A", "b"), uid("B", "b"), uid("A", "bc", "d"), uid("A", "b", "cd")}) == 4


def test_a_uid_never_changes() -> None:
    assert uid("Culture", "ottoman") == "68b68860e1c422a0747dc832"
