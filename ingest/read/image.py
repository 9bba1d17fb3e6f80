"""Pictures: upright, in RGB, small enough for a descriptor, refused where damaged."""

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.document import ImageDocument, SourceFile
from ingest.read.content import MEBIBYTE, content
from kg.errors import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

LIMIT = 100 * MEBIBYTE
PIXEL_LIMIT = 80_000_000
LONGER_SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")


def read(file: SourceFile) -> ImageDocument:
    """The first frame as uint8 (height, width, 3); transparency is laid on white.

    Raises Unreadable for more than PIXEL_LIMIT pixels (before they are decoded), truncated files
    and other formats.
    """
    data = content(file.location, limit=LIMIT)
    try:
        _open(data).verify()
        picture = _open(data)
        if picture.format == "JPEG":
            picture.draft("RGB", (2 * LONGER_SIDE, 2 * LONGER_SIDE))
        picture.load()
    except (Unreadable, ImportError, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(f"The picture is damaged or truncated ({error}).") from error
    return ImageDocument(file.metadata, _small(_rgb(picture)))


def _open(data: bytes) -> "Image":
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Unreadable(f"This is not a picture in one of: {', '.join(FORMATS)}.") from None
    except Image.DecompressionBombError as error:
        raise Unreadable(f"The picture has too many pixels ({error}).") from None
    width, height = picture.size
    if width * height > PIXEL_LIMIT:
        raise Unreadable(
            f"The picture has {width:,} x {height:,} pixels; the limit is {PIXEL_LIMIT:,}.",
            hint="Make it smaller.",
        )
    return picture


def _rgb(picture: "Image") -> "Image":
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith(("I", "F")):
        picture = _eight_bits(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return picture.convert("RGB")


def _eight_bits(picture: "Image") -> "Image":
    """Grey of 16 bits by its high byte; grey of 32 bits stretched from its least to its most."""
    from PIL import Image

    grey = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    if picture.mode.startswith("I;16"):
        return Image.fromarray((grey / 257).astype(np.uint8))
    low, high = float(grey.min()), float(grey.max())
    return Image.fromarray(((grey - low) * (255 / max(high - low, 1e-12))).astype(np.uint8))


def _small(picture: "Image") -> NDArray[np.uint8]:
    from PIL import Image

    longer = max(picture.size)
    if longer > LONGER_SIDE:
        width, height = (max(1, round(side * LONGER_SIDE / longer)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.array(picture, dtype=np.uint8)
