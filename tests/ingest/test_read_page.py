"""Marks of pages: they part nothing, and offsets hold whatever stands around them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Metadata
from ingest.read.page import LONGEST, mark
from ingest.read.prose import LETTERS, Part, clean, compose
from ingest.split import split
from kg.errors import Unreadable

ODD = "aıİğ1 .\n\t\u0301\u00ad\r\u2028é😀"


@given(st.lists(st.tuples(st.sampled_from(("", "iv", "12")), st.text(st.sampled_from(ODD)))))
def test_a_text_is_the_same_with_and_without_pages(pieces: list[tuple[str, str]]) -> None:
    spaced = "".join(f" {text}" for _, text in pieces)
    marked = "".join(f" {mark(label)}{text}" for label, text in pieces)
    try:
        plain = compose(Metadata(), [Part("", spaced)])
    except Unreadable:
        with pytest.raises(Unreadable):
            compose(Metadata(), [Part("", marked)])
        return
    document = compose(Metadata(), [Part("", marked)])
    if "\u0301" not in spaced:
        assert document.text.split() == plain.text.split()
    assert "\ufdd0" not in document.text
    assert all(0 <= page.start <= len(document.text) + 2 for page in document.pages)


def test_a_mark_stands_before_the_next_word() -> None:
    document = compose(Metadata(), [Part("", f"Bir.{mark('7')}\n\n \n\n{mark('8')}\n\nİki.")])
    assert document.text == "Bir.\n\nİki."
    assert [(page.label, document.text[page.start :]) for page in document.pages] == [
        ("7", "İki."), ("8", "İki."),
    ]  # fmt: skip
    assert [each.page for each in split(document)] == ["", "8"]


def test_what_follows_a_note_is_of_the_page_before_it() -> None:
    notes = (f"{mark('1')}Birinci not.", "Yersiz not.")
    parts = [Part("Baş", f"{mark('1')}Bir. {mark('2')}İki.", notes), Part("Son", "Üç.")]
    found = split(compose(Metadata(language="tr"), parts))
    assert [(each.text, each.page, each.note) for each in found] == [
        ("Bir.", "1", False), ("İki.", "2", False), ("Birinci not.", "1", True),
        ("Yersiz not.", "2", True), ("Üç.", "2", False),
    ]  # fmt: skip


def test_labels_are_short_and_of_one_line() -> None:
    assert clean(mark(" 1\n2 ")) == mark("1 2")
    assert len(mark("9" * 500)) == LONGEST + 2
    assert mark(" ") == ""


def test_a_text_that_no_transaction_holds_is_refused() -> None:
    compose(Metadata(), [Part("", "a" * LETTERS)])
    with pytest.raises(Unreadable, match="split it"):
        compose(Metadata(), [Part("", "a" * LETTERS), Part("", "b")])


def test_much_white_space_costs_little() -> None:
    began = time.monotonic()
    compose(Metadata(), [Part("", f"a{' ' * 300_000}{mark('1')}{' ' * 300_000}b")])
    assert time.monotonic() - began < 5
