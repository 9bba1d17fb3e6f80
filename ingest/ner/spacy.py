"""Training of a spaCy pipeline: a tok2vec and a transition-based parser, from nothing.

Turkish endings after an apostrophe become words of their own ("Ankara'da" is "Ankara", "'da"), so
a name has one row in the embedding tables however it is inflected; the rule is kept in the
pipeline's own tokenizer, and the folder loads with plain `spacy.load`.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.ner.sentence import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

_ENDING = r"(?<=\w)['’‘ʼ`´]\w+$"
_AVERAGE = 0.999


@dataclass(frozen=True, slots=True)
class SpacyConfig:
    """Sizes and limits. `rows` are those of the tables of words, prefixes, suffixes and shapes;
    `words` is a batch's, `every` the steps between looks at the held-out part, `patience` how
    many looks without a gain end the training, `seconds` of CPU end it in any case."""

    seed: int = 0
    width: int = 96
    depth: int = 4
    rows: tuple[int, int, int, int] = (10_000, 2_500, 5_000, 2_500)
    dropout: float = 0.1
    learn_rate: float = 0.001
    words: int = 400
    every: int = 600
    patience: int = 8
    epochs: int = 30
    seconds: float = 500


def train_spacy(
    training: Sequence[Sentence],
    dev: Sequence[Sentence],
    folder: Path,
    *,
    config: SpacyConfig,
    language: str,
    progress: Callable[[int, int, str], None] | None = None,
) -> bool:
    """Write the pipeline that is best on `dev` to `folder`; whether Ctrl-C ended the training.

    The best so far is kept then; KeyboardInterrupt goes on where there is none.
    """
    import spacy

    spacy.util.fix_random_seed(config.seed)
    nlp = blank(language)
    nlp.add_pipe("ner", config=_model(config))
    known, held = (examples(nlp, part) for part in (training, dev))
    optimizer = nlp.initialize(lambda: known)
    optimizer.learn_rate = config.learn_rate
    best = -1.0
    try:
        for done, f1 in _looks(nlp, optimizer, known, held, config):
            if f1 > best:
                best = f1
                _save(nlp, optimizer, folder)
            if progress:
                progress(round(done * 100), 100, f"best F1 on the held-out part: {best:.3f}")
    except KeyboardInterrupt:
        if best < 0:
            raise
        return True
    return False


def blank(language: str) -> "Language":
    """An empty pipeline of this language (`xx` if spaCy has none) that parts endings."""
    import spacy

    try:
        nlp = spacy.blank(language or "xx")
    except ImportError:
        nlp = spacy.blank("xx")
    infixes = [_ENDING, *(nlp.Defaults.infixes or ())]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    return nlp


def examples(nlp: "Language", sentences: Sequence[Sentence]) -> "list[Example]":
    """What spaCy learns from; a span that cuts a word is widened to whole words."""
    from spacy.training import Example
    from spacy.util import filter_spans

    made = []
    for sentence in sentences:
        doc, gold = nlp.make_doc(sentence.text), nlp.make_doc(sentence.text)
        spans = (gold.char_span(*span, alignment_mode="expand") for span in sentence.spans)
        gold.set_ents(filter_spans([span for span in spans if span is not None]))
        made.append(Example(doc, gold))
    return made


def _looks(
    nlp: "Language",
    optimizer: Any,
    known: "list[Example]",
    held: "list[Example]",
    config: SpacyConfig,
) -> Iterator[tuple[float, float]]:
    """Train; at each look, the part of the longest training that is done and F1 on `held`."""
    began, best, since = time.process_time(), -1.0, 0
    for step, (epoch, batch) in enumerate(_batches(known, config), start=1):
        nlp.update(batch, drop=config.dropout, sgd=optimizer)
        spent = (time.process_time() - began) / config.seconds
        if step % config.every and spent < 1:
            continue
        f1 = _f1(nlp, optimizer, held)
        since = 0 if f1 > best else since + 1
        best = max(f1, best)
        yield min(1.0, max(spent, epoch / config.epochs)), f1
        if spent >= 1 or since >= config.patience:
            return
    yield 1.0, _f1(nlp, optimizer, held)


def _batches(known: "list[Example]", config: SpacyConfig) -> "Iterator[tuple[int, list[Example]]]":
    from spacy.training.batchers import minibatch_by_words

    chosen = random.Random(config.seed)
    for epoch in range(config.epochs):
        shuffled = chosen.sample(known, len(known))
        for batch in minibatch_by_words(shuffled, size=config.words):
            yield epoch, batch


def _averaged(nlp: "Language", optimizer: Any) -> Any:
    return nlp.use_params(optimizer.averages) if optimizer.averages else nullcontext()


def _f1(nlp: "Language", optimizer: Any, held: "list[Example]") -> float:
    with _averaged(nlp, optimizer):
        return float(nlp.evaluate([_fresh(nlp, one) for one in held])["ents_f"] or 0)


def _fresh(nlp: "Language", example: "Example") -> "Example":
    from spacy.training import Example

    return Example(nlp.make_doc(example.reference.text), example.reference)


def _save(nlp: "Language", optimizer: Any, folder: Path) -> None:
    with _averaged(nlp, optimizer):
        nlp.to_disk(folder)


def _model(config: SpacyConfig) -> dict[str, Any]:
    return {
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": config.width,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": list(config.rows),
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": config.width,
                    "depth": config.depth,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            },
        }
    }
