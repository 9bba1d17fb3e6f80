"""Short pieces of thirteen musics, tuned to their own scales and counted in their own rhythms."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

import numpy as np
from media_item import Item
from media_synth import (
    RATE,
    Signal,
    Track,
    flute,
    hiss,
    metal,
    pluck,
    skin,
    sung,
    swell,
    times,
    voice,
)

DRUM = {
    "D": skin(85, 0.4),
    "t": 0.6 * skin(260, 0.25, slap=0.5),
    "k": 0.4 * skin(310, 0.2, slap=0.5),
}
TIZITA, AMBASSEL = (0, 200, 400, 700, 900), (0, 100, 500, 700, 800)


def commas(*steps: int) -> list[float]:
    """Cents of a scale from its intervals in Holdrian commas, 53 to the octave."""
    return [c * 1200 / 53 for c in accumulate((0, *steps[:-1]))]


def rast() -> Signal:
    track = Track(7.6)
    track.beats("Dt.tD.t.", DRUM, pulse=0.22, gain=0.8)
    score = "0:2 1 2 3:2 4:2 | 4 5 4 3 2:2 3:2 | 4 3 2 1 2 1 0 -1 | 0 1 2 1 0:4"
    track.play(pluck, score, tonic=196, scale=commas(9, 8, 5, 9, 9, 8, 5), beat=0.22)
    return track.finished()


def hicaz() -> Signal:
    track = Track(7.8)
    track.beats("D.tkD.t.t", DRUM, pulse=0.2, gain=0.8)
    score = "0:2 1:2 2:2 3:3 | 4 3 2 3 4:2 3:3 | 5 4 3 2 3 2 1 2:2 | 3 2 1 2 1:2 0:3"
    track.play(pluck, score, tonic=220, scale=commas(5, 12, 5, 9, 8, 5, 9), beat=0.2)
    return track.finished()


def shur() -> Signal:
    track = Track(7.8)
    score = (
        "3:3 2:2 3 2 3 4 3:2 2 1 2:3 | 3 4 5 4 3 4 3 2 3 2 1 2 1 0:4 | 2 1 2 1 0 -1 0:2 1 0 0 0:5"
    )
    santur = partial(metal, partials=(1, 2, 3, 4.02, 5.04), ring=0.6)
    track.play(santur, score, tonic=330, scale=(0, 135, 295, 499, 703, 793, 997), beat=0.14)
    track.play(
        santur,
        "0:14 -4:14 0:14 0:8",
        tonic=165,
        scale=(0, 135, 295, 499, 703, 793, 997),
        beat=0.14,
        gain=0.5,
    )
    return track.finished()


def paired(pitch: float, seconds: float, *, ring: float = 0.35) -> Signal:
    """Two gamelan keys tuned seven beats a second apart."""
    return metal(pitch, seconds, ring=ring) + metal(pitch + 7, seconds, ring=ring)


def kotekan() -> Signal:
    track, pelog = Track(7.8), (0, 120, 270, 670, 790)
    composite = [2, 1, 0, 1, 2, 0, 1, 2, 1, 0, 2, 1, 0, 1, 2, 0]
    for tones in ((0, 1), (1, 2)):
        part = " ".join(str(n) if n in tones else "r" for n in composite * 4)
        track.play(paired, part, tonic=554, scale=pelog, beat=0.115, gain=0.5)
    slow = partial(paired, ring=0.9)
    track.play(slow, "0 2 1 4 3 1 2 0", tonic=277, scale=pelog, beat=0.92, gain=0.6)
    track.play(
        partial(metal, partials=(1, 1.52, 2.0, 2.7), ring=1.6),
        "0:8 0:8",
        tonic=69,
        scale=(0,),
        beat=0.46,
    )
    return track.finished()


def slendro() -> Signal:
    track, scale = Track(7.6), (0, 237, 476, 718, 959)
    lead, under = (
        "4 3 4 2 3 1 2 0 | 1 2 4 3 2 3 1 0 | ",
        "0:2 -2:2 -1:2 -3:2 | -1:2 0:2 -2:2 -5:2 | ",
    )
    track.play(partial(paired, ring=0.5), lead * 2, tonic=440, scale=scale, beat=0.22)
    track.play(partial(paired, ring=0.8), under * 2, tonic=440, scale=scale, beat=0.22, gain=0.8)
    return track.finished()


def koto() -> Signal:
    track, scale = Track(7.8), (0, 100, 500, 700, 800, 1000)
    score = "6:4 4:2 3:4 2 1 0:4 r:2 | 0 2 3 5 6:3 7 6 4 3:2 | 4 3 2 1 2 1 0:2 -3:2 0:5"
    track.play(partial(pluck, ring=1.6), score, tonic=220, scale=scale, beat=0.155)
    return track.finished()


def joik() -> Signal:
    track = Track(7.9)
    motif, reply = "0 0 4:.5 3:.5 5:2", "4 3:.5 2:.5 3 2:.5 0:.5 0"
    score = " ".join([motif, reply, motif, "4 3:.5 4:.5 2 0:2"])
    track.play(voice, score + " " + motif, tonic=147, scale=(0, 200, 400, 700, 900), beat=0.345)
    return track.finished()


def khoomei() -> Signal:
    """A held drone; the mouth picks one of its overtones after another."""
    tune, drone = (8, 8, 9, 10, 12, 10, 9, 8, 9, 10, 9, 8, 6, 8), 131.0
    chosen = np.repeat(tune, round(7.8 * RATE / len(tune)))
    smooth = np.convolve(np.pad(chosen, 400, "edge"), np.ones(801) / 801, "valid") * drone
    phase = 2 * np.pi * drone * np.arange(len(smooth)) / RATE
    track = Track(7.8)
    for n in range(1, 24):
        gain = 0.35 / n**0.7 + 1.1 * np.exp(-(((n * drone - smooth) / 60) ** 2))
        track.add(gain * np.sin(n * phase), 0)
    return track.finished()


def yoruba() -> Signal:
    """The bell keeps its line; the drum speaks on three pitches and slides between them."""
    track = Track(7.7)
    bell = metal(1180, 0.3, partials=(1, 1.48, 2.7), ring=0.12)
    rattle = hiss(0.07, 3, 3000, 7000) * swell(0.07, 0.005, 0.05)
    track.beats("x.x.xx.x.x.x", {"x": bell}, pulse=0.155, gain=0.5)
    track.beats("s..s..s..s..", {"s": rattle}, pulse=0.155, gain=0.25)
    tones = {"L": 110.0, "M": 148.0, "H": 198.0}
    for k, (start, end) in enumerate(zip("HMLHLMHHLHML", "HMLMLHHLLHLL", strict=True)):
        t = times(0.42)
        glide = tones[start] * (tones[end] / tones[start]) ** np.clip(t / 0.22, 0, 1)
        track.add(
            np.sin(2 * np.pi * np.cumsum(glide) / RATE) * np.exp(-t * 6),
            (k * 4 + k % 2) * 0.155,
            0.8,
        )
    return track.finished()


def ashanti() -> Signal:
    track = Track(7.7)
    bell = metal(930, 0.3, partials=(1, 1.52, 2.6), ring=0.14)
    track.beats("x.xx.x.xx.x.", {"x": bell}, pulse=0.155, gain=0.45)
    pair = {"H": skin(190, 0.3, slap=0.35), "L": skin(118, 0.4, slap=0.25)}
    track.beats("L..H.HL.LH..L.HHL.H..L.H", pair, pulse=0.155, gain=0.8)
    track.beats(
        "B.....b.....", {"B": skin(58, 0.6), "b": 0.6 * skin(66, 0.5)}, pulse=0.155, gain=0.9
    )
    return track.finished()


def georgian() -> Signal:
    track, scale = Track(7.9), (0, 175, 350, 498, 702, 880, 1050)
    parts = {
        "top": "4:2 4 5 4:2 3 4 | 4 3 2:2 3 2 0:3",
        "middle": "3:2 2 3 3:2 2 1 | 2 1 0:2 1 -1 0:3",
        "bass": "0:2 0 1 0:2 -1 0 | 0 -1 -2:2 -1 -2 0:3",
    }
    for part in parts.values():
        track.play(voice, part, tonic=147, scale=scale, beat=0.43, gain=0.7)
    return track.finished()


def haudenosaunee() -> Signal:
    track = Track(7.8)
    water = skin(175, 0.3, bend=1.5, slap=0.1)
    horn = hiss(0.05, 5, 2500, 6500) * swell(0.05, 0.004, 0.04)
    track.beats("w", {"w": water}, pulse=0.3, gain=0.7)
    track.beats("h", {"h": horn}, pulse=0.3, gain=0.2)
    score = "6:2 5 5 4:2 3 r | 4 3:.5 4:.5 3 2 1 1 0:2 | 6:2 5 4 3 2 1 0 0:2"
    track.play(voice, score, tonic=131, scale=(0, 200, 500, 700, 900), beat=0.3)
    return track.finished()


def hocket(score: str, remainder: int) -> str:
    """The score with rests for all steps but the even ones (remainder 0) or the odd ones (1)."""
    words = score.split()
    return " ".join(w if w == "|" or int(w[0]) % 2 == remainder else "r" + w[1:] for w in words)


def panpipes() -> Signal:
    """Two pipes hold every other note of the scale each: the even steps and the odd ones."""
    track, scale = Track(7.6), (0, 300, 500, 700, 1000)
    score = "5:2 4 3 2:2 3 2 | 1:2 2 1 0:2 0:2 | 3:2 4 5 4 3 2:2 | 1 2 1 0 0:4"
    for remainder in (0, 1):
        track.play(
            flute, hocket(score, remainder), tonic=330 + 1.2 * remainder, scale=scale, beat=0.22
        )
    track.beats("B...b...", {"B": skin(70, 0.5), "b": 0.5 * skin(80, 0.4)}, pulse=0.22, gain=0.8)
    return track.finished()


def tibetan() -> Signal:
    """A chant on one very low note whose tenth overtone stands out, a drum, and cymbals that hasten."""
    track, t = Track(7.9), times(7.9)
    contour = 63 * (1 + 0.004 * np.sin(2 * np.pi * 0.7 * t))
    mouth = [(315.0, 40.0, 0.9), (630.0, 35.0, 1.1), (1200.0, 200.0, 0.15)]
    track.add(sung(contour, mouth) * swell(7.9, 0.5, 0.6), 0, 0.5)
    clash = hiss(1.2, 11, 1500, 7000) * np.exp(-times(1.2) * 5)
    clash += 0.5 * metal(1340, 1.2, partials=(1, 1.41, 2.2), ring=0.4)
    at, gap = 1.2, 0.9
    while at < 6.6:
        track.add(clash, at, 0.35)
        at, gap = at + gap, max(0.1, gap * 0.82)
    track.beats("d", {"d": skin(62, 0.8, slap=0.05)}, pulse=1.2, gain=0.9)
    return track.finished()


def krar(score: str, scale: tuple[int, ...]) -> Signal:
    """The six-stringed lyre over a soft drum in six."""
    track = Track(7.6)
    track.play(partial(pluck, ring=1.2), score, tonic=196, scale=scale, beat=0.2)
    track.play(pluck, "-5:6 " * 6, tonic=196, scale=scale, beat=0.2, gain=0.5)
    track.beats("D..t..", {"D": DRUM["D"], "t": 0.5 * DRUM["t"]}, pulse=0.2, gain=0.5)
    return track.finished()


def tizita() -> Signal:
    return krar(
        "4 5 4 3:2 2 | 3 2 1 0:2 1 | 2 3 4 3 2 1 | 2 1 0 -1:2 0 | 1 2 3 2 1 0 | 1 0 -1 0:3", TIZITA
    )


def ambassel() -> Signal:
    return krar(
        "5:2 4 3:2 4 | 3 2 3 2 1 0 | 2 3 2 1:2 0 | 3:2 4 5 4 3 | 2 3 2 1 0 1 | 0 -1 0 0:3", AMBASSEL
    )


SOUNDS: tuple[Item[Signal], ...] = (
    Item("ottoman-rast", "Ottoman", 1700, "Makam Rast over usul düyek",
         "Rast rises by 9, 8, 5, 9, 9, 8, 5 commas of the octave's 53; düyek counts eight.",
         "Signell, Makam (1977)", rast),
    Item("ottoman-hicaz", "Ottoman", 1794, "Makam Hicaz over usul aksak",
         "Hicaz opens with a tetrachord of 5, 12 and 5 commas; aksak counts nine as 2+2+2+3.",
         "Signell, Makam (1977)", hicaz),
    Item("persian-shur", "Persian", 1880, "Free-metred phrases in dastgah Shur on a hammered dulcimer",
         "The second step of Shur stands a neutral interval, of about 135 cents, above the first.",
         "Farhat, The Dastgah Concept in Persian Music (1990)", shur),
    Item("balinese-kotekan", "Balinese", 1920, "Interlocking kotekan telu in pelog selisir",
         "Two players share one fast line; paired keys are tuned apart so that they beat.",
         "Tenzer, Gamelan Gong Kebyar (2000)", kotekan),
    Item("balinese-slendro", "Balinese", 1900, "Gendèr in slendro with paired keys",
         "Slendro divides the octave into five nearly equal steps.",
         "McPhee, Music in Bali (1966)", slendro),
    Item("japanese-koto", "Japanese", 1660, "Koto phrases in the in scale",
         "The in scale (miyako-bushi) has semitones over the first and the fifth; rising, its top step is higher.",
         "Malm, Japanese Music and Musical Instruments (1959)", koto),
    Item("sami-joik", "Sámi", 1900, "Joik motif in five tones without semitones",
         "A joik turns round a short motif, often in a pentatonic scale, and has no fixed end.",
         "Graff, Om kjæresten min vil jeg joike (2004)", joik),
    Item("mongol-khoomei", "Mongol", 1900, "Khöömii: overtone melody over a drone",
         "One singer holds a drone and makes one of its overtones after the other sound out.",
         "UNESCO, Mongolian traditional art of Khöömei (2010)", khoomei),
    Item("yoruba-dundun", "Yoruba", 1900, "Talking drum over a twelve-pulse bell line",
         "The hourglass drum glides between three pitches, as the language's three tones do.",
         "Euba, Yoruba Drumming: The Dùndún Tradition (1990)", yoruba),
    Item("ashanti-atumpan", "Ashanti", 1880, "Pair of atumpan drums over a bell line",
         "The atumpan are two drums, a high and a low one, that follow the tones of Twi speech.",
         "Nketia, Drumming in Akan Communities of Ghana (1963)", ashanti),
    Item("georgian-polyphony", "Georgian", 1900, "Three-part song with chords of the fourth and fifth",
         "The chord of first, fourth and fifth is a stable one; thirds and seconds are near neutral.",
         "Scherbaum et al., Tuning Systems of Traditional Georgian Singing (2022)", georgian),
    Item("haudenosaunee-song", "Haudenosaunee", 1900, "Descending song with water drum and horn rattle",
         "Water drum and cow-horn rattle keep an even beat under a five-tone melody that descends.",
         "Kurath, Iroquois Music and Dance (1964)", haudenosaunee),
    Item("inca-panpipes", "Inca", 1550, "Panpipes in alternation, five tones",
         "Each of two pipes has only every other note, so that two players make one tune between them.",
         "Garcilaso de la Vega, Comentarios Reales II.26 (1609)", panpipes),
    Item("tibetan-chant", "Tibetan", 1700, "Low chant with drum and hastening cymbals",
         "The chant holds a note near 63 Hz whose tenth harmonic stands out.",
         "Smith, Stevens & Tomlinson, J. Acoust. Soc. Am. 41 (1967)", tibetan),
    Item("amhara-tizita", "Amhara", 1900, "Krar melody in the qenet Tizita",
         "Tizita major takes the first, second, third, fifth and sixth step.",
         "Kebede, The Bowl-Lyre of Northeast Africa: Krar, Ethnomusicology 21 (1977)", tizita),
    Item("amhara-ambassel", "Amhara", 1900, "Krar melody in the qenet Ambassel",
         "Ambassel has a semitone over the first and over the fifth step.",
         "Kebede, The Bowl-Lyre of Northeast Africa: Krar, Ethnomusicology 21 (1977)", ambassel),
)  # fmt: skip
