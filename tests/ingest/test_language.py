"""Which language a text is in, or that nobody can tell."""

import pytest

from ingest.language import LANGUAGES, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Osmanlı camileri kubbelidir.", "tr"),
        ("Köylüler düğünlerde davul çalar ve şarkı söyler.", "tr"),
        ("Meselâ: Edirne ve havalisinde Trakya-Paşaeli unvanıyla bir cemiyet vardı.", "tr"),
        ("The lodges of the Ojibwa were covered with bark.", "en"),
        ("Les élèves français étaient à l'école près de la forêt.", "fr"),
        ("Культура народов Севера очень богата.", "ru"),
        ("", ""),
        ("Ottoman", ""),
        ("1234 5678 9012 3456 7890", ""),
        ("Mide wiwin nibawa anishinabeg", ""),
    ],
)
def test_the_language_is_told_where_it_can_be(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_languages_of_the_project_are_among_them() -> None:
    assert {"tr", "en"} <= set(LANGUAGES)
