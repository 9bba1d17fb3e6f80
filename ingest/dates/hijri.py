"""Years of the Hijri and of the Rumi calendar as years of ours.

Both begin in the midst of one of our years, so a year gives the first and the last that it
touches. Dates before 15 October 1582 are Julian, as historians write them.
"""

from datetime import date

_EPOCH = 227_015
_GREGORIAN = date(1582, 10, 15).toordinal()
LATEST_HIJRI = 1_500
RUMI = range(1256, 1342)
"""Rumi years that were official for all dates: 13 March 1840 to 31 December 1925."""
_SHIFT = 584
_SHORT = 1333
"""Began on 1 March 1917 and ended with that year's December; those after it begin in January."""


def hijri(year: int) -> tuple[int, int] | None:
    """The years that the lunar year touches, by the arithmetic calendar; None outside 1..1500.

    Reingold and Dershowitz, Calendrical Calculations (4th ed. 2018), ch. 7: the first day of year
    y is the fixed day 227015 + 354 (y - 1) + floor((3 + 11 y) / 30). An observed year may begin a
    day or two sooner or later.
    """
    if not 1 <= year <= LATEST_HIJRI:
        return None
    return _year(_new_year(year)), _year(_new_year(year + 1) - 1)


def rumi(year: int) -> tuple[int, int] | None:
    """The years that the solar year of the Ottoman treasury touches; None outside 1256..1341.

    F. R. Unat, Hicrî Tarihleri Milâdî Tarihe Çevirme Kılavuzu (1940): year r begins on 1 March,
    Julian, of r + 584; from 1 March 1917 (1333) on, days and months are the Gregorian ones.
    """
    if year not in RUMI:
        return None
    first = year + _SHIFT
    return first, first + (year < _SHORT)


def _new_year(year: int) -> int:
    return _EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30


def _year(day: int) -> int:
    """The year of a fixed day; Julian ones by Reingold and Dershowitz, ch. 3."""
    if day >= _GREGORIAN:
        return date.fromordinal(day).year
    return (4 * (day + 1) + 1464) // 1461
