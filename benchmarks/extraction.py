"""The lexicon's extractor against a blank spaCy pipe over the same passages, as a figure."""

from pathlib import Path

from benchmarks import corpus
from benchmarks.extract import LANGUAGES, measure, passages
from benchmarks.measure import Figure, figure
from ingest.extract.lexicon import LexiconExtractor

DOCUMENTS = 100
ROUNDS = 5
TARGET = 0.7


def against_spacy(folder: Path) -> list[Figure]:
    """Words per CPU second, the lexicon's / those of `spacy.blank(...).pipe`, by language."""
    texts, extractor = corpus.write(folder / "extract", DOCUMENTS), LexiconExtractor()
    for path in sorted(texts.glob("*.txt")):
        home = texts / ("tr" if int(path.stem) % 2 else "en")
        home.mkdir(exist_ok=True)
        path.rename(home / path.name)
    return [
        _compared(language, measure(extractor, passages(texts / language, language), ROUNDS))
        for language in LANGUAGES
    ]


def _compared(language: str, rows: list[dict[str, float]]) -> Figure:
    return figure(
        f"extract {language}",
        "-",
        [row["blank"] / row["lexicon"] for row in rows],
        target=TARGET,
        most=False,
        detail="tokens per CPU second, lexicon / blank spaCy pipe",
    )
