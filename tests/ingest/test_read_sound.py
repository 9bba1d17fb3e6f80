"""Recordings: one channel at one rate, and refused where nothing can be heard."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile

from ingest.document import SoundDocument, SourceFile
from ingest.read import read, sound
from kg.errors import Unreadable

Put = Callable[..., SourceFile]


def tone(seconds: float, rate: int, hertz: float = 440.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype("f4")


def encoded(samples: np.ndarray, rate: int, form: str, **options: str) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate, format=form, **options)
    return stream.getvalue()


def heard(put: Put, name: str, data: bytes) -> np.ndarray:
    document = read(put(name, data))
    assert isinstance(document, SoundDocument)
    assert document.rate == sound.RATE
    assert document.samples.dtype == np.float32
    assert np.abs(document.samples).max() <= 1.0
    return document.samples


@pytest.mark.parametrize(
    ("form", "ending"), [("WAV", "wav"), ("MP3", "mp3"), ("FLAC", "flac"), ("OGG", "ogg")]
)
@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_a_tone_keeps_its_length_and_pitch(put: Put, form: str, ending: str, rate: int) -> None:
    samples = heard(put, f"a.{ending}", encoded(tone(2.0, rate), rate, form))
    assert abs(len(samples) - 2 * sound.RATE) < 0.1 * sound.RATE
    loudest = np.abs(np.fft.rfft(samples)).argmax() * sound.RATE / len(samples)
    assert abs(loudest - 440) < 5


def test_channels_are_averaged(put: Put) -> None:
    left = tone(1.0, 22_050)
    samples = heard(put, "a.wav", encoded(np.stack([left, 0 * left], 1), 22_050, "WAV"))
    assert np.allclose(samples, left / 2, atol=1e-3)


def test_loud_floats_are_brought_down(put: Put) -> None:
    data = encoded(100 * tone(1.0, 22_050), 22_050, "WAV", subtype="FLOAT")
    assert np.abs(heard(put, "a.wav", data)).max() == pytest.approx(1.0)


def test_only_the_first_minutes_are_read(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "SECONDS", 2)
    recording = put("a.wav", encoded(tone(3.0, 22_050), 22_050, "WAV"))
    assert len(sound.read(recording).samples) == 2 * sound.RATE


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (np.zeros(0), "shorter"),
        (tone(0.01, 22_050), "shorter"),
        (np.zeros(22_050), "silent"),
        (np.where(np.arange(22_050) == 7, np.nan, 0.5), "no numbers"),
        (np.where(np.arange(22_050) == 7, np.inf, 0.5), "no numbers"),
    ],
)
def test_what_cannot_be_heard_is_refused(put: Put, samples: np.ndarray, reason: str) -> None:
    data = encoded(samples.astype("f4"), 22_050, "WAV", subtype="FLOAT")
    with pytest.raises(Unreadable, match=reason):
        read(put("a.wav", data))


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"text that is no sound" * 50, b"ID3" + b"\x00" * 99]
)
@pytest.mark.parametrize("ending", ["wav", "mp3", "flac", "ogg"])
def test_what_is_no_sound_is_refused(put: Put, data: bytes, ending: str) -> None:
    with pytest.raises(Unreadable):
        read(put(f"a.{ending}", data))


def test_an_mp3_is_decoded_without_gaps(put: Put, capfd: pytest.CaptureFixture[str]) -> None:
    samples = heard(put, "a.mp3", encoded(tone(4.0, 22_050), 22_050, "MP3"))
    middle = samples[sound.RATE : 3 * sound.RATE]
    loudness = np.sqrt((middle.reshape(-1, 441) ** 2).mean(axis=1))
    assert loudness.std() < 0.01 * loudness.mean()
    assert capfd.readouterr().err == ""
