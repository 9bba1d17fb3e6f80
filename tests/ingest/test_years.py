from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates.calendars import marked
from ingest.dates.centuries import centuries
from ingest.dates.hijri import LATEST_HIJRI, RUMI, hijri, rumi
from ingest.dates.numerals import number
from ingest.dates.years import years

TURKISH = {
    "MÖ 300 dolaylarında kuruldu.": (-300, -300),
    "M.Ö. 1200 yılında yıkıldı.": (-1200, -1200),
    "MÖ 3. yüzyılda yaşadı.": (-300, -201),
    "15. ve 16. yüzyıllarda yapıldı.": (1400, 1599),
    "9. ile 12. yüzyıl arasından kalmadır.": (800, 1199),
    "XVI. yüzyıl camileri": (1500, 1599),
    "16. yüzyılın ortasında": (1500, 1599),
    "19. asırda yazıldı": (1800, 1899),
    "1530'larda cariyesini azat etti.": (1530, 1539),
    "1530\u2019larda": (1530, 1539),
    "1960'ların müziği": (1960, 1969),
    "1409'da Bursa'da yazdı.": (1409, 1409),
    "1402'de yenildi, 1413'e kadar taht boş kaldı.": (1402, 1413),
    "963-973 yılları arasında": (963, 973),
    "Süleyman 1520-1566 yıllarında hüküm sürdü.": (1520, 1566),
    "1885 ve 1907 sayımlarına göre": (1885, 1907),
    "Göçebeler 160 kilometre yürüdü.": None,
    "İfa 256 odù üzerine kuruludur.": None,
    "111 sayılı yasa ile kaldırıldı.": None,
    "Sultan IV. Murad sefere çıktı.": None,
    "1200 kişi toplandı.": None,
    "Kule 130 metre yüksektir.": None,
    "Yol 160-200 kilometre sürer.": None,
    "Arada 1200-1500 kilometre var.": None,
    "930'larda geldiler.": (930, 939),
    "İ. yüzyıl": (0, 99),
    "16. ve 15. yüzyıllarda": (1400, 1599),
    "MÖ 5. ve 3. yüzyıllarda": (-500, -201),
    "16. yüzyılın ikinci yarısı": (1550, 1599),
    "16. yüzyılın ilk yarısında yapıldı": (1500, 1549),
    "XIX. yüzyılın son çeyreğinde": (1875, 1899),
    "on dokuzuncu yüzyılın ikinci çeyreği": (1825, 1849),
    "on altıncı asır": (1500, 1599),
    "onaltıncı yüzyılda": (1500, 1599),
    "On Yedinci asrın başları": (1600, 1699),
    "yirminci yüzyıl": (1900, 1999),
    "yirmi birinci yüzyılda": (2000, 2099),
    "XV. ve XVI. asırlarda": (1400, 1599),
    "14., 15. ve 16. yüzyıllarda": (1300, 1599),
    "13.-14. yüzyıllar": (1200, 1399),
    "16. yy. çinileri": (1500, 1599),
    "17. yy'da": (1600, 1699),
    "milattan önce 3. yüzyıl": (-300, -201),
    "M.Ö. üçüncü yüzyılın ilk yarısı": (-300, -251),
    "MÖ 2. binyıl": (-2000, -1001),
    "MÖ üçüncü bin yılda": (-3000, -2001),
    "MÖ 13. ve 12. yüzyıllar": (-1300, -1101),
    "Milattan önce 44 yılında öldürüldü": (-44, -44),
    "M.Ö. 333-331": (-333, -331),
    "MÖ 10.000 yıllarında": (-10000, -10000),
    "milattan sonra 79 yılında": (79, 79),
    "M.S. 330'da kuruldu": (330, 330),
    "MS 79'da yanardağ patladı": (79, 79),
    "MÖ 27 ile MS 14 arasında": (-27, 14),
    "H. 972": (1564, 1565),
    "(H. 972-975)": (1564, 1568),
    "H. 972 / 1564": (1564, 1564),
    "hicrî 1140": (1727, 1728),
    "Hicri 857 yılında fethedildi": (1453, 1453),
    "hicretin 656. yılında": (1258, 1258),
    "hicrî üçüncü asır": (816, 913),
    "1140 hicrî": (1727, 1728),
    "972/1564 tarihli vakfiye": (1564, 1564),
    "1293 (1876) yılında": (1876, 1876),
    "R. 1293": (1877, 1878),
    "rumî 1325": (1909, 1910),
    "rumi 1325 senesinde": (1909, 1910),
    "Rumi 1334 yılında": (1918, 1918),
    "1325 rumî": (1909, 1910),
    "mali 1333": (1917, 1917),
    "1293 Harbi": (1877, 1878),
    "93 Harbi'nden sonra": (1877, 1878),
    "1960'lı yıllar": (1960, 1969),
    "1890’lı yıllarda": (1890, 1899),
    "1960-70'li yıllar": (1960, 1979),
    "1700'lü yıllarda": (1700, 1799),
    "1500 akçe verildi": None,
    "Sancakta 1500 hane vardı": None,
    "günde 1000 altın": None,
    "1200 asker gönderdi": None,
    "bkz. s. 1453": None,
    "sayfa 1453": None,
    "beyit 1207": None,
    "1071 beyit": None,
    "madde 1926": None,
    "$1500 istedi": None,
    "Mevlana Celaleddin Rumi 1273 eser okudu": (1273, 1273),
    "yüzyıllar boyunca": None,
    "ilk yüzyıllarda": None,
    "ikinci çocuk": None,
    "İkinci Dünya Savaşı": None,
    "II. Selim'in sarayı": None,
    "Burada yıl anılmaz.": None,
}
ENGLISH = {
    "300 BCE": (-300, -300),
    "It was built in 300 BCE.": (-300, -300),
    "In 480 B.C. they fought.": (-480, -480),
    "from the 5th century BCE": (-500, -401),
    "the 1560s": (1560, 1569),
    "tiles of the 1560s and the 1570s": (1560, 1579),
    "963-973": (963, 973),
    "1614–17": (1614, 1617),
    "between 1614 and 1617": (1614, 1617),
    "late 15th century": (1400, 1499),
    "the 15th and 16th centuries": (1400, 1599),
    "the XVI century": (1500, 1599),
    "a twelfth of the land": None,
    "in 963 the monks came": None,
    "They came in 963.": (963, 963),
    "He died c. 780, an old man.": (780, 780),
    "Nomads walked 160 kilometres.": None,
    "There are 256 odù.": None,
    "about 5000 metres high": None,
    "about 1500 metres high": None,
    "1,234 people": None,
    "1,234": None,
    "some 1.234 souls": None,
    "It holds 1200 people.": None,
    "about 160-200 kilometres": None,
    "(963-973)": (963, 973),
    "Henry IV. died.": None,
    "early seventeenth century": (1600, 1699),
    "the sixteenth century": (1500, 1599),
    "nineteenth-century travellers": (1800, 1899),
    "the first half of the 19th century": (1800, 1849),
    "in the second half of the sixteenth century": (1550, 1599),
    "the last quarter of the fifteenth century": (1475, 1499),
    "the last third of the 18th century": (1766, 1799),
    "from the late 15th to the early 17th centuries": (1400, 1699),
    "the fourteenth, fifteenth and sixteenth centuries": (1300, 1599),
    "the twenty-first century": (2000, 2099),
    "16th c. tiles": (1500, 1599),
    "the second century BCE": (-200, -101),
    "the third millennium BC": (-3000, -2001),
    "the first half of the third century BCE": (-300, -251),
    "second century AD": (100, 199),
    "the third century AH": (816, 913),
    "AD 79": (79, 79),
    "A.D. 330": (330, 330),
    "in 79 CE": (79, 79),
    "300-250 BCE": (-300, -250),
    "between 300 and 250 BC": (-300, -250),
    "27 BCE to 14 CE": (-27, 14),
    "the 300s BCE": (-399, -300),
    "about 10,000 BCE": (-10000, -10000),
    "972 AH": (1564, 1565),
    "AH 1140": (1727, 1728),
    "A.H. 857": (1453, 1453),
    "AH 972/1564": (1564, 1564),
    "the 1960s": (1960, 1969),
    "1890s": (1890, 1899),
    "the 1890's": (1890, 1899),
    "the 1950s–1960s": (1950, 1969),
    "1950–60s": (1950, 1969),
    "the 1800s": (1800, 1899),
    "(r. 1520–1566)": (1520, 1566),
    "MS 1234 of the library": None,
    "MS 408": None,
    "p. 1453": None,
    "pp. 1200-1210": None,
    "verse 1207": None,
    "lines 1100–1200": None,
    "1500 soldiers": None,
    "1200 houses": None,
    "£1500": None,
    "Genesis 12:1453": None,
    "over the centuries": None,
    "the first centuries of Islam": None,
    "a quarter of the land": None,
    "the second century of our era": (100, 199),
    "the third century of the Hijra": (816, 913),
    "in the second century of the dynasty": None,
    "in 1666 at La Pointe": (1666, 1666),
    "the second son": None,
    "No. 1453": None,
    "": None,
}
"""Three bare digits before a word count as a number, as in "in 963 the": half of such are none."""


