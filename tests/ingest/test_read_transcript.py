"""Subtitles: words without times, and the time at which a sentence begins as its page."""

from collections.abc import Callable

import pytest

from ingest.document import SourceFile, TextDocument
from ingest.read import read
from ingest.split import split
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
SRT = """1
00:00:01,500 --> 00:00:04,000
<i>Köyümüzde düğün</i>
üç gün sürerdi.

2
00:01:30,000 --> 00:01:33,000 X1:40 X2:600
{\\an8}Sonra çeşmeye

3
01:02:03,000 --> 01:02:05,000
gidilirdi. Işıklar yanardı.
"""
VTT = """WEBVTT - görüşme
Kind: captions

NOTE a remark
of several lines

STYLE
::cue { color: red }

giriş
00:05.000 --> 00:07.000 align:start
<v Ayşe Nine>Biz <c.vurgu>âşık</c> dinlerdik &amp; ağlardık.

00:08.000 --> 00:09.000
<v Ayşe Nine>Biz <c.vurgu>âşık</c> dinlerdik &amp; ağlardık.
Her akşam.

00:09.500 --> 00:12.000
<v Soran>Nerede?</v>
"""


def text_of(put: Put, name: str, data: str | bytes) -> TextDocument:
    document = read(put(name, data))
    assert isinstance(document, TextDocument)
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_words_run_on_and_times_are_the_pages(put: Put, encoding: str, ends: str) -> None:
    document = text_of(put, "köy.srt", SRT.replace("\n", ends).encode(encoding))
    found = split(document)
    assert [(each.text, each.page) for each in found] == [
        ("Köyümüzde düğün\nüç gün sürerdi.", "00:00:01"),
        ("Sonra çeşmeye\ngidilirdi.", "00:01:30"),
        ("Işıklar yanardı.", "01:02:03"),
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found)
    assert document.metadata.title == "köy"


def test_speakers_open_paragraphs_and_repeated_lines_are_said_once(put: Put) -> None:
    document = text_of(put, "a.vtt", VTT)
    assert document.text == (
        "Ayşe Nine: Biz âşık dinlerdik & ağlardık.\nHer akşam.\n\nSoran: Nerede?"
    )
    assert [page.label for page in document.pages] == ["00:00:05", "00:00:08", "00:00:09"]
    assert [each.page for each in split(document)][-1] == "00:00:09"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("WEBVTT\n\njust words", "no cue"),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", "no text"),
        (b"\x00\x01\x02", "not text"),
    ],
)
def test_what_says_nothing_is_refused(put: Put, data: str | bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(put("a.srt", data))
