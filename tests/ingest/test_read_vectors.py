"""Matrices made elsewhere: taken as they are, or refused with the row that is wrong."""

import io
import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ingest.document import SourceFile, VectorColumns, VectorsDocument
from ingest.read import read, vectors
from kg.errors import Unreadable

Put = Callable[..., SourceFile]
COLUMNS = VectorColumns("ids.txt", "text", "my-bert", 4)


def saved(matrix: np.ndarray, *, pickled: bool = False) -> bytes:
    stream = io.BytesIO()
    np.save(stream, matrix, allow_pickle=pickled)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["f2", "f4", "f8", ">f4"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_rows_belong_to_the_lines_of_ids(put: Put, kind: str, order: str) -> None:
    put("ids.txt", "Osmanlı\r\nOjibwa\r\n")
    matrix = np.asarray([[1, 2, 3, 4], [5, 6, 7, 8]], dtype=kind, order=order)
    document = read(put("a.npy", saved(matrix), vectors=COLUMNS))
    assert isinstance(document, VectorsDocument)
    assert document.cultures == ("Osmanlı", "Ojibwa")
    assert document.matrix.dtype == np.float32
    assert document.matrix.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert (document.modality, document.encoder) == ("text", "my-bert")


def with_one(value: float) -> np.ndarray:
    matrix = np.ones((2, 4))
    matrix[1, 2] = value
    return matrix


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved(with_one(np.nan)), r"Row 1 \(from 0\) holds NaN"),
        (saved(with_one(np.inf)), "Row 1"),
        (saved(with_one(1e300)), "Row 1"),
        (saved(np.zeros((2, 4))), "Row 0 .* all zeros"),
        (saved(np.ones((3, 4))), "3 rows, but ids.txt names 2"),
        (saved(np.ones((2, 5))), "Rows of 5, but the manifest says size: 4"),
        (saved(np.ones(4)), "matrix"),
        (saved(np.ones((2, 2, 4))), "matrix"),
        (saved(np.ones((2, 4), dtype=int)), "int64"),
        (saved(np.ones((2, 4), dtype=complex)), "complex"),
        (saved(np.array([["a"] * 4] * 2)), "<U1"),
        (saved(np.array([[{}] * 4] * 2), pickled=True), "plain .npy"),
        (saved(np.ones((2, 4)))[:-8], "plain .npy"),
        (b"", "plain .npy"),
        (b"text", "plain .npy"),
    ],
)
def test_what_is_wrong_with_a_matrix_is_told(put: Put, data: bytes, reason: str) -> None:
    put("ids.txt", "Osmanlı\nOjibwa\n")
    with pytest.raises(Unreadable, match=reason):
        read(put("a.npy", data, vectors=COLUMNS))


def test_ids_must_be_there_and_in_the_folder(put: Put) -> None:
    file = put("deep/a.npy", saved(np.ones((2, 4))), vectors=COLUMNS)
    with pytest.raises(Unreadable, match=r"ids.txt, which this file needs, is not"):
        read(file)
    (file.folder / "ids.txt").symlink_to("/etc/hostname")
    with pytest.raises(Unreadable, match="outside"):
        read(file)


def test_a_blank_line_among_ids_is_told(put: Put) -> None:
    put("ids.txt", "Osmanlı\n\nOjibwa\n")
    with pytest.raises(Unreadable, match="line 2 names no culture"):
        read(put("a.npy", saved(np.ones((2, 4))), vectors=COLUMNS))


def test_a_file_that_shrinks_while_it_is_read_is_refused(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mapped into memory it would end the whole process."""
    put("ids.txt", "Osmanlı\nOjibwa")
    file = put("a.npy", saved(np.ones((2, 4_000))), vectors=VectorColumns("ids.txt", "text", "e"))
    check = vectors._refuse_misfits

    def shrinking(*said: Any) -> None:
        check(*said)
        os.truncate(file.location, 200)

    monkeypatch.setattr(vectors, "_refuse_misfits", shrinking)
    with pytest.raises(Unreadable):
        read(file)