@pytest.mark.parametrize(("sentence", "span"), [*TURKISH.items(), *ENGLISH.items()])
def test_years(sentence: str, span: tuple[int, int] | None) -> None:
    assert years(sentence) == span


@given(st.text(max_size=200))
def test_any_text_gives_an_ordered_span_or_none(text: str) -> None:
    span = years(text)
    assert span is None or span[0] <= span[1] <= 2100


@given(st.integers(1000, 2100), st.sampled_from(["In {} they came.", "{}'de geldiler.", "({})"]))
def test_a_year_of_four_digits_is_found(year: int, frame: str) -> None:
    assert years(frame.format(year)) == (year, year)


@given(st.text("IİıiVXLC0123456789.–- ve", max_size=30))
def test_odd_numerals_are_no_error(number: str) -> None:
    years(f"{number} yüzyıl {number} century BCE")


PIECES = st.sampled_from([*"0123456789 .,-–/()'’", *TURKISH, *ENGLISH, "H. ", "R. ", "MÖ ", " AH"])


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8).map("".join))
def test_spans_are_ordered_and_bounded(text: str) -> None:
    found = [*centuries(text), *(span for _, _, span in marked(text))]
    assert all(-100_000 < first <= last <= 2100 for first, last in found)
    assert all(0 <= start < end <= len(text) for start, end, _ in marked(text))
    span = years(text)
    assert span is None or -100_000 < span[0] <= span[1] <= 2100


