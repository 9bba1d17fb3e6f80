"""From bytes to text: UTF-8 first, then what the file declares, then a guess that must convince.

The guess: charset-normalizer tells text from noise but mixes up the single-byte alphabets
(windows-1254 differs from windows-1252 in six letters), so among these the encoding wins whose
text reads most like a language that was written in it.
"""

import codecs
import re

from ingest.language import CONFIDENCE, likeliest
from ingest.read.content import refuse_other_things
from kg.errors import Unreadable

STRAY_CONTROLS = 1e-3
"""The share of control characters above which something is not text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WRITTEN_IN = {
    "cp1254": {"tr", "az", "ku"},
    "cp1252": {"en", "de", "fr", "es", "it", "pt", "nl", "la", "da", "sv", "no", "fi"},
    "cp1250": {"pl", "hu", "ro", "cs"},
    "iso8859_2": {"pl", "hu", "ro", "cs"},
    "cp1251": {"ru", "bg", "sr", "kk", "uk"},
    "koi8_r": {"ru"},
    "cp1253": {"el"},
    "cp1255": {"he"},
    "cp1256": {"ar", "fa", "ur"},
}
_LATIN = ("cp1254", "cp1252", "cp1250", "iso8859_2")
_PLAIN = 0.5
_SEVERAL_BYTES = ("big5", "cp932", "cp949", "cp950", "euc", "gb", "hz", "iso2022", "johab", "shift")
_AGREED = 0.3
"""What it adds to the confidence that charset-normalizer says the same."""
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_NONSENSE = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, *, declared: str = "") -> str:
    """The text in `data`, as it stands (line ends and Unicode form untouched), without a BOM.

    `declared` is the encoding that the file names itself, used where it is not UTF-8. Raises
    Unreadable for what is not text, is damaged, or is in an encoding that cannot be told.
    """
    refuse_other_things(data)
    text = _marked(data)
    if text is None:
        text = _utf8(data)
    if text is None:
        text = _declared(data, declared)
    if text is None:
        text = _guessed(data)
    refuse_noise(text)
    return text


def _marked(data: bytes) -> str | None:
    encoding = marked_as(data)
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"Damaged {encoding} text at byte {error.start:,}.") from None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        foreign = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
        if foreign > 10 * broken:
            raise Unreadable(
                f"Damaged UTF-8 text at byte {error.start:,}.", hint="Save it again as UTF-8."
            ) from None
        return None


def _declared(data: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared).name if declared else ""
        return data.decode(_WIDER.get(name, name)) if name else None
    except (LookupError, UnicodeError):
        return None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = None if b"\x00" in data else from_bytes(data).best()
    if best is None:
        raise Unreadable("This is not text: its bytes are no text in any known encoding.")
    if best.encoding.startswith(_SEVERAL_BYTES) and best.multi_byte_usage > 0.1:
        return str(best)
    candidates = [
        (confidence + _AGREED * (encoding == best.encoding), text)
        for encoding, languages in _WRITTEN_IN.items()
        if (text := _strictly(data, encoding)) is not None
        and _in_script(text, latin=encoding in _LATIN)
        and (confidence := _confidence(text, languages)) >= CONFIDENCE
    ]
    if candidates:
        return max(candidates, key=lambda candidate: candidate[0])[1]
    if best.coherence < 0.3:
        raise Unreadable("The encoding cannot be told.", hint="Save the file as UTF-8.")
    return str(best)


def _in_script(text: str, *, latin: bool) -> bool:
    """Whether the letters are mostly ASCII, as in Latin scripts, or mostly not, as in others: read
    in the alphabet of another script, a text is full of letters that never stand together.
    """
    letters = [letter for letter in text[:20_000] if letter.isalpha()]
    plain = sum(map(str.isascii, letters))
    return (plain > _PLAIN * len(letters)) is latin


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _confidence(text: str, languages: set[str]) -> float:
    """How surely the words with foreign letters, where an encoding shows, are of the languages."""
    words = re.findall(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*", text[:400_000])
    language, confidence = likeliest(text)
    telling, surely = likeliest(" ".join(words[:800])) if len(words) > 8 else (language, confidence)
    return (confidence + surely) / 2 if language in languages and telling in languages else 0.0


def marked_as(head: bytes) -> str:
    """The encoding that the first bytes of a file tell by their mark; "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def refuse_noise(text: str) -> None:
    """Raises Unreadable for what is no text, though it could be decoded."""
    if "\x00" in text:
        raise Unreadable("This is not text: it holds NUL bytes.")
    if len(_NONSENSE.findall(text)) > STRAY_CONTROLS * len(text):
        raise Unreadable("This is not text: it is full of control characters.")
