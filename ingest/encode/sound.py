"""Recordings as vectors without a model: timbre, harmony, rhythm and the shape of the spectrum.

Each block is centred and scaled by the constants of `ingest.encode.sound_scale`, brought to
length 1 and weighted. Loudness and, for harmony, the key of a recording have no influence.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.encode.sound_scale import CENTRE, SPREAD

NAME = "mel-chroma-rhythm-1"
SIZE = 128
RATE = 22_050
WEIGHTS = {"timbre": 1.0, "harmony": 0.8, "rhythm": 1.0, "shape": 0.8}
SECONDS = 120
"""What is heard of a longer recording: its middle."""

_WINDOW, _HOP = 2048, 512
_MELS, _COEFFICIENTS = 64, 20
_LAGS = 24

Floats = NDArray[np.float32]


def encode(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """A unit vector (SIZE,) of mono samples (n,) in -1..1 at `rate` hertz, n > 0."""
    raw = measured(samples, rate)
    scaled = np.clip((raw - np.array(CENTRE)) / np.array(SPREAD), -4.0, 4.0)
    blocks = np.split(scaled, np.cumsum([40, 32, 32]))
    weighted = [
        weight * block / max(float(np.sqrt((block * block).sum())), 1e-6)
        for weight, block in zip(WEIGHTS.values(), blocks, strict=True)
    ]
    vector = np.concatenate(weighted)
    unit: Floats = (vector / np.sqrt((vector * vector).sum())).astype(np.float32)
    return unit


def measured(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """The bare measures (SIZE,): timbre 40, harmony 32, rhythm 32, shape of the spectrum 24."""
    import librosa

    if rate != RATE:
        samples = librosa.resample(samples, orig_sr=rate, target_sr=RATE, res_type="soxr_hq")
    samples = _middle(samples)
    spectrum = np.abs(librosa.stft(samples, n_fft=_WINDOW, hop_length=_HOP))
    power = spectrum**2
    mel = librosa.feature.melspectrogram(S=power, sr=RATE, n_mels=_MELS)
    decibel = librosa.power_to_db(mel, ref=np.max, top_db=80.0)
    blocks = (
        _timbre(librosa, decibel),
        _harmony(librosa, power),
        _rhythm(librosa, decibel),
        _shape(librosa, spectrum),
    )
    return np.nan_to_num(np.concatenate(blocks).astype(np.float64))


def _middle(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """At least four windows, at most SECONDS, with its peak at 1."""
    spare = max(0, len(samples) - SECONDS * RATE) // 2
    samples = samples[spare : spare + SECONDS * RATE]
    samples = np.pad(samples, (0, max(0, 4 * _WINDOW - len(samples))))
    return samples / max(float(np.abs(samples).max()), 1e-9)


def _timbre(librosa: Any, decibel: Floats) -> Floats:
    """(40,): means and spreads of the cepstrum; its first coefficient, loudness, is dropped."""
    cepstrum = librosa.feature.mfcc(S=decibel, n_mfcc=_COEFFICIENTS + 1)[1:]
    return np.concatenate([cepstrum.mean(axis=1), cepstrum.std(axis=1)])


def _harmony(librosa: Any, power: Floats) -> Floats:
    """(32,): which intervals sound together (7), follow one another (12), and how tonal it is."""
    chroma = librosa.feature.chroma_stft(S=power, sr=RATE, tuning=0.0)
    mean = chroma.mean(axis=1) / max(float(chroma.mean(axis=1).sum()), 1e-9)
    together = [float(mean @ np.roll(mean, lag)) for lag in range(7)]
    later = max(1, RATE // (4 * _HOP))
    before, after = chroma[:, :-later], chroma[:, later:]
    follow = np.array([float((before * np.roll(after, -lag, axis=0)).sum()) for lag in range(12)])
    cycles = np.abs(np.fft.rfft(mean))[1:7]
    ranked = np.sort(mean)[::-1][:6]
    change = np.abs(np.diff(chroma, axis=1)).mean() if chroma.shape[1] > 1 else 0.0
    return np.array([*together, *(follow / max(follow.sum(), 1e-9)), *cycles, *ranked, change])


def _rhythm(librosa: Any, decibel: Floats) -> Floats:
    """(32,): how much onsets repeat after each of 24 lags (0.1 to 2 s), and how they are spread."""
    onsets = librosa.onset.onset_strength(S=decibel, sr=RATE, hop_length=_HOP)
    onsets = onsets - onsets.mean()
    seconds = _HOP / RATE
    lags = np.unique(np.round(np.geomspace(0.1, 2.0, _LAGS + 1) / seconds).astype(int))
    energy = max(float((onsets * onsets).sum()), 1e-9)
    repeats = np.array([float((onsets[lag:] * onsets[:-lag]).sum()) / energy for lag in lags])
    repeats = np.interp(np.linspace(0, len(lags) - 1, _LAGS), np.arange(len(lags)), repeats)
    strong = np.flatnonzero(onsets > onsets.std())
    gaps = np.diff(strong) * seconds if len(strong) > 2 else np.zeros(1)
    length = len(onsets) * seconds
    quarters = np.percentile(onsets, [10, 50, 90, 99]) / max(float(onsets.std()), 1e-9)
    spread = [len(strong) / length, float(gaps.mean()), float(gaps.std()), float(repeats.max())]
    return np.array([*repeats, *quarters, *spread])


def _shape(librosa: Any, spectrum: Floats) -> Floats:
    """(24,): contrast of peaks and valleys (14), flatness, centre, spread, roll-off, loudness."""
    contrast = librosa.feature.spectral_contrast(S=spectrum, sr=RATE)
    flatness = np.log10(librosa.feature.spectral_flatness(S=spectrum) + 1e-6)
    centre = librosa.feature.spectral_centroid(S=spectrum, sr=RATE) / 1_000
    width = librosa.feature.spectral_bandwidth(S=spectrum, sr=RATE) / 1_000
    rolled = librosa.feature.spectral_rolloff(S=spectrum, sr=RATE) / 1_000
    loud = np.log10(librosa.feature.rms(S=spectrum, frame_length=_WINDOW) + 1e-4)
    pairs = [(one.mean(), one.std()) for one in (flatness, centre, width, rolled)]
    quiet = [float((loud - loud.max() < -1.5).mean()), float(loud.std())]
    more = np.concatenate([np.ravel(pairs), quiet])
    return np.concatenate([contrast.mean(axis=1), contrast.std(axis=1), more])
