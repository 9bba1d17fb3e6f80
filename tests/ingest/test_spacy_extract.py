import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Passage
from ingest.extract import Extractor, extractor
from kg.errors import ModelMissing

RULES = [
    {"label": "NORP", "pattern": "Türkler"},
    {"label": "GPE", "pattern": [{"LOWER": {"REGEX": "^ankara"}}]},
    {"label": "WORK_OF_ART", "pattern": [{"LOWER": "kilim"}]},
    {"label": "LANGUAGE", "pattern": "Türkçe"},
    {"label": "DATE", "pattern": [{"SHAPE": "dddd"}]},
]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import spacy

    nlp = spacy.blank("tr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(RULES)
    folder = tmp_path_factory.mktemp("spacy") / "rules"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def ruled(rules: Path) -> Extractor:
    return extractor(f"spacy:{rules}")


def test_labels_offsets_and_apostrophes(ruled: Extractor) -> None:
    text = "Türkler 1453'te, Ankara'da (kilim) dokur; Türkçe 1923"
    (mentions,) = ruled.extract([Passage(3, 100, 100 + len(text), text, "tr")])
    assert [(m.surface, m.label) for m in mentions] == [
        ("Türkler", "Culture"),
        ("Ankara", "Place"),
        ("kilim", "Artifact"),
    ]
    assert all(text[m.start - 100 : m.end - 100] == m.surface for m in mentions)
    assert {m.extractor for m in mentions} == {"spacy:rules"}
    assert {m.key for m in mentions} == {None}


PIECES = st.sampled_from(
    ["Türkler", " ", "Ankara'nın", "Ankara’s", ". ", "kilim", "\n", "'", "1923"]
)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=9).map("".join))
def test_every_mention_resolves(ruled: Extractor, text: str) -> None:
    (mentions,) = ruled.extract([Passage(0, 7, 7 + len(text), text, "tr")])
    assert all((" " * 7 + text)[m.start : m.end] == m.surface != "" for m in mentions)


def test_a_trained_pipeline_loads_from_a_folder(tmp_path: Path) -> None:
    import spacy
    from spacy.training import Example

    random.seed(0)
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    ner.add_label("PERSON")
    text = "Ibn Khaldun wrote in Tunis"
    example = Example.from_dict(nlp.make_doc(text), {"entities": [(0, 11, "PERSON")]})
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(30):
        nlp.update([example], sgd=optimizer)
    nlp.to_disk(tmp_path / "trained")
    trained = extractor(f"spacy:{tmp_path / 'trained'}")
    ((mention,),) = trained.extract([Passage(0, 0, len(text), text, "en")])
    assert (mention.surface, mention.label) == ("Ibn Khaldun", "Person")
    assert trained.extract([]) == []


def test_the_version_follows_the_weights(rules: Path, tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("tr")
    nlp.add_pipe("entity_ruler").add_patterns(RULES[:1])
    nlp.to_disk(tmp_path / "rules")
    one, other = extractor(f"spacy:{rules}"), extractor(f"spacy:{tmp_path / 'rules'}")
    assert one.name == other.name
    assert one.version != other.version


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    import spacy

    with pytest.raises(ModelMissing, match="no_such_pipeline"):
        extractor("spacy:no_such_pipeline")
    spacy.blank("en").to_disk(tmp_path / "empty")
    with pytest.raises(ModelMissing, match="finds no entities"):
        extractor(f"spacy:{tmp_path / 'empty'}")


def test_the_lexicon_goes_before_spacy(rules: Path) -> None:
    both = extractor(f"lexicon,spacy:{rules}")
    text = "Türkler Ankara'da"
    (mentions,) = both.extract([Passage(0, 0, len(text), text, "tr")])
    assert [m.extractor for m in mentions] == ["lexicon", "lexicon"]
    assert [m.key for m in mentions] == ["Culture:Turk", "Place:Ankara"]
