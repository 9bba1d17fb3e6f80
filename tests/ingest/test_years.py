import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.years import years

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
