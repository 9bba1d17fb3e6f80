"""The body of an answer, as it comes: never more of it in memory than the limit allows."""

import time
import zlib

import httpx

from ingest.halt import Halt
from kg.errors import FetchFailed

_MEBIBYTE = 1 << 20
_ZLIB_OR_GZIP = 47


def body(response: httpx.Response, *, size: int, ends: float, halt: Halt) -> bytes:
    """All bytes, unpacked. Raises FetchFailed for more than `size`, packed or unpacked, for what
    goes on after the clock says `ends`, and for a packing that we did not ask for.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchFailed(f"The answer is packed in a way that we do not take ({packing[:20]}).")
    _refuse_large(response.headers.get("content-length", ""), size)
    unpack = zlib.decompressobj(_ZLIB_OR_GZIP) if packing not in ("", "identity") else None
    taken, came = bytearray(), 0
    for piece in response.iter_raw():
        halt.check()
        came += len(piece)
        room = size + 1 - len(taken)
        taken += _unpacked(unpack, piece, room) if unpack else piece
        if max(came, len(taken)) > size:
            raise FetchFailed(f"The answer has more than {size / _MEBIBYTE:.2g} MiB.")
        if time.monotonic() > ends:
            raise TimeoutError
    if unpack and not unpack.eof:
        raise FetchFailed("The packed answer ends before its end.")
    return bytes(taken)


def _refuse_large(declared: str, size: int) -> None:
    if declared.isdecimal() and int(declared[:20]) > size:
        raise FetchFailed(f"The answer has more than {size / _MEBIBYTE:.2g} MiB.")


def _unpacked(unpack: "zlib._Decompress", piece: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(piece, most)
    except zlib.error:
        raise FetchFailed("The packed answer is damaged.") from None
