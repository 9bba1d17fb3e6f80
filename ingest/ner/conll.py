"""CoNLL files: a word a line, its tag in the last column, an empty line between sentences.

Read are B-/I-/O and IOB1 (an I- may begin a name, as in WikiGold), BIOES too, columns parted by
tabs or spaces; words are joined by one space, so offsets are exact in the text that comes out.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ingest.extract.tagging import Word, spans, tags
from ingest.ner.sentence import Sentence
from kg.errors import LabelsUnreadable

_DOCUMENT = "-DOCSTART-"
_PREFIXES = {"B": "B", "I": "I", "E": "I", "S": "B", "L": "I", "U": "B"}


def read_conll(text: str) -> list[Sentence]:
    """The sentences of a file; LabelsUnreadable says the line that is none."""
    lines = enumerate(text.splitlines(), start=1)
    blocks = groupby(lines, key=lambda line: not _blank(line[1]))
    return [_sentence(block) for full, block in blocks if full]


def write_conll(sentences: Iterable[Sentence], words: Iterable[list[Word]]) -> str:
    """The file that says the same: `words` are those of each sentence; B-, I- and O, tabs."""
    blocks = (
        "".join(f"{w.form}\t{t}\n" for w, t in zip(row, tags(row, one.spans), strict=True))
        for one, row in zip(sentences, words, strict=True)
    )
    return "\n".join(blocks)


def _blank(line: str) -> bool:
    return not line.strip() or line.startswith(_DOCUMENT)


def _sentence(lines: Iterable[tuple[int, str]]) -> Sentence:
    row: list[Word] = []
    found: list[str] = []
    start = 0
    for form, tag in _cells(lines):
        row.append(Word(start, start + len(form), form))
        found.append(tag)
        start += len(form) + 1
    return Sentence(" ".join(word.form for word in row), tuple(spans(row, found)))


def _cells(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for number, line in lines:
        cells = line.split("\t") if "\t" in line else line.split()
        if len(cells) < 2 or not cells[0].strip():
            raise LabelsUnreadable(
                f"Line {number} is not a word and a tag: {line[:40]!r}.",
                hint="A CoNLL line is: word, tab or space, tag.",
            )
        yield cells[0].strip(), _tag(cells[-1].strip(), number)


def _tag(tag: str, number: int) -> str:
    if tag == "O":
        return tag
    prefix, _, label = tag.partition("-")
    if prefix not in _PREFIXES or not label:
        raise LabelsUnreadable(
            f"Line {number} has the tag {tag!r}.", hint="A tag is O, B-LABEL or I-LABEL."
        )
    return f"{_PREFIXES[prefix]}-{label}"
