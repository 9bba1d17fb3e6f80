"""Turkish nouns: which endings a stem may carry, with vowel harmony and consonant softening.

An ending is first rewritten in archiphonemes (A for a/e, I for the four high vowels, D for d/t,
C for c/ç, K for -ki), which fails where harmony is broken; one regular expression then says
whether the chain is one of plural, possessive, case, -ki and copula. First and second person
singular possessives are left out on purpose: "kalem" is a pen, not "my castle" (kale + m).
Derivations (-lı, -lık, -cı, bare -ca) are left out as well: they name something else.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from kg.naming import fold

LETTERS = frozenset("çğıöşüÇĞİÖŞÜ")
"""Letters that show that a text is written with the Turkish alphabet."""

SHORTEST = 3
"""Shorter stems take no endings without an apostrophe."""
SHORT_NAME = 3
"""Proper names up to this length take only the plural without an apostrophe: Fine is not Fin + e,
Lehine not Leh + ine."""
HOMOGRAPHS = frozenset((
    "neyi", "neyin", "neye", "neyde", "neyden", "neyle", "kadının", "bunun", "bununla",
    "araba", "arabayı", "arabanın", "arabada", "arabadan", "arabalar", "arabası",
))  # fmt: skip
"""Spellings that nearly always are another word (neyi: what, not the flute; bunun: of this)."""

_KEPT = {**{letter: letter for letter in "çğıöşü"}, "I": "ı", "İ": "i"}
_KEPT |= {"Ç": "ç", "Ğ": "ğ", "Ö": "ö", "Ş": "ş", "Ü": "ü"}

_FOLLOWING = {
    **dict.fromkeys("aı", ("a", "ı")),
    **dict.fromkeys("ei", ("e", "i")),
    **dict.fromkeys("ou", ("a", "u")),
    **dict.fromkeys("öü", ("e", "ü")),
}
"""Per vowel, which low and which high vowels may follow it."""
_FOLDED = {
    **dict.fromkeys("ae", ("ae", "i")),
    "i": ("ae", "i"),
    **dict.fromkeys("ou", ("ae", "u")),
}
_LOOSE = dict.fromkeys("aeıioöuü", ("ae", "ıiuü"))
_FRONTED = {"a": "e", "ı": "i", "o": "ö", "u": "ü"}
_FRONTED_STEM = re.compile(r"(?:l|at|r[bfps])$")
"""Loans with a back vowel that take front endings: hal-i, saat-i, harf-i."""
_VOICELESS = frozenset("fstkçşhp")
_KI = re.compile(r"(?<=[dtDT][ae])ki|(?<=[ıiuü]n)ki")

_CASE = r"(?:I|A|In(?:K{ki})?|DA(?:n|K{ki})?|lA)?"
_TAIL = r"(?:n(?:I|A|In(?:K{ki})?|DA(?:n|K{ki})?|CA)|ylA)?"
_KI_TAIL = r"(?:lAr(?:I|A|In|DAn?|lA)?|n(?:I|A|In|DAn?|CA)|ylA)?"
_PLURAL = r"lAr(?:I{tail}|I[mn]Iz{case}|{case}|CA)"
_COPULA = r"(?:DIr(?:lAr)?|y(?:DI|mI[şs]|sA)(?:lAr)?|(?<=[rnz])(?:DI|mI[şs]|sA))?"


def _pattern(body: str) -> re.Pattern[str]:
    case, tail = (part.replace("{ki}", _KI_TAIL) for part in (_CASE, _TAIL))
    plural = _PLURAL.replace("{tail}", tail).replace("{case}", case)
    filled = body.replace("{plural}", plural).replace("{tail}", tail).replace("{case}", case)
    return re.compile(rf"(?:{filled}){_COPULA}")


_AFTER_CONSONANT = _pattern(r"{plural}|I{tail}|I[mn]Iz{case}|{case}")
_AFTER_VOWEL = _pattern(
    r"{plural}|sI{tail}|[mn]Iz{case}|y[IA]|nIn(?:K)?|DA(?:n|K(?:lAr(?:I|A|In|DAn?|lA)?|nI|nA)?)?|ylA|"
)
_AFTER_POSSESSIVE = _pattern(r"{tail}|{plural}")

_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ"}
_SOFT_CLUSTER = {"nk": "ng", "rt": "rd", "rp": "rb", "lp": "lb", "nç": "nc", "nt": "nd"}
_VOWELS = frozenset("aeıioöuü")
_PLURALS = ("lar", "ler")
_IRREGULAR: Mapping[str, str] = {
    **{"taç": "tac", "kap": "kab", "dip": "dib", "cep": "ceb", "but": "bud", "ut": "ud"},
    **{"hac": "hacc", "hat": "hatt", "tıp": "tıbb", "sır": "sırr", "had": "hadd", "hak": "hakk"},
    **{"vakıf": "vakf", "nakış": "nakş", "zikir": "zikr", "şehir": "şehr", "kabir": "kabr"},
    **{"nehir": "nehr", "hüküm": "hükm", "ilim": "ilm", "resim": "resm", "ahit": "ahd"},
    **{"akit": "akd", "kavim": "kavm", "isim": "ism", "nesil": "nesl", "metin": "metn"},
    **{"fetih": "feth", "vahiy": "vahy", "nefis": "nefs", "emir": "emr", "beyit": "beyt"},
    **{"zulüm": "zulm", "ömür": "ömr", "oğul": "oğl", "ağız": "ağz", "keşif": "keşf"},
    **{"asır": "asr", "şükür": "şükr", "fıkıh": "fıkh", "kayın": "kayn"},
}
"""Stems that lose a vowel, double or soften against the rule before a vowel."""


class _Letters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = letter = _KEPT.get(character) or fold(character)
        return letter


_LETTERS = _Letters()


def spelled(text: str) -> str:
    """Fold `text` but keep the Turkish letters apart, one code point to one: I is ı, İ is i.

    Circumflexes go ("hâl" is "hal"), so "halı" and "hali", "haç" and "hac" stay two words.
    """
    return text.translate(_LETTERS)


def changed(stem: str) -> str | None:
    """The stem as it is before an ending that begins with a vowel: kitap gives kitab.

    None where nothing changes. Words of one syllable stay as they are, clusters apart.
    """
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    if stem[-2:] in _SOFT_CLUSTER:
        return stem[:-2] + _SOFT_CLUSTER[stem[-2:]]
    if stem[-1:] in _SOFTENED and sum(letter in _VOWELS for letter in stem) > 1:
        return stem[:-1] + _SOFTENED[stem[-1]]
    return None


def plurals(noun: str) -> Iterator[str]:
    """The plurals of a compound's last noun, which ends in a possessive: evi gives evleri."""
    bare = noun[:-2] if noun[-2:-1] in "sy" and noun[-3:-2] in _VOWELS else noun[:-1]
    if noun[-1:] not in "ıiuü" or not any(letter in _VOWELS for letter in bare):
        return
    for stem in {bare, _hardened(bare)}:
        vowel = next(letter for letter in reversed(stem) if letter in _VOWELS)
        yield stem + ("ları" if vowel in "aıou" else "leri")


