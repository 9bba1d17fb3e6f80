"""What a word shows of being a name: letters, shape, endings, neighbours, what the training texts
write in lower case, and our lexicon.

Turkish inflects, so besides the whole word its first letters count (the first five are nearly a
stemmer: Can et al. 2008, "Information retrieval on Turkish texts"), and what stands before and
behind an apostrophe. Everything is a string; each word has about fifty.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ingest.document import Passage
from ingest.extract import Extractor
from ingest.extract.forms import QUOTES
from ingest.extract.tagging import Span, Word, tags
from ingest.extract.turkish import spelled

STEM = 5
"""Letters that stand for a word among its neighbours."""
OFTEN = 3
_QUOTE = re.compile(f"[{QUOTES}]")
_ROMAN = re.compile(r"[IVXLCDM]+\.?")
_RUN = re.compile(r"(.)\1+")
_YEAR = re.compile(r"1\d{3}|20\d\d")


def features(
    found: Sequence[Word], named: Sequence[str], lower: Mapping[str, int]
) -> list[list[str]]:
    """The features of each word; `named` says per word what the lexicon calls it (`gazetteer`),
    `lower` how often texts write a word in lower case (`lower_case`)."""
    views = [_view(word.form) for word in found]
    rows = [_own(view) for view in views]
    for i, row in enumerate(rows):
        _add_neighbours(row, views, i)
        _add_names(row, named, i)
        _add_lower(row, views, i, lower)
    return rows


def lower_case(found: Iterable[Sequence[Word]]) -> dict[str, int]:
    """How often, up to OFTEN, each word stands in lower case: "Market" may then be a common word
    that begins a sentence, "Mardin" hardly."""
    counted = Counter(word.form for row in found for word in row if word.form.islower())
    return {form: min(count, OFTEN) for form, count in sorted(counted.items())}


def gazetteer(
    texts: Sequence[str], found: Sequence[Sequence[Word]], lexicon: Extractor, language: str
) -> list[list[str]]:
    """Per text and word, what the lexicon calls it: B-Place, I-Place, O."""
    passages = [Passage(i, 0, len(text), text, language) for i, text in enumerate(texts)]
    mentions = lexicon.extract(passages)
    return [
        tags(row, [Span(m.start, m.end, m.label) for m in reversed(of)])
        for row, of in zip(found, mentions, strict=True)
    ]


class _View:
    """One word in the forms in which features quote it."""

    __slots__ = ("ending", "first", "form", "low", "shape", "short", "stem")

    def __init__(self, form: str) -> None:
        self.form = form
        self.low = spelled(form)
        self.stem, _, self.ending = _QUOTE.sub("'", self.low, count=1).partition("'")
        self.first = self.stem[:STEM]
        self.shape = _shape(form)
        self.short = _RUN.sub(r"\1", self.shape)


_KNOWN: dict[str, _View] = {}
_REMEMBERED = 200_000


def _view(form: str) -> _View:
    view = _KNOWN.get(form)
    if view is None:
        if len(_KNOWN) >= _REMEMBERED:
            _KNOWN.clear()
        view = _KNOWN[form] = _View(form)
    return view


def _shape(form: str) -> str:
    return "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in form[:12]
    )


def _own(view: _View) -> list[str]:
    low, stem = view.low, view.stem
    row = ["bias", f"w={low}", f"form={view.form}", f"stem={stem}", f"shape={view.shape}"]
    row += [f"short={view.short}", f"length={min(len(stem), 9)}"]
    row += [f"p{n}={stem[:n]}" for n in range(1, 6) if len(stem) >= n]
    row += [f"s{n}={low[-n:]}" for n in range(1, 6) if len(low) > n]
    row += _grams(f"^{low}$")
    row += [f"e{n}={stem[-n:]}|{view.short}" for n in (2, 3, 4) if len(stem) > n]
    if view.ending:
        row += ["quoted", f"ending={view.ending}"]
    row += [name for name, test in _KINDS if test(view.form)]
    return row


def _grams(low: str) -> list[str]:
    return sorted({f"g={low[i : i + n]}" for n in (3, 4) for i in range(len(low) - n + 1)})


_KINDS = (
    ("year", _YEAR.match),
    ("roman", _ROMAN.fullmatch),
    ("capitals", str.isupper),
    ("number", str.isdigit),
    ("point", re.compile(r".*\.$").match),
)


def _add_neighbours(row: list[str], views: Sequence[_View], i: int) -> None:
    def at(place: int) -> tuple[str, str, str]:
        if 0 <= place < len(views):
            view = views[place]
            return view.low, view.first, view.short
        return ("<", "<", "<") if place < 0 else (">", ">", ">")

    here = at(i)
    for step in (-2, -1, 1, 2):
        low, first, short = at(i + step)
        row += [f"w{step}={low}", f"f{step}={first}", f"h{step}={short}"]
    (low_1, first_1, short_1), (low1, first1, short1) = at(i - 1), at(i + 1)
    row += [
        f"w-1w0={low_1}|{here[1]}",
        f"w0w1={here[1]}|{low1}",
        f"h-1h0={short_1}|{here[2]}",
        f"h0h1={here[2]}|{short1}",
        f"h-1h0h1={short_1}|{here[2]}|{short1}",
        f"h0f1={here[2]}|{first1}",
        f"h0f-1={here[2]}|{first_1}",
        f"s-1={low_1[-3:]}",
        f"s1={low1[-3:]}",
    ]
    if i == 0:
        row.append(f"begin={here[2]}")


def _add_names(row: list[str], named: Sequence[str], i: int) -> None:
    for step in (-1, 0, 1):
        if 0 <= i + step < len(named) and named[i + step] != "O":
            row.append(f"named{step}={named[i + step]}")


def _add_lower(row: list[str], views: Sequence[_View], i: int, lower: Mapping[str, int]) -> None:
    for step in (-1, 0, 1):
        if 0 <= i + step < len(views) and views[i + step].form[:1].isupper():
            begins = "<" if i + step == 0 else ""
            row.append(f"lower{step}={lower.get(views[i + step].low, 0)}{begins}")