HIJRI = {
    1: (622, 623),
    132: (749, 750),
    656: (1258, 1258),
    857: (1453, 1453),
    972: (1564, 1565),
    1293: (1876, 1877),
    1400: (1979, 1980),
    1445: (2023, 2024),
}


@pytest.mark.parametrize(("year", "span"), HIJRI.items())
def test_hijri_years(year: int, span: tuple[int, int]) -> None:
    assert hijri(year) == span


@given(st.integers(-10, 1600))
def test_hijri_years_follow_one_another(year: int) -> None:
    one, following = hijri(year), hijri(year + 1)
    assert (one is None) == (not 1 <= year <= LATEST_HIJRI)
    if one and following:
        assert one[1] - one[0] in (0, 1)
        assert following[0] - one[1] in (0, 1)


@given(st.integers(1000, 1700))
def test_rumi_years_are_those_of_the_ottoman_treasury(year: int) -> None:
    span = rumi(year)
    assert (span is None) == (year not in RUMI)
    if span:
        assert span[0] == year + 584
        assert date(span[0], 1, 1) <= date(span[1], 12, 31)
        assert span[1] - span[0] == (year < 1333)


ORDINALS = ["XVI", "16th", "sixteenth", "on altıncı", "Onaltıncı", "ON  ALTINCI", "16.", "16'ncı"]


@pytest.mark.parametrize("text", ORDINALS)
def test_ordinals(text: str) -> None:
    assert number(text) == 16


@given(st.text(max_size=20))
def test_any_text_as_an_ordinal_is_no_error(text: str) -> None:
    assert number(text) >= 0
