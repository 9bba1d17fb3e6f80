"""The lexicon against a blank spaCy pipe: tokens per CPU second in one process, as a ratio.

    python benchmarks/extract.py FOLDER [--rounds 5]

FOLDER holds texts in `tr/` and `en/`. Both read the same passages in turn, spaCy first; each
round's ratio is lexicon / spaCy, and the median is what counts. `blank` is `spacy.blank(...).pipe`,
`tokenizer` is its tokenizer alone, with nothing kept. Round 0 is cold and left out.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from ingest.document import Passage
from ingest.extract.lexicon import LexiconExtractor

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
LANGUAGES = ("tr", "en")


def main() -> None:
    """Print one line a language and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    extractor = LexiconExtractor()
    for language in LANGUAGES:
        found = passages(arguments.folder / language, language)
        report(language, measure(extractor, found, arguments.rounds))


def passages(folder: Path, language: str) -> list[Passage]:
    """The sentences of all texts in `folder`, roughly cut."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    sentences = [sentence for text in texts for sentence in _SENTENCE.split(text)]
    return [Passage(i, 0, len(text), text, language) for i, text in enumerate(sentences)]


def measure(
    extractor: LexiconExtractor, found: list[Passage], rounds: int
) -> list[dict[str, float]]:
    """CPU seconds of every contestant, one row a round, and the number of spaCy tokens."""
    import spacy

    nlp = spacy.blank(found[0].language)
    texts = [passage.text for passage in found]
    contestants: dict[str, Callable[[], object]] = {
        "blank": lambda: sum(len(doc) for doc in nlp.pipe(texts)),
        "tokenizer": lambda: sum(len(doc) for doc in nlp.tokenizer.pipe(texts)),
        "lexicon": lambda: extractor.extract(found),
    }
    tokens = float(sum(len(nlp.make_doc(text)) for text in texts))
    rows = [{name: _seconds(run) for name, run in contestants.items()} for _ in range(rounds + 1)]
    return [row | {"tokens": tokens} for row in rows[1:]]


def report(language: str, rows: list[dict[str, float]]) -> None:
    """Print the median ratios and speeds of the rounds."""
    for rival in ("blank", "tokenizer"):
        ratios = [row[rival] / row["lexicon"] for row in rows]
        print(f"{language}  lexicon / spaCy {rival:9}  {statistics.median(ratios):6.2f}", end="")
        print(f"  ({min(ratios):.2f} .. {max(ratios):.2f})")
    speed = statistics.median(row["tokens"] / row["lexicon"] for row in rows)
    print(f"{language}  lexicon {speed / 1e6:.2f} M spaCy tokens per CPU second")


def _seconds(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


if __name__ == "__main__":
    main()
