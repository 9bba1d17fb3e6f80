"""The weight-free encoders of pictures and sounds: unit vectors that keep likeness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ingest.encode import image, sound

RANDOM = np.random.default_rng(3)


def striped(width: int, *, turned: bool = False, colour: tuple[int, int, int]) -> np.ndarray:
    stripes = (np.arange(160) // width % 2)[:, None, None] * np.array(colour)
    picture = np.broadcast_to(stripes, (160, 160, 3))
    return (picture.swapaxes(0, 1) if turned else picture).astype(np.uint8)


def test_a_picture_is_near_itself_in_another_size_and_light() -> None:
    picture = striped(16, colour=(220, 160, 60))
    darker = (picture * 0.9).astype(np.uint8)
    larger = np.repeat(np.repeat(picture, 2, axis=0), 2, axis=1)
    other = RANDOM.integers(0, 256, (160, 160, 3), dtype=np.uint8)
    vector = image.encode(picture)
    assert vector @ image.encode(larger) > 0.9
    assert vector @ image.encode(darker) > 0.8
    assert vector @ image.encode(other) < 0.5


def test_colour_and_direction_both_tell_pictures_apart() -> None:
    picture = image.encode(striped(16, colour=(220, 160, 60)))
    assert picture @ image.encode(striped(16, colour=(60, 120, 230))) < 0.9
    assert picture @ image.encode(striped(16, turned=True, colour=(220, 160, 60))) < 0.9


pictures = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)))


@settings(max_examples=25, deadline=None)
@given(pictures)
def test_every_picture_has_a_unit_vector_with_the_same_bits(pixels: np.ndarray) -> None:
    vector = image.encode(pixels)
    assert vector.shape == (image.SIZE,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vector, image.encode(pixels))


def song(beats: float, tones: list[float], *, seconds: float = 6.0) -> np.ndarray:
    """Decaying harmonic tones in turn, `beats` a second."""
    time = np.arange(int(seconds * sound.RATE)) / sound.RATE
    beat = (time * beats).astype(int)
    pitch = np.array(tones)[beat % len(tones)]
    decay = np.exp(-4 * (time * beats % 1))
    harmonics = sum(np.sin(2 * np.pi * pitch * time * n) / n for n in range(1, 5))
    return (0.3 * decay * harmonics).astype(np.float32)


def test_a_recording_is_near_itself_louder_and_in_another_key() -> None:
    tune = [220.0, 247.5, 275.0, 330.0]
    vector = sound.encode(song(3, tune), sound.RATE)
    assert vector @ sound.encode(0.1 * song(3, tune), sound.RATE) > 0.999
    higher = sound.encode(song(3, [2 ** (3 / 12) * pitch for pitch in tune]), sound.RATE)
    noise = RANDOM.normal(0, 0.1, 6 * sound.RATE).astype(np.float32)
    assert vector @ higher > 0.8
    assert vector @ sound.encode(noise, sound.RATE) < 0.5
    assert vector @ higher > vector @ sound.encode(song(1.3, [220.0, 233.0]), sound.RATE)


def test_the_rate_does_not_matter() -> None:
    tune = song(2, [220.0, 330.0])
    doubled = np.interp(np.arange(2 * len(tune)) / 2, np.arange(len(tune)), tune).astype("f4")
    assert sound.encode(tune, sound.RATE) @ sound.encode(doubled, 2 * sound.RATE) > 0.9


@pytest.mark.parametrize("length", [1, 100, 5_000, 200_000])
def test_every_recording_has_a_unit_vector_with_the_same_bits(length: int) -> None:
    samples = RANDOM.uniform(-1, 1, length).astype(np.float32)
    vector = sound.encode(samples, sound.RATE)
    assert vector.shape == (sound.SIZE,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vector, sound.encode(samples, sound.RATE))
