"""Pairs in compressed rows: where the pairs of a source begin and end, and walks along them."""

from dataclasses import dataclass

import numpy as np

from gnn.bundle import Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """Compressed rows: the ends of row i are `ends[starts[i]:starts[i + 1]]`, ascending."""

    starts: Ints
    ends: Ints

    def along(self, rows: Ints) -> tuple[Ints, Ints]:
        """(position in `rows`, end) for every end of every one of `rows`, in their order."""
        begin, number = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        position = np.repeat(np.arange(len(rows), dtype=np.int64), number)
        first = np.cumsum(number) - number
        return position, self.ends[np.arange(len(position)) + (begin - first)[position]]


def compress(pairs: Ints, size: int) -> Rows:
    """Rows 0..size of `pairs` (2, m), each pair once."""
    source, target = distinct(pairs)
    return Rows(np.searchsorted(source, np.arange(size + 1)).astype(np.int64), target)


def distinct(pairs: Ints) -> Ints:
    """Every pair once, by first and then by second; numbers are not negative."""
    if not pairs.size:
        return pairs
    wide = int(pairs[1].max()) + 1
    code = np.sort(pairs[0] * wide + pairs[1])
    first = np.concatenate([[True], code[1:] != code[:-1]])
    return np.stack(np.divmod(code[first], wide))
