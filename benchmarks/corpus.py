"""Documents of real sentences, some 2,200 characters each, English and Turkish in turn."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

_ROOT = Path(__file__).parent.parent
REAL = _ROOT.parent / "shared" / "data" / "texts"
EXAMPLES = _ROOT / "examples" / "texts"
LENGTH = 2_200
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FROM, _TO = 20, 600


def write(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Fill `folder` with `count` texts; the same seed gives the same texts."""
    folder.mkdir(parents=True)
    random = Random(seed)
    for number in range(count):
        sentences = _sentences("tr" if number % 2 else "en")
        text = _run(sentences, random.randrange(len(sentences)))
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def origin() -> str:
    """Where the sentences are from, for the head of the table."""
    return "real texts" if REAL.is_dir() else "examples/texts"


def _run(sentences: tuple[str, ...], start: int) -> str:
    """Sentences in their order from `start` on, as paragraphs of four."""
    taken: list[str] = []
    length = 0
    while length < LENGTH:
        sentence = sentences[(start + len(taken)) % len(sentences)]
        taken.append(sentence)
        length += len(sentence) + 1
    return "\n\n".join(" ".join(taken[i : i + 4]) for i in range(0, len(taken), 4))


@cache
def _sentences(language: str) -> tuple[str, ...]:
    whole = (" ".join(part.split()) for text in _texts(language) for part in _SENTENCE.split(text))
    return tuple(sentence for sentence in whole if _FROM <= len(sentence) <= _TO)


def _texts(language: str) -> Iterator[str]:
    if REAL.is_dir():
        paths = sorted((REAL / language).glob("*.txt"))
    else:
        paths = sorted(EXAMPLES.glob(f"*-{language}.md"))
    return (_body(path.read_text(encoding="utf-8")) for path in paths)


def _body(text: str) -> str:
    """A text without front matter and without Project Gutenberg's head and licence."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"\A.*?\*\*\* ?START OF TH[^*]*\*\*\*", "", text, flags=re.S)
    return re.sub(r"\*\*\* ?END OF TH.*\Z", "", text, flags=re.S)
