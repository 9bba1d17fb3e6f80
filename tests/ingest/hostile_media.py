"""Pictures and sounds that lie, swell or are unusual."""

import io
import struct
import wave
import zlib

import numpy as np
import soundfile
from PIL import Image

from tests.ingest.folders import picture


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_picture(side: int = 50_000) -> bytes:
    """Says that it has so many pixels; its data are a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def text_bomb() -> bytes:
    """A picture with a comment of 9 MB."""
    whole = picture(99)
    comment = b"Comment\0\0" + zlib.compress(bytes(9_000_000))
    return whole[:33] + chunk(b"zTXt", comment) + whole[33:]


def _saved(image: Image.Image, form: str, **more: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def animated() -> bytes:
    frames = [Image.new("P", (20, 20), colour) for colour in range(30)]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def deep_grey() -> bytes:
    steps = np.linspace(0, 65_535, 900).astype(np.uint16).reshape(30, 30)
    return _saved(Image.fromarray(steps), "PNG")


def cmyk() -> bytes:
    return _saved(Image.new("CMYK", (64, 64), (10, 200, 30, 40)), "JPEG")


def wav(seconds: float, *, rate: int = 8_000, channels: int = 1) -> bytes:
    stream = io.BytesIO()
    steps = np.arange(int(rate * seconds))
    samples = (12_000 * np.sin(steps / 4)).astype("<i2")
    with wave.open(stream, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.repeat(samples, channels).tobytes())
    return stream.getvalue()


def broad_wav() -> bytes:
    return wav(0.5, channels=64)


def lying_wav() -> bytes:
    """Says that it holds four gigabytes."""
    data = bytearray(wav(0.5))
    data[4:8] = data[40:44] = b"\xf0\xff\xff\xff"
    return bytes(data)


def mp3(seconds: float) -> bytes:
    stream = io.BytesIO()
    steps = np.arange(int(22_050 * seconds))
    soundfile.write(stream, 0.4 * np.sin(steps / 9), 22_050, format="MP3")
    return stream.getvalue()
