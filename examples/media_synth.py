"""Additive synthesis: a few instruments, each a function of pitch and length, and a track to place them on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Signal = NDArray[np.float64]  # (samples,), mono, about -1 to 1
Instrument = Callable[[float, float], Signal]  # pitch in Hz, length in seconds

RATE = 16_000
TOP = 7_200  # no partial above this frequency, in Hz


def times(seconds: float) -> Signal:
    """The sample times of a stretch, in seconds."""
    return np.arange(round(seconds * RATE)) / RATE


def swell(seconds: float, attack: float = 0.05, release: float = 0.08) -> Signal:
    """An envelope that rises, holds and falls."""
    t = times(seconds)
    return np.minimum(1, np.minimum(t / attack, (seconds - t) / release)).clip(0)


def hiss(seconds: float, seed: int, low: float, high: float) -> Signal:
    """Noise between two frequencies; the same seed gives the same noise."""
    noise = np.random.default_rng(seed).standard_normal(len(times(seconds)))
    spectrum, f = np.fft.rfft(noise), np.fft.rfftfreq(len(noise), 1 / RATE)
    band = np.fft.irfft(spectrum * ((f > low) & (f < high)), len(noise))
    return np.asarray(band / np.abs(band).max())


def pluck(pitch: float, seconds: float, *, ring: float = 1.0) -> Signal:
    """A plucked string: partials fade the faster the higher they are."""
    t = times(max(seconds * 1.6, 0.7))
    out = np.zeros_like(t)
    for n in range(1, min(24, int(TOP / pitch)) + 1):
        out += (
            np.sin(np.pi * n * 0.18)
            / n
            * np.exp(-t * (1.6 + 0.55 * n) / ring)
            * np.sin(2 * np.pi * n * pitch * t)
        )
    return out * swell(len(t) / RATE, 0.004, 0.05)


def metal(
    pitch: float, seconds: float, *, partials: Sequence[float] = (1, 2.76, 5.4), ring: float = 0.5
) -> Signal:
    """A struck bar or bell: inharmonic partials, by default those of a free bar."""
    t = times(max(seconds, ring * 3))
    out = np.zeros_like(t)
    for k, ratio in enumerate(partials):
        if ratio * pitch < TOP:
            out += np.sin(2 * np.pi * ratio * pitch * t) * np.exp(-t * (k + 1) / ring) / (k + 1)
    return out * swell(len(t) / RATE, 0.003, 0.05)


def skin(pitch: float, seconds: float, *, bend: float = 0.6, slap: float = 0.2) -> Signal:
    """A drum stroke: a tone that starts `bend` times its pitch too high and sinks, and the slap of the hand."""
    t = times(max(seconds, 0.35))
    phase = 2 * np.pi * pitch * (t + bend * 0.03 * (1 - np.exp(-t / 0.03)))
    tone = np.sin(phase) + 0.4 * np.sin(1.59 * phase) * np.exp(-t * 12)
    return tone * np.exp(-t * 9) + slap * hiss(len(t) / RATE, 7, 800, 5000) * np.exp(-t * 70)


def flute(pitch: float, seconds: float) -> Signal:
    """A stopped pipe: odd partials and breath."""
    t = times(seconds)
    tone = sum(
        (
            np.sin(2 * np.pi * n * pitch * t) * a
            for n, a in ((1, 1.0), (2, 0.06), (3, 0.22), (5, 0.05))
        ),
        0 * t,
    )
    breath = hiss(seconds, round(pitch), pitch, min(TOP, pitch * 5))
    return (tone + 0.18 * breath * (0.5 + np.exp(-t * 14))) * swell(seconds, 0.03, 0.06)


def sung(contour: Signal, formants: Sequence[tuple[float, float, float]]) -> Signal:
    """A voice on a pitch contour in Hz, one value a sample; formants are (centre, width, gain) in Hz."""
    phase = 2 * np.pi * np.cumsum(contour) / RATE
    out = np.zeros_like(contour)
    for n in range(1, int(TOP / contour.min()) + 1):
        f = n * contour
        gain = sum((g * np.exp(-(((f - c) / w) ** 2)) for c, w, g in formants), 0.04 / n + 0 * f)
        out += gain * (f < TOP) * np.sin(n * phase)
    return out


def voice(pitch: float, seconds: float) -> Signal:
    """One sung note on an open vowel: it slides in from below and then trembles."""
    t = times(seconds)
    contour = pitch * (
        1 - 0.05 * np.exp(-t / 0.03) + 0.006 * np.sin(2 * np.pi * 5.2 * t) * np.minimum(1, t * 3)
    )
    return sung(contour, [(620, 160, 1.0), (1150, 220, 0.55), (2600, 400, 0.15)]) * swell(
        seconds, 0.04, 0.06
    )


def degree(scale: Sequence[float], step: int) -> float:
    """Cents above the tonic of a scale step; steps beyond the scale run on into the next octave."""
    return scale[step % len(scale)] + 1200 * (step // len(scale))


def notes(score: str) -> Iterator[tuple[float, int, float]]:
    """(onset, step, length) in beats of a score such as `0:2 3:1 r:1`; `r` is a rest and `|` a bar line."""
    beat = 0.0
    for word in score.replace("|", " ").split():
        step, _, length = word.partition(":")
        if step != "r":
            yield beat, int(step), float(length or 1)
        beat += float(length or 1)


class Track:
    """A stretch of silence that sounds are added to."""

    def __init__(self, seconds: float) -> None:
        self.samples: Signal = np.zeros(round(seconds * RATE))

    def add(self, sound: Signal, at: float, gain: float = 1.0) -> None:
        """Mix a sound in; what runs past the end is cut."""
        start = round(at * RATE)
        part = sound[: max(0, len(self.samples) - start)]
        self.samples[start : start + len(part)] += gain * part

    def play(
        self,
        instrument: Instrument,
        score: str,
        *,
        tonic: float,
        scale: Sequence[float],
        beat: float,
        gain: float = 1,
    ) -> None:
        """Play a score: tonic in Hz, scale in cents above it, beat in seconds."""
        for onset, step, length in notes(score):
            self.add(
                instrument(tonic * 2 ** (degree(scale, step) / 1200), length * beat),
                onset * beat,
                gain,
            )

    def beats(
        self, pattern: str, sounds: dict[str, Signal], *, pulse: float, gain: float = 1
    ) -> None:
        """Repeat a pattern, one letter a pulse, to the end; letters without a sound are rests."""
        for k in range(int(len(self.samples) / RATE / pulse)):
            if pattern[k % len(pattern)] in sounds:
                self.add(sounds[pattern[k % len(pattern)]], k * pulse, gain)

    def finished(self) -> Signal:
        """The track with a little room, faded out and levelled."""
        out = self.samples.copy()
        for delay, gain in ((0.031, 0.22), (0.067, 0.16), (0.113, 0.1)):
            out[round(delay * RATE) :] += gain * self.samples[: -round(delay * RATE)]
        out *= swell(len(out) / RATE, 0.005, 0.4)
        return np.asarray(0.8 * out / np.abs(out).max())


def save(signal: Signal, path: Path) -> None:
    """Write an MP3 at a constant rate."""
    soundfile.write(
        path, signal, RATE, format="MP3", bitrate_mode="CONSTANT", compression_level=0.7
    )
