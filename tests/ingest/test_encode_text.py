"""The weight-free text encoder: what is alike lies near, and the bits are the same everywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encode.text import NAME, SIZE, encode

ALIKE = [
    ("Osmanlı camileri kubbelidir.", "Osmanlıların camilerinin kubbeleri vardır."),
    ("Köylüler düğünlerde davul çalar.", "Köyün düğününde davullar çalınırdı."),
    ("Evliliklerde başlık parası ödenir.", "Evlenirken aileye başlık parası verilirdi."),
    ("Tanrılara kurban keserlerdi.", "Kurbanlar tanrıya kesilir."),
    ("The Ojibwa build bark-covered lodges.", "Lodges covered with bark stood there."),
    ("Parents of the bride arrange the marriage.", "Marriages were arranged by parents."),
    ("The mosque has a large central dome.", "A great dome stands at the centre of mosques."),
    ("Descent is reckoned through the father.", "They reckon descent by their fathers."),
]


def test_inflected_and_paraphrased_texts_are_nearest_to_one_another() -> None:
    one, other = (encode(texts) for texts in zip(*ALIKE, strict=True))
    likeness = one @ other.T
    strangers = likeness[~np.eye(len(ALIKE), dtype=bool)]
    assert np.diag(likeness).min() > 0.35
    assert np.diag(likeness).min() > strangers.max() + 0.1
    assert abs(strangers.mean()) < 0.1


def test_spelling_and_endings_after_apostrophes_do_not_matter() -> None:
    one, other = encode(["İSTANBUL'DA CAMİ", "istanbul’un camı"])
    assert one @ other > 0.99


def test_stop_words_do_not_make_texts_alike() -> None:
    one, other = encode(["The dome of the mosque is there", "The song of the women is there"])
    assert one @ other < 0.25


texts = st.lists(st.text(), min_size=1, max_size=8)


@given(texts)
def test_vectors_are_unit_and_do_not_depend_on_the_batch(batch: list[str]) -> None:
    vectors = encode(batch)
    assert vectors.shape == (len(batch), SIZE)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(batch, vectors, strict=True):
        assert np.array_equal(encode([text])[0], vector)


def test_no_texts_give_no_vectors() -> None:
    assert encode([]).shape == (0, SIZE)


@pytest.mark.parametrize("text", ["", "...", "  "])
def test_texts_without_words_share_a_vector(text: str) -> None:
    assert np.array_equal(encode([text]), encode(["—"]))


def test_the_name_stands_for_these_very_vectors() -> None:
    """Stored vectors carry NAME: when these numbers change, so must it."""
    assert NAME == "hashed-ngrams-1"
    vector = encode(["kubbe"])[0]
    assert vector[[47, 89, 206, 238]] == pytest.approx([0.2236, -0.2236, 0.2236, -0.2236], abs=1e-4)
    assert np.abs(vector).max() == pytest.approx(0.2236, abs=1e-4)
