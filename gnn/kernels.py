"""Drawing neighbours and numbering them, and keeping the best of scores, compiled by numba.

The first call in a new installation compiles (some seconds) and keeps the machine code beside
this file, or in numba's own folder where that cannot be written; `Sampler.warm` does it ahead.
A state is one uint64, stepped by splitmix64 (Steele et al. 2014): nothing else is random here.
"""

from typing import Any

import numpy as np
from numba import njit

_FLOYD = 64
"""Up to so many, a quadratic search for repeats is faster than a pass over all neighbours."""
_RUN = 64
"""Scores that are compared at once."""


@njit(cache=True)
def _uniform(state: Any) -> Any:
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True)
def _until(first: int, last: int, time: Any, row: Any, by_node: bool, now: Any) -> int:
    """The end of the neighbours that are not later than `now`; they are sorted by time."""
    while first < last:
        middle = (first + last) // 2
        if (time[row[middle]] if by_node else time[middle]) <= now:
            first = middle + 1
        else:
            last = middle
    return first


@njit(cache=True)
def _some(first: int, many: int, k: int, edge: Any, at: int, state: Any) -> None:
    """k of `many`, each set as likely: Floyd's algorithm, or a pass over all (Knuth's S)."""
    if k > _FLOYD:
        done = 0
        for i in range(many):
            if (many - i) * _uniform(state) < k - done:
                edge[at + done] = first + i
                done += 1
        return
    for i in range(k):
        top = many - k + i
        chosen = first + int(_uniform(state) * (top + 1))
        for j in range(i):
            if edge[at + j] == chosen:
                chosen = first + top
                break
        edge[at + i] = chosen


@njit(cache=True)
def _heavy(first: int, many: int, k: int, weight: Any, edge: Any, at: int, state: Any) -> None:
    """k of `many` without repeats, by weight (Efraimidis and Spirakis 2006)."""
    key = np.full(many, np.inf)
    for i in range(many):
        if weight[first + i] > 0:
            key[i] = -np.log(1.0 - _uniform(state)) / weight[first + i]
    order = np.argsort(key)
    for i in range(k):
        edge[at + i] = first + order[i]


@njit(cache=True)
def _repeated(first: int, many: int, k: int, weight: Any, edge: Any, at: int, state: Any) -> None:
    """k of `many` with repeats, by weight where there is one."""
    if weight.size == 0:
        for i in range(k):
            edge[at + i] = first + int(_uniform(state) * many)
        return
    total = np.cumsum(weight[first : first + many])
    for i in range(k):
        edge[at + i] = first + np.searchsorted(total, _uniform(state) * total[-1], side="right")


@njit(cache=True)
def draw(
    frontier: Any, batch: Any, colptr: Any, row: Any, time: Any, by_node: bool, now: Any,
    weight: Any, k: int, replace: bool, last: bool, state: Any,
) -> Any:  # fmt: skip
    """(position in `frontier`, edge) of at most `k` neighbours of each node; -1: all.

    `time` and `weight` may be empty; `now` has a time for each batch; `last` takes the latest.
    """
    first, many = colptr[frontier], np.empty(len(frontier), np.int64)
    start = np.zeros(len(frontier) + 1, np.int64)
    for i in range(len(frontier)):
        end = colptr[frontier[i] + 1]
        if time.size:
            end = _until(first[i], end, time, row, by_node, now[batch[i]])
        many[i] = end - first[i]
        able = many[i]
        if weight.size:
            able = (weight[first[i] : end] > 0).sum()
        whole = k < 0 or (able <= k and not replace) or able == 0
        start[i + 1] = start[i] + (able if whole else k)
    position, edge = np.empty(start[-1], np.int64), np.empty(start[-1], np.int64)
    for i in range(len(frontier)):
        a, n = start[i], start[i + 1] - start[i]
        position[a : a + n] = i
        if n == 0:
            continue
        if replace and k >= 0:
            _repeated(first[i], many[i], n, weight, edge, a, state)
        elif n == many[i] or last:
            edge[a : a + n] = np.arange(first[i] + many[i] - n, first[i] + many[i])
        elif weight.size:
            _heavy(first[i], many[i], n, weight, edge, a, state)
        else:
            _some(first[i], many[i], n, edge, a, state)
    return position, edge


@njit(cache=True)
def relabel(node: Any, batch: Any, found: Any, own: Any) -> Any:
    """(nodes, batches, place of each `found`): unknown pairs of node and batch are appended."""
    size = 16
    while size < 2 * (len(node) + len(found)):
        size *= 2
    table, mask = np.full(size, -1, np.int64), size - 1
    nodes, batches = np.empty((2, len(node) + len(found)), np.int64)
    place, count = np.empty(len(found), np.int64), 0
    for i in range(len(node) + len(found)):
        new = i >= len(node)
        v = found[i - len(node)] if new else node[i]
        b = own[i - len(node)] if new else batch[i]
        mixed = np.uint64(v) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(b)
        slot = np.int64((mixed ^ (mixed >> np.uint64(32))) & np.uint64(mask))
        while table[slot] >= 0 and not (
            nodes[table[slot]] == v and batches[table[slot]] == b and new
        ):
            slot = (slot + 1) & mask
        if table[slot] < 0:
            table[slot] = count
            nodes[count], batches[count] = v, b
            count += 1
        if new:
            place[i - len(node)] = table[slot]
    return nodes[:count], batches[:count], place


@njit(cache=True)
def _worse(score: Any, near: Any, a: int, b: int) -> bool:
    """Whether the candidate at a is worse than that at b: lower, or as low and later."""
    return bool(score[a] < score[b] or (score[a] == score[b] and near[a] > near[b]))


@njit(cache=True)
def _sift(score: Any, near: Any) -> None:
    """Put the first of a heap, which has the worst on top, where it belongs."""
    at, size = 0, len(score)
    while True:
        least = at
        for child in (2 * at + 1, 2 * at + 2):
            if child < size and _worse(score, near, child, least):
                least = child
        if least == at:
            return
        score[at], score[least] = score[least], score[at]
        near[at], near[least] = near[least], near[at]
        at = least


@njit(cache=True)
def keep_best(scores: Any, first: int, best: Any, near: Any) -> None:
    """Put what is better than the worst of `best` (q, k), a heap a row, into it.

    `scores` (q, n) are those of the vectors from number `first` on; `near` (q, k) their numbers.
    Runs are looked at as a whole first: that the compiler makes into vector instructions.
    """
    for q in range(len(scores)):
        row, own, number = scores[q], best[q], near[q]
        for start in range(0, len(row), _RUN):
            run = row[start : start + _RUN]
            least, some = own[0], False
            for i in range(len(run)):
                some |= run[i] > least
            if some:
                for i in range(len(run)):
                    if run[i] > own[0]:
                        own[0], number[0] = run[i], first + start + i
                        _sift(own, number)
