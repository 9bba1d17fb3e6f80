"""Names that are nearly equal: candidates for one entity under two spellings.

Only names that share a block are compared, and each is proposed once, beside its nearest: pairs
are never chained into groups, which is what makes everything one in the end.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.entries import lexicon
from ingest.extract import turkish
from kg.naming import fold, normalise

SHORTEST, LONG = 5, 9
"""Letters of the shortest name that may differ in one letter, and in two."""
_CROWDED = 300
"""Names in a block beyond which it says nothing ("sultan ...")."""
_APART = re.compile(r"[^\w']+")
_NUMBER = re.compile(r"\d+|[ivxlc]+")
_QUOTED = re.compile(r"(?<=\w)'\w+$")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """`name` may be `into`; `known`: the lexicon has that. `distance` counts letters, 0 for
    names that differ in endings, word order or punctuation alone. `form` is the name of `into`
    that is near, where that is one of its aliases."""

    label: str
    name: str
    into: str
    known: bool
    distance: int
    form: str = ""


def lookalikes(label: str, strangers: Mapping[str, int]) -> list[Lookalike]:
    """The pairs among names that the lexicon does not know, and of them with its names.

    `strangers` maps names to how often each is mentioned: the rarer one of two is the one that
    may be the other. Sorted by name.
    """
    if not strangers:
        return []
    names = {name: _Spelling.of(name) for name in strangers}
    forms = {form: _Spelling.of(form) for form in _forms(label)}
    found: dict[str, Lookalike] = {}
    for one, other in _pairs(names, forms):
        distance = _distance(names[one], names.get(other) or forms[other])
        if distance is None:
            continue
        pair = _directed(label, one, other, strangers, distance)
        best = found.setdefault(pair.name, pair)
        if _rank(pair, strangers) < _rank(best, strangers):
            found[pair.name] = pair
    return [found[name] for name in sorted(found)]


def _rank(pair: Lookalike, mentions: Mapping[str, int]) -> tuple[int, bool, int, str]:
    return pair.distance, not pair.known, -mentions.get(pair.into, 0), pair.into


def _directed(
    label: str, one: str, other: str, strangers: Mapping[str, int], distance: int
) -> Lookalike:
    if other not in strangers:
        entry = lexicon().find(label, other)
        into = entry.name if entry else other
        return Lookalike(label, one, into, True, distance, other if other != into else "")
    if (strangers[one], other) > (strangers[other], one):
        one, other = other, one
    return Lookalike(label, one, other, False, distance)


@lru_cache(maxsize=32)
def _forms(label: str) -> tuple[str, ...]:
    """Names and aliases of the lexicon that are long enough to be mistaken."""
    entries = (entry for entry in lexicon().entries if entry.label == label)
    names = (name for entry in entries for name in (entry.name, *entry.aliases))
    return tuple(dict.fromkeys(name for name in names if len(name) >= SHORTEST))


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name as it is compared: folded words without an ending after an apostrophe; `joined`
    without spaces; `numbers` ("II", "1557"), which must agree; `last` with Turkish letters."""

    words: tuple[str, ...]
    joined: str
    numbers: tuple[str, ...]

    @staticmethod
    def of(name: str) -> "_Spelling":
        bare = _QUOTED.sub("", normalise(name))
        words = tuple(word for word in _APART.split(bare.replace("'", "")) if word)
        numbers = tuple(word for word in words if _NUMBER.fullmatch(word))
        return _Spelling(words, "".join(words), numbers)


def _pairs(
    names: Mapping[str, _Spelling], forms: Mapping[str, _Spelling]
) -> Iterator[tuple[str, str]]:
    """Each pair that shares a block once; the first is a name of `names`."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name, spelling in names.items():
        for block in _blocks(spelling):
            blocks[block].append(name)
    seen: set[tuple[str, str]] = set()
    for other, spelling in [*names.items(), *forms.items()]:
        for block in _blocks(spelling):
            near = blocks.get(block, ())
            for name in near if len(near) <= _CROWDED else ():
                pair = (name, other) if other not in names or name < other else (other, name)
                if name != other and pair not in seen:
                    seen.add(pair)
                    yield pair


def _blocks(spelling: _Spelling) -> set[str]:
    """What a name shares with those that differ in one letter, in the order of words, in an
    ending or, if it is long, in two letters: itself with each letter left out, and its ends."""
    joined = spelling.joined
    blocks = {" ".join(sorted(spelling.words)), joined, f"{joined[:4]}*"}
    if len(joined) >= SHORTEST - 1:
        blocks |= {joined[:i] + joined[i + 1 :] for i in range(len(joined))}
    return blocks | {f"*{joined[-4:]}"} if len(joined) >= LONG else blocks


def _distance(one: _Spelling, other: _Spelling) -> int | None:
    """How far two names are apart, None where they are two."""
    from rapidfuzz.distance import OSA

    if one.numbers != other.numbers or not one.joined or not other.joined:
        return None
    if one.joined == other.joined or sorted(one.words) == sorted(other.words):
        return 0
    if _inflected(one, other) or _inflected(other, one):
        return 0
    shorter = min(len(one.joined), len(other.joined))
    most = 2 if shorter >= LONG else int(shorter >= SHORTEST)
    distance: int = OSA.distance(one.joined, other.joined, score_cutoff=most)
    return distance if 0 < distance <= most else None


def _inflected(one: _Spelling, other: _Spelling) -> bool:
    """Whether the other is this one with a Turkish ending ("Kabeliler", "Kabelinin")."""
    if one.words[:-1] != other.words[:-1] or len(one.words[-1]) < SHORTEST - 1:
        return False
    return turkish.fits(one.words[-1], fold(other.words[-1]), proper=True, folded=True)


def homonyms(names: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Those of (label, name) that are spelled alike under several labels, together; sorted."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for label, name in names:
        alike[normalise(name)][label] = name
    return [sorted(found.items()) for _, found in sorted(alike.items()) if len(found) > 1]
