"""Which language a text is written in, by py3langid among the languages that are likely here."""

import re
from functools import lru_cache
from typing import Any

LANGUAGES = (
    "ar", "az", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hu",
    "hy", "it", "ka", "kk", "ku", "la", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv",
    "tr", "uk", "ur", "uz",
)  # fmt: skip
LETTERS = 12
"""Texts with fewer letters are too short to tell."""
CONFIDENCE = 0.6
SAMPLE = 8_000

_LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> str:
    """ISO 639-1 code of the language; "" where the text is too short or the guess too unsure."""
    language, confidence = likeliest(text)
    return language if confidence >= CONFIDENCE else ""


def likeliest(text: str) -> tuple[str, float]:
    """The best guess of LANGUAGES and its probability, 0..1; ("", 0.0) for too few letters."""
    sample = text[:SAMPLE]
    if len(_LETTER.findall(sample)) < LETTERS:
        return "", 0.0
    language, confidence = _identifier().classify(sample)
    return str(language), float(confidence)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


_TWO_LETTERS = {"tur": "tr", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr"}


def code(tag: str) -> str:
    """The ISO 639 code in a language tag such as "tr-TR" or "tur"; "" where there is none."""
    first = tag.strip().replace("_", "-").partition("-")[0].lower()
    known = len(first) in (2, 3) and first.isascii() and first.isalpha()
    return _TWO_LETTERS.get(first, first) if known else ""
