"""Training of each kind on a few sentences, from file to extractor."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Passage
from ingest.extract import extractor
from ingest.extract.tagging import Span
from ingest.ner.bert import IGNORED, BertConfig, align, train_bert
from ingest.ner.evaluation import evaluate, mapping
from ingest.ner.labelled import Labelled, load
from ingest.ner.sentence import Sentence
from ingest.ner.spacy import SpacyConfig, train_spacy
from ingest.ner.training import train_ner
from kg.errors import LabelsUnreadable, ModelMissing, SettingsError

PEOPLE = ("Sinan", "Evliya", "Fatma", "Yunus", "Zeynep", "Kemal", "Ayşe", "Bekir")
PLACES = ("Edirne", "Konya", "Bursa", "Sivas", "Manisa", "Amasya", "Tokat", "Mardin")


def sentence(chosen: random.Random) -> str:
    person, place = chosen.choice(PEOPLE), chosen.choice(PLACES)
    return f"{person}\tB-PERSON\nusta\tO\n{place}'de\tB-GPE\nbir\tO\ncami\tO\nyaptı\tO\n.\tO\n"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = random.Random(0)
    path = tmp_path_factory.mktemp("ner") / "labels.conll"
    path.write_text("\n".join(sentence(chosen) for _ in range(60)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def crf(labels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crf") / "model"
    seen: list[int] = []
    train_ner(labels, out, progress=lambda done, total, what: seen.append(done))
    assert seen[0] == 1
    return out


def test_a_crf_from_file_to_mentions(crf: Path) -> None:
    finder = extractor(f"crf:{crf}")
    text = "Zeynep usta Bursa'de bir cami yaptı."
    (found,) = finder.extract([Passage(0, 50, 50 + len(text), text, "tr")])
    assert [(m.surface, m.label) for m in found] == [("Zeynep", "Person"), ("Bursa", "Place")]
    assert all(text[m.start - 50 : m.end - 50] == m.surface for m in found)
    assert all(0 < m.score <= 1 for m in found)


@settings(deadline=None, max_examples=40)
@given(st.one_of(st.text(max_size=30), st.sampled_from(["", " ", "\n", "Sinan’ın Konya"])))
def test_every_span_of_a_crf_resolves(crf: Path, text: str) -> None:
    (found,) = extractor(f"crf:{crf}").extract([Passage(0, 3, 3 + len(text), text, "tr")])
    assert all(("   " + text)[m.start : m.end] == m.surface != "" for m in found)


def test_the_card_says_how_to_make_it_again(crf: Path, labels: Path) -> None:
    card = json.loads((crf / "umran-card.json").read_text(encoding="utf-8"))
    assert card["files"][0]["sha256"] == load(labels).sha256
    assert (card["kind"], card["seed"]) == ("crf", 0)
    assert card["scores"]["micro"]["f1"] == 1.0
    assert set(card["scores"]["labels"]) == {"PERSON", "GPE"}
    assert f"crf:{crf}" in (crf / "README.md").read_text(encoding="utf-8")


def test_same_seed_same_weights(labels: Path, crf: Path, tmp_path: Path) -> None:
    train_ner(labels, tmp_path / "again")
    weights = [(folder / "model.crf").read_bytes() for folder in (crf, tmp_path / "again")]
    assert weights[0] == weights[1]


def test_a_spacy_pipeline_learns_and_loads(labels: Path, tmp_path: Path) -> None:
    sentences = load(labels).sentences
    config = SpacyConfig(width=32, depth=1, rows=(200,) * 4, words=100, every=10)
    stopped = train_spacy(
        sentences[:50], sentences[50:], tmp_path / "model", config=config, language="tr"
    )
    assert not stopped
    finder = extractor(f"spacy:{tmp_path / 'model'}")
    assert evaluate(load(labels), finder).micro.f1 > 0.9


def test_stopping_by_hand_keeps_the_best(labels: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    sentences = load(labels).sentences
    config = SpacyConfig(width=32, depth=1, rows=(200, 200, 200, 200), every=5)
    model = tmp_path / "model"
    assert train_spacy(sentences, sentences, model, config=config, language="tr", progress=stop)
    assert extractor(f"spacy:{model}").extract([]) == []


def test_a_folder_is_whole_or_as_it_was(labels: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_ner(labels, tmp_path / "model", progress=stop)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(SettingsError, match="mine"):
        train_ner(labels, tmp_path / "mine")


def base(folder: Path) -> Path:
    import torch
    from transformers import BertConfig as Config
    from transformers import BertForTokenClassification, BertTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = [*special, *PEOPLE, *PLACES, "usta", "'", "de", "bir", "cami", "yaptı", ".", "##de"]
    torch.manual_seed(0)
    config = Config(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = BertTokenizerFast(vocab=vocabulary, do_lower_case=False, strip_accents=False)
    tokenizer.save_pretrained(folder)
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


def test_a_bert_learns_and_loads(labels: Path, tmp_path: Path) -> None:
    data = load(labels)
    config = BertConfig(base=str(base(tmp_path / "base")), epochs=12, learn_rate=1e-2, tokens=128)
    train_bert(data.sentences[:50], data.sentences[50:], tmp_path / "model", config=config)
    finder = extractor(f"hf:{tmp_path / 'model'}")
    trimmed = evaluate(data, finder, renamed=mapping(["PERSON=Person", "GPE=Place"]))
    assert trimmed.micro.f1 > 0.9


def test_pieces_bear_the_tag_of_their_word() -> None:
    numbers = [None, 0, 0, 1, 2, 3, None]
    offsets = [(0, 0), (0, 3), (3, 6), (7, 9), (10, 14), (15, 16), (0, 0)]
    index = {"O": 0, "B-P": 1, "I-P": 2}
    spans = [Span(0, 9, "P"), Span(10, 14, "P")]
    assert align(numbers, offsets, spans, index) == [IGNORED, 1, IGNORED, 2, 1, 0, IGNORED]


def test_the_lexicon_is_judged_in_labels_of_the_graph() -> None:
    gold = (Span(0, 12, "NORP"), Span(13, 21, "GPE"))
    data = Labelled("x", "", (Sentence("Osmanlı'nın Ankara'da", (gold[0]._replace(end=11),
        Span(12, 21, "GPE"))),))  # fmt: skip
    people = evaluate(data, extractor("lexicon"), renamed=mapping(["NORP=Culture"]))
    assert [(s.label, s.f1) for s in people.labels] == [("NORP", 1.0)]
    both = evaluate(data, extractor("lexicon"))
    assert {s.label for s in both.labels} == {"Culture", "Place"}
    assert both.micro.f1 == 1.0


def test_what_cannot_be_done_is_told(labels: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lstm"):
        train_ner(labels, tmp_path / "m", kind="lstm")
    with pytest.raises(SettingsError, match="--base"):
        train_ner(labels, tmp_path / "m", kind="bert")
    with pytest.raises(ModelMissing, match="nowhere"):
        extractor(f"crf:{tmp_path / 'nowhere'}")
    with pytest.raises(SettingsError, match="NORP=Folk"):
        mapping(["NORP=Folk"])
    one = tmp_path / "one.conll"
    one.write_text("Sinan\tB-PERSON\n", encoding="utf-8")
    with pytest.raises(LabelsUnreadable, match="too few"):
        train_ner(one, tmp_path / "m")
