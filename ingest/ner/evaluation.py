"""How well any extractor finds the names of a labelled file.

A trained model alone is judged by its own labels and exact spans. The lexicon, several extractors
together, and anything on request are judged as ingestion sees them: in the graph's labels, spans
without the endings after an apostrophe, on both sides.
"""

from collections.abc import Mapping, Sequence

from ingest.document import Mention, Passage
from ingest.extract import Extractor, Model
from ingest.extract.labels import label, trimmed
from ingest.extract.tagging import Span
from ingest.ner.labelled import Labelled
from ingest.ner.scores import Scores, score
from ingest.ner.sentence import Sentence
from kg.errors import SettingsError


def evaluate(
    data: Labelled, finder: Extractor, *, renamed: Mapping[str, str] | None = None, seed: int = 0
) -> Scores:
    """Score `finder` on `data`; `seed` is that of the intervals.

    `renamed` maps labels of the file to labels of the graph; then only these are judged. Without
    it a `Model` is judged by its own labels.
    """
    passages = as_passages(data.sentences, data.language)
    if isinstance(finder, Model) and not renamed:
        own = [[Span(*one[:3]) for one in row] for row in finder.spans(passages)]
        return score([one.spans for one in data.sentences], own, seed=seed)
    wanted = renamed or {name: ours for name in data.labels if (ours := label(name))}
    back = {ours: name for name, ours in wanted.items()} if renamed else {}
    gold = [_gold(one, data.language, wanted, back) for one in data.sentences]
    kept = set(wanted.values())
    found = [_found(row, kept, back) for row in finder.extract(passages)]
    return score(gold, found, seed=seed)


def mapping(pairs: Sequence[str]) -> dict[str, str]:
    """FILE=GRAPH pairs, like NORP=Culture, as a mapping; SettingsError for anything else."""
    made: dict[str, str] = {}
    for pair in pairs:
        name, equals, ours = pair.partition("=")
        if not equals or not name or label(ours) is None:
            raise SettingsError(
                f"--map {pair} is not FILE=GRAPH.",
                hint="Write the file's label and one of the graph's, like NORP=Culture.",
            )
        made[name] = label(ours) or ours
    return made


def as_passages(sentences: Sequence[Sentence], language: str) -> list[Passage]:
    """Each sentence as the passage of a document of its own: its offsets stay what they are."""
    return [Passage(0, 0, len(one.text), one.text, language) for one in sentences]


def _gold(
    one: Sentence, language: str, wanted: Mapping[str, str], back: Mapping[str, str]
) -> set[Span]:
    spans = set()
    for span in one.spans:
        surface = trimmed(one.text[span.start : span.end], language)
        if surface and span.label in wanted:
            start = one.text.index(surface, span.start)
            ours = wanted[span.label]
            spans.add(Span(start, start + len(surface), back.get(ours, ours)))
    return spans


def _found(row: Sequence[Mention], kept: set[str], back: Mapping[str, str]) -> set[Span]:
    return {Span(m.start, m.end, back.get(m.label, m.label)) for m in row if m.label in kept}
