"""The card beside a model: what it was made of, how well it finds names, how to use it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from ingest.extract.labels import label
from ingest.ner.labelled import Labelled
from ingest.ner.scores import Score, Scores

JSON = "umran-card.json"
MARKDOWN = "README.md"
_PACKAGES = ("umran", "spacy", "thinc", "python-crfsuite", "torch", "transformers", "numpy")


@dataclass(frozen=True, slots=True)
class Card:
    """All that is needed to judge a model and to make it again.

    `held_out` says what the figures were measured on; `sentences` are (training, held out).
    """

    kind: str
    spec: str
    seed: int
    config: dict[str, Any]
    files: tuple[Labelled, ...]
    language: str
    held_out: str
    sentences: tuple[int, int]
    scores: Scores
    interrupted: bool = False

    @property
    def outside(self) -> list[str]:
        """The labels that have no place in the graph."""
        return [name for name in self.files[0].labels if label(name) is None]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; files by name, hash, sentences and labels."""
        return {
            "kind": self.kind,
            "extractor": self.spec,
            "seed": self.seed,
            "config": self.config,
            "language": self.language,
            "files": [_file(one) for one in self.files],
            "held_out": self.held_out,
            "sentences": {"training": self.sentences[0], "held_out": self.sentences[1]},
            "without_place_in_graph": self.outside,
            "interrupted": self.interrupted,
            "versions": _versions(),
            "scores": self.scores.as_dict(),
        }


def write_card(card: Card, folder: Path) -> None:
    """Write the card as Markdown and as JSON into the model's folder."""
    plain = card.as_dict()
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    (folder / JSON).write_text(text + "\n", encoding="utf-8")
    (folder / MARKDOWN).write_text("\n".join(_page(card, plain)) + "\n", encoding="utf-8")


def _page(card: Card, plain: dict[str, Any]) -> Iterator[str]:
    yield f"# Names by {card.kind}\n"
    yield f"Trained by `umran train-ner` on {card.sentences[0]} sentences"
    yield f"(language: {card.language or 'not told'}). Use it:\n"
    yield f"```console\n$ UMRAN_EXTRACTOR=lexicon,{card.spec} umran ingest my-texts/\n```\n"
    if card.interrupted:
        yield "The training was stopped by hand; this is the best model until then.\n"
    yield f"## Figures\n\nOn {card.held_out} ({card.sentences[1]} sentences); exact spans. The"
    yield "interval holds F1 in 95 of 100 resamplings of the sentences.\n"
    yield "| label | precision | recall | F1 | interval | names |\n|---|--:|--:|--:|--:|--:|"
    yield from map(_row, (card.scores.micro, *card.scores.labels))
    yield "\n## Data\n\n| file | SHA-256 | sentences | names |\n|---|---|--:|--:|"
    for one in plain["files"]:
        names = sum(one["labels"].values())
        yield f"| {one['name']} | `{one['sha256']}` | {one['sentences']} | {names} |"
    yield f"\n## Settings\n\nSeed {card.seed}.\n\n```json\n{json.dumps(plain['config'], indent=2)}"
    yield f"```\n\nVersions: {', '.join(f'{k} {v}' for k, v in plain['versions'].items())}."


def _row(one: Score) -> str:
    figures = f"{one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f}"
    return f"| {one.label} | {figures} | {one.low:.3f} .. {one.high:.3f} | {one.gold} |"


def _file(one: Labelled) -> dict[str, Any]:
    plain = {"name": one.name, "sha256": one.sha256, "sentences": len(one.sentences)}
    return plain | {"labels": one.labels}


def _versions() -> dict[str, str]:
    found = {"python": python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def plain_config(config: Any) -> dict[str, Any]:
    """A config dataclass for the card, its seed left out: that stands apart."""
    return {name: value for name, value in asdict(config).items() if name != "seed"}
