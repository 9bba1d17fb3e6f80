import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Passage
from ingest.extract import Extractor, Model, extractor
from ingest.extract.huggingface import Window, Word, batches, spans
from kg.errors import ModelMissing

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-NORP", "I-NORP", "B-MISC"]
LONGEST = 24


def save(folder: Path, labels: list[str]) -> Path:
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = "abcçdefgğhıijklmnoöprsştuüvyzwxqABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ'.,-0123456789"
    vocabulary = [*special, *letters, *(f"##{letter}" for letter in letters), "Türk", "##ler"]
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=LONGEST, initializer_range=1.0,
        id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
    )  # fmt: skip
    folder.mkdir()
    words = {word: number for number, word in enumerate(vocabulary)}
    tokenizer = BertTokenizerFast(vocab=words, do_lower_case=False, strip_accents=False)
    tokenizer.save_pretrained(folder)
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("hf") / "tiny", LABELS)


@pytest.fixture(scope="module")
def tiny(folder: Path) -> Extractor:
    return extractor(f"hf:{folder}")


def passage(text: str, start: int = 0) -> Passage:
    return Passage(0, start, start + len(text), text, "tr")


LONG = "Türkler Ankara'da ve İzmir'de, Konya'nın köylerinde yaşar. " * 4


@settings(deadline=None, max_examples=50)
@given(text=st.one_of(st.text(max_size=40), st.sampled_from([LONG, "", " ", "’"])))
def test_every_mention_resolves(tiny: Extractor, text: str) -> None:
    (mentions,) = tiny.extract([passage(text, 5)])
    for mention in mentions:
        assert (" " * 5 + text)[mention.start : mention.end] == mention.surface != ""
        assert mention.label in {"Person", "Place", "Culture"}
        assert 0 < mention.score <= 1
        assert mention.key is None


def test_long_passages_are_read_to_their_end(tiny: Extractor) -> None:
    (mentions,) = tiny.extract([passage(LONG)])
    assert mentions[-1].end > len(LONG) * 3 / 4
    assert all(m.extractor == "hf:tiny" for m in mentions)


def test_a_batch_reads_like_its_passages_alone(tiny: Extractor) -> None:
    passages = [passage(text) for text in (LONG, "Türkler", "", "Konya ve İzmir", LONG[:50])]
    together = tiny.extract(passages)
    alone = [tiny.extract([one])[0] for one in passages]
    assert [[m.surface for m in row] for row in together] == [
        [m.surface for m in row] for row in alone
    ]
    for one, other in zip(together, alone, strict=True):
        assert [m.score for m in one] == pytest.approx([m.score for m in other], abs=1e-5)


def test_words_become_spans() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "LOC", "I-PER"]
    words = [Word(10 * i, 10 * i + 5, label, 0.5 + i / 20) for i, label in enumerate(labels)]
    assert [(w.start, w.end, w.label) for w in spans(words)] == [
        (0, 15, "PER"),
        (20, 25, "PER"),
        (40, 55, "LOC"),
        (60, 65, "PER"),
    ]
    assert next(spans(words)).score == pytest.approx(0.525)


@given(st.lists(st.integers(1, 40), max_size=30))
def test_batches_hold_what_they_may(lengths: list[int]) -> None:
    windows = [Window(i, [0] * length, []) for i, length in enumerate(lengths)]
    made = list(batches(windows, 64))
    assert sorted(w.passage for batch in made for w in batch) == list(range(len(lengths)))
    assert all(len(b) * max(len(w.ids) for w in b) <= 64 for b in made)


def test_the_version_follows_the_weights(folder: Path, tmp_path: Path) -> None:
    other = extractor(f"hf:{save(tmp_path / 'tiny', LABELS[:5])}")
    assert other.version != extractor(f"hf:{folder}").version


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(ModelMissing, match="nothing"):
        extractor(f"hf:{tmp_path / 'nothing'}")
    with pytest.raises(ModelMissing, match="labels"):
        extractor(f"hf:{save(tmp_path / 'odd', ['LABEL_0', 'LABEL_1'])}")


@pytest.fixture(scope="module")
def onnx(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extractor]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield extractor(f"hf+onnx:{folder}")


MIXED = [passage(text) for text in (LONG, "Türkler", "", "Konya ve İzmir", LONG[:50], LONG[9:31])]


def found(of: Extractor) -> list[list[tuple[int, int, str]]]:
    assert isinstance(of, Model)
    return [[one[:3] for one in row] for row in of.spans(MIXED)]


def test_onnx_finds_the_same(tiny: Extractor, onnx: Extractor) -> None:
    assert found(onnx) == found(tiny) != [[]] * len(MIXED)
    assert (onnx.name, onnx.version) == (tiny.name, f"{tiny.version}+onnx")


def test_an_export_is_made_once(onnx: Extractor, folder: Path) -> None:
    [file] = Path(os.environ["XDG_CACHE_HOME"]).rglob("*.onnx")
    before = file.stat().st_mtime_ns
    assert found(extractor(f"hf+onnx:{folder}")) == found(onnx)
    assert [(p, p.stat().st_mtime_ns) for p in file.parent.glob("*.onnx")] == [(file, before)]


def test_sixteen_bits_are_told_by_the_version(tiny: Extractor, folder: Path) -> None:
    half = extractor(f"hf+bf16:{folder}")
    assert (half.name, half.version) == (tiny.name, f"{tiny.version}+bf16")
    scores = [[one.score for row in of.extract(MIXED) for one in row] for of in (half, tiny)]
    assert scores[0] != scores[1]
    assert scores[0][:3] == pytest.approx(scores[1][:3], abs=0.05)


def test_without_the_packages_onnx_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(ModelMissing, match=r"umran\[bert,onnx\]"):
        extractor(f"hf+onnx:{folder}")