def _hardened(stem: str) -> str:
    hard = {"b": "p", "c": "ç", "d": "t", "ğ": "k"}
    return stem[:-1] + hard.get(stem[-1], stem[-1])


def stems(word: str) -> tuple[str, ...]:
    """What all inflected forms of `word` begin with: itself, and its changed stem if it has one."""
    other = changed(word)
    return (word,) if other is None else (word, other)


def fits(
    word: str, token: str, *, compound: bool = False, proper: bool = False, folded: bool = False
) -> bool:
    """Whether `token` is `word`, bare or with endings; both in `spelled` letters.

    `compound` says that the word ends one like "halk evi", whose cases take an n; `proper` that it
    is a proper name. `folded` is for texts without Turkish letters: `token` is in `fold` letters
    then, `word` is not.
    """
    shown = fold if folded else str
    if token in HOMOGRAPHS:
        return False
    if token == shown(word):
        return True
    return len(word) >= SHORTEST and any(
        inflects(shown(stem), ending, compound=compound, folded=folded)
        for stem, ending in _endings(word, token, shown)
        if ending[:3] in _PLURALS or not (proper and len(word) <= SHORT_NAME)
    )


def _endings(word: str, token: str, shown: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    for stem in stems(word):
        ending = token.removeprefix(shown(stem))
        if ending not in ("", token) and (stem == word or ending[0] in _VOWELS):
            yield stem, ending


def inflects(stem: str, ending: str, *, compound: bool = False, folded: bool = False) -> bool:
    """Whether `ending`, not empty, can follow `stem`; arguments as those of `fits`, but both in
    the same letters."""
    following = _FOLDED if folded else _FOLLOWING
    vowel = next((letter for letter in reversed(stem) if letter in following), None)
    vowels = [vowel]
    if vowel in _FRONTED and not folded and _FRONTED_STEM.search(stem):
        vowels.append(_FRONTED[vowel])
    return any(_chains(stem, ending, first, following, compound) for first in vowels)


def follows_apostrophe(ending: str) -> bool:
    """Whether `ending` can stand after a name and an apostrophe.

    The sounds of foreign names are not known: Rousseau'nun and Wallace'ın are both right.
    """
    archiphonemes = _archiphonemes("a", ending, "a", _LOOSE, strict=False)
    patterns = (_AFTER_CONSONANT, _AFTER_VOWEL, _AFTER_POSSESSIVE)
    return archiphonemes is not None and any(p.fullmatch(archiphonemes) for p in patterns)


def _chains(
    stem: str,
    ending: str,
    vowel: str | None,
    following: Mapping[str, tuple[str, str]],
    compound: bool,
) -> bool:
    strict = following is _FOLLOWING
    archiphonemes = _archiphonemes(stem, ending, vowel or "e", following, strict=strict)
    if archiphonemes is None:
        return False
    if compound and _AFTER_POSSESSIVE.fullmatch(archiphonemes):
        return True
    pattern = _AFTER_VOWEL if stem[-1] in _VOWELS else _AFTER_CONSONANT
    return bool(pattern.fullmatch(archiphonemes))


def _archiphonemes(
    stem: str, ending: str, vowel: str, following: Mapping[str, tuple[str, str]], *, strict: bool
) -> str | None:
    rewritten = []
    previous = stem[-1]
    for letter in _KI.sub("K", ending):
        low, high = following[vowel]
        if letter in low or letter in high:
            rewritten.append("A" if letter in low else "I")
            vowel = letter
        elif letter in _VOWELS or (strict and not _assimilated(previous, letter)):
            return None
        else:
            rewritten.append({"d": "D", "t": "D", "c": "C", "ç": "C"}.get(letter, letter))
            vowel = "i" if letter == "K" else vowel
        previous = letter
    return "".join(rewritten)


def _assimilated(previous: str, letter: str) -> bool:
    if letter not in "dtcç":
        return True
    return (letter in "tç") == (previous in _VOICELESS)
