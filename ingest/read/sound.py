"""Recordings: one channel at one rate, at most a few minutes."""

import numpy as np
from numpy.typing import NDArray

from ingest.document import SoundDocument, SourceFile
from ingest.read.content import MEBIBYTE
from kg.errors import Unreadable

LIMIT = 2048 * MEBIBYTE
RATE = 22_050
SECONDS = 300
CHANNELS = 8
SHORTEST = 0.1
SILENCE = 1e-4
"""Peak amplitude under which a recording is silent (-80 dB of full scale)."""


def read(file: SourceFile) -> SoundDocument:
    """The first SECONDS of a recording: float32 in -1..1, the mean of its channels, at RATE hertz.

    Raises Unreadable for what is no sound, shorter than SHORTEST seconds, silent or not finite.
    """
    size = file.location.stat().st_size
    if size == 0 or size > LIMIT:
        raise Unreadable(f"The recording has {size:,} bytes; it must have 1 to {LIMIT:,}.")
    samples, rate = _decoded(file)
    if len(samples) < SHORTEST * rate:
        raise Unreadable(f"The recording is shorter than {SHORTEST} seconds.")
    if not np.isfinite(samples).all():
        raise Unreadable("The recording holds samples that are no numbers.")
    peak = float(np.abs(samples).max())
    if peak < SILENCE:
        raise Unreadable("The recording is silent.")
    return SoundDocument(file.metadata, _resampled(samples / max(peak, 1.0), rate), RATE)


def _decoded(file: SourceFile) -> tuple[NDArray[np.float32], int]:
    """Samples (n,) of the mean channel and their rate.

    One read: libsndfile seeks after each, and an MP3 that is sought in is decoded with gaps.
    """
    import soundfile

    try:
        with soundfile.SoundFile(file.location) as sound:
            rate, channels = int(sound.samplerate), int(sound.channels)
            if not 1_000 <= rate <= 200_000 or channels > CHANNELS:
                raise Unreadable(
                    f"The recording has {channels} channels of {rate:,} samples a second."
                )
            samples = sound.read(SECONDS * rate, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise Unreadable(f"The recording cannot be decoded ({error.error_string}).") from None
    mean: NDArray[np.float32] = samples.mean(axis=1, dtype=np.float32)
    return mean, rate


def _resampled(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    if rate != RATE:
        import librosa

        samples = librosa.resample(samples, orig_sr=rate, target_sr=RATE, res_type="soxr_hq")
    return np.clip(samples, -1.0, 1.0).astype(np.float32)
