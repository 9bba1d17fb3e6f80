"""Embeddings made elsewhere: an `.npy` matrix and a text file that says whose its rows are."""

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.document import SourceFile, VectorColumns, VectorsDocument
from ingest.read.content import MEBIBYTE, content, sibling
from ingest.read.encoding import decode
from ingest.read.prose import clean
from kg.errors import Unreadable

LIMIT = 2048 * MEBIBYTE
IDS_LIMIT = 20 * MEBIBYTE
LONGEST = 65_536
"""Numbers of a vector."""


def read(file: SourceFile) -> VectorsDocument:
    """The matrix (n, d) as float32 and its n cultures.

    Raises Unreadable unless it is a 2-dimensional matrix of finite floats, of the declared size,
    with one line of ids a row and no row of zeros.
    """
    if file.vectors is None:
        raise Unreadable("No rule in the manifest says whose vectors its rows are.")
    cultures = _cultures(sibling(file, file.vectors.ids))
    matrix = _matrix(file.location, "r")
    _refuse_misfits(matrix, cultures, file.vectors)
    vectors = _finite(_matrix(file.location))
    return VectorsDocument(
        file.metadata, vectors, cultures, file.vectors.modality, file.vectors.encoder
    )


def _cultures(location: Path) -> tuple[str, ...]:
    lines = clean(decode(content(location, limit=IDS_LIMIT))).split("\n")
    names = tuple(line.strip() for line in lines)
    if "" in names:
        raise Unreadable(f"{location.name}: line {names.index('') + 1} names no culture.")
    return names


def _matrix(location: Path, mapped: Literal["r"] | None = None) -> NDArray[np.generic]:
    """Mapped, only the head is read. A file that shrinks ends a process that reads it mapped."""
    if location.stat().st_size > LIMIT:
        raise Unreadable(f"The matrix has more than {LIMIT:,} bytes.")
    try:
        matrix: NDArray[np.generic] = np.load(location, mmap_mode=mapped, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise Unreadable(f"This is not a plain .npy matrix of numbers ({error}).") from None
    return matrix


def _refuse_misfits(
    matrix: NDArray[np.generic], cultures: tuple[str, ...], said: VectorColumns
) -> None:
    if not isinstance(matrix, np.ndarray) or matrix.ndim != 2 or matrix.dtype.kind != "f":
        shape = getattr(matrix, "shape", "no shape")
        kind = getattr(matrix, "dtype", type(matrix).__name__)
        raise Unreadable(f"Expected floats in a matrix (n, d), got {kind} of shape {shape}.")
    if len(matrix) != len(cultures) or not matrix.size:
        raise Unreadable(
            f"{len(matrix)} rows, but {said.ids} names {len(cultures)} cultures, one a line."
        )
    if matrix.shape[1] > LONGEST:
        raise Unreadable(f"Rows of {matrix.shape[1]:,} numbers; the limit is {LONGEST:,}.")
    if said.size is not None and matrix.shape[1] != said.size:
        raise Unreadable(f"Rows of {matrix.shape[1]}, but the manifest says size: {said.size}.")


def _finite(matrix: NDArray[np.generic]) -> NDArray[np.float32]:
    with np.errstate(over="ignore", invalid="ignore"):
        vectors = np.ascontiguousarray(matrix, dtype=np.float32)
    infinite = ~np.isfinite(vectors).all(axis=1)
    if infinite.any():
        raise Unreadable(f"Row {int(infinite.argmax())} (from 0) holds NaN or infinity.")
    blank = ~vectors.any(axis=1)
    if blank.any():
        raise Unreadable(
            f"Row {int(blank.argmax())} (from 0) is all zeros.",
            hint="Leave out the rows of cultures that have no vector.",
        )
    return vectors
