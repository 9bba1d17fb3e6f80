"""Texts as vectors without a model: hashed words and character n-grams, randomly projected.

A word is a fixed vector: the projection of its hash, plus that of its character 3- to 5-grams,
early ones weighing more, since Turkish and English inflect at the end. A text is the sum of its
words by the square root of how often they occur. Nothing is fitted, so a vector depends on its
text alone; every sum runs in the order of the text, so it is the same bits in any batch.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.naming import fold

NAME = "hashed-ngrams-1"
SIZE = 256
BATCH = 512
WORD_WEIGHT = 0.5
"""The share of the whole word's own direction beside that of its n-grams (weight 1)."""

_SAY_NOTHING = """
a about after all also an and any are as at be because been before being between both but by
can could did do does for from had has have he her here him his how i if in into is it its may
more most must my no nor not of on only or other our out over own shall she should so some such
than that the their them then there these they this those through to too under up upon us very
was we were what when where which while who whom whose why will with would you your

acaba ama ancak ben beni benim bile bir biri biz bizim bu buna bunda bundan bunlar bunu bunun
cok cunku da daha de defa degil diger diye dolayi en fakat gibi gore hala halde hem henuz hep
hepsi her hic icin icinde ile ise iste kadar karsi kendi ki kim kimse mi mu nasil ne neden
nerede niye o olan olarak oldu oldugu olduklari olmak olmayan olsa olup olur on ona ondan onlar
onlari onlarin onu onun ote oyle pek ragmen sadece sana sen seni senin sey siz sizin sonra su
sunlar tarafindan tum uzere ve veya vardir var ya yani yer yine yok zaten
"""
STOP_WORDS = frozenset(_SAY_NOTHING.split())
"""Words of Turkish and English, folded, that say nothing of what a text is about."""

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w\w\w)'\w+")
_NO_WORDS = "\N{EMPTY SET}"
_PRIME = np.uint64(0x100000001B3)
_NGRAMS = (3, 4, 5)
_DRAWS = 4


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors (n, SIZE) of n texts; all texts without a word share one vector."""
    vectors = np.empty((len(texts), SIZE), dtype=np.float32)
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        vectors[start : start + len(batch)] = _encode(batch)
    return vectors


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    bags = [_bag(text) for text in texts]
    index: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            index.setdefault(word, len(index))
    directions = _directions(list(index))
    rows = np.empty((len(bags), SIZE), dtype=np.float32)
    for row, bag in zip(rows, bags, strict=True):
        times = np.sqrt(np.fromiter(bag.values(), np.float32, len(bag)))
        words = directions[[index[word] for word in bag]]
        np.multiply(words, times[:, None], out=words).sum(axis=0, out=row)
    return _unit(rows)


def _bag(text: str) -> dict[str, int]:
    """How often each folded word occurs, without endings that an apostrophe sets off.

    Stop words and single letters count only where there is nothing else.
    """
    folded = fold(text)
    every = Counter(_WORD.findall(_ENDING.sub("", folded) if "'" in folded else folded))
    telling = {
        word: times for word, times in every.items() if len(word) > 1 and word not in STOP_WORDS
    }
    return telling or every or {_NO_WORDS: 1}


def _directions(words: list[str]) -> NDArray[np.float32]:
    """Vectors (u, SIZE) of u words: as long as the word is telling, which longer words are."""
    length = np.fromiter(map(len, words), np.float32, len(words))
    whole = np.fromiter((zlib.crc32(word.encode()) for word in words), np.uint64, len(words))
    owner = np.arange(len(words))
    own = _unit(_projected(_mixed(whole), owner, np.ones(len(words)), len(words)))
    grams = _unit(_projected(*_ngrams(words), len(words)))
    own *= WORD_WEIGHT
    grams += own
    grams *= np.sqrt(np.minimum(length, 9) / 9)[:, None]
    return grams


def _ngrams(
    words: list[str],
) -> tuple[NDArray[np.uint64], NDArray[np.intp], NDArray[np.float64]]:
    """Hash, word and weight of each n-gram of `<word>`; weights fall off along the word."""
    marked = [f"<{word}>" for word in words]
    lengths = np.fromiter(map(len, marked), np.intp, len(marked))
    letters = np.frombuffer("".join(marked).encode("utf-32-le"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(words)), lengths)
    place = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rolling = letters
    found = []
    for size in range(2, max(_NGRAMS) + 1):
        rolling = rolling[:-1] * _PRIME + letters[size - 1 :]
        if size in _NGRAMS:
            first = np.flatnonzero(owner[: len(rolling)] == owner[size - 1 :])
            found.append((_mixed(rolling[first]), owner[first], 4.0 / (4.0 + place[first])))
    hashes, owners, weights = zip(*found, strict=True)
    return np.concatenate(hashes), np.concatenate(owners), np.concatenate(weights)


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Keys made random bit by bit (the finaliser of splitmix64)."""
    keys = keys + np.uint64(0x9E3779B97F4A7C15)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _projected(
    hashes: NDArray[np.uint64],
    owner: NDArray[np.intp],
    weights: NDArray[np.float64],
    count: int,
) -> NDArray[np.float32]:
    """Sums (count, SIZE) by owner of the features: each is _DRAWS signed entries of its hash."""
    total = np.zeros(count * SIZE)
    for draw in range(_DRAWS):
        bits = (hashes >> np.uint64(9 * draw)).astype(np.intp)
        signed = np.where(bits & SIZE, weights, -weights)
        total += np.bincount(owner * SIZE + bits % SIZE, signed, count * SIZE)
    return total.reshape(count, SIZE).astype(np.float32)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows, in place, at length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.maximum(lengths, np.float32(1e-12))[:, None]
    return rows
