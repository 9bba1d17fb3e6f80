"""Pictures: upright and small, and refused where damaged or huge."""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from ingest.document import ImageDocument, SourceFile
from ingest.read import read
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
NOISE = np.random.default_rng(0).integers(0, 256, (90, 120, 3), dtype=np.uint8)


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def pixels(put: Put, name: str, data: bytes) -> np.ndarray:
    document = read(put(name, data))
    assert isinstance(document, ImageDocument)
    assert document.pixels.dtype == np.uint8
    assert document.pixels.shape[2] == 3
    return document.pixels


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "JPEG"])
def test_a_picture_is_its_pixels(put, form: str) -> None:
    smooth = np.zeros((90, 120, 3), np.uint8)
    smooth[:45] = (200, 30, 30)
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(form, form.lower())
    read_back = pixels(put, f"a.{ending}", encoded(Image.fromarray(smooth), form))
    assert read_back.shape == smooth.shape
    assert np.abs(read_back[10, 10].astype(int) - (200, 30, 30)).max() < 12


def test_the_longer_side_is_at_most_512(put: Put) -> None:
    large = Image.new("RGB", (1600, 400), "red")
    assert pixels(put, "a.jpg", encoded(large, "JPEG")).shape == (128, 512, 3)
    assert pixels(put, "a.png", encoded(Image.new("L", (1, 3000)), "PNG")).shape == (512, 1, 3)


def test_a_picture_is_turned_upright(put: Put) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (40, 20), "white")
    assert pixels(put, "a.jpg", encoded(lying, "JPEG", exif=exif)).shape == (40, 20, 3)


def test_transparency_is_laid_on_white_and_deep_grey_keeps_its_tones(put: Put) -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert pixels(put, "a.png", encoded(clear, "PNG")).min() == 255
    deep = Image.fromarray(np.array([[0, 32768, 65535]], np.uint16))
    assert pixels(put, "b.png", encoded(deep, "PNG"))[0, :, 0].tolist() == [0, 127, 255]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_truncated_picture_is_refused(put: Put, form: str, kept: float) -> None:
    data = encoded(Image.fromarray(NOISE), form)
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(form, form.lower())
    with pytest.raises(Unreadable, match="picture"):
        read(put(f"a.{ending}", data[: int(len(data) * kept)]))


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_000, 12_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(put: Put, side: int) -> None:
    with pytest.raises(Unreadable, match=r"pixels"):
        read(put("a.png", png_that_claims(side, side)))


@pytest.mark.parametrize("data", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_refused(put: Put, data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(put("a.png", data))
