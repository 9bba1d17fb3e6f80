"""A guide for Neo4j Browser: the search phrases of Bloom as slides that run by a click.

Browser up to 5 plays HTML, later ones AsciiDoc; parameters are written out.
"""

import re
from collections.abc import Iterator
from html import escape

from api.saved import Phrase, phrases
from kg.literal import literal

_TITLE = "Umran: cultures in Neo4j Browser"
_WELCOME = (
    "Click a statement, change its names, run it. First drop umran.grass on this window: then the "
    "colours are those of Bloom."
)


def html() -> str:
    """The guide for Browser up to 5."""
    slides = [f"<h3>{_TITLE}</h3><p>{_WELCOME}</p>", *map(_slide, _questions())]
    rows = "\n".join(f'<slide class="row-fluid"><div>{each}</div></slide>' for each in slides)
    return (
        f'<article class="guide">\n<carousel class="deck container-fluid">\n{rows}\n'
        "</carousel>\n</article>\n"
    )


def asciidoc() -> str:
    """The guide for later ones."""
    return f"= {_TITLE}\n\n== Welcome\n\n{_WELCOME}\n" + "".join(map(_section, _questions()))


def statement(phrase: Phrase) -> str:
    """The phrase's Cypher with its examples instead of parameters."""
    examples = phrase.examples()
    return re.sub(r"\$(\w+)", lambda found: literal(examples[found[1]]), phrase.cypher)


def _questions() -> Iterator[Phrase]:
    return (each for each in phrases() if each.lang == "en")


def _asked(phrase: Phrase) -> str:
    return re.sub(r"\$(\w+)", lambda found: phrase.examples()[found[1]], phrase.text)


def _slide(phrase: Phrase) -> str:
    return (
        f"<h3>{escape(_asked(phrase))}</h3><p>{escape(phrase.meaning)}.</p>"
        f'<figure><pre class="pre-scrollable code runnable">{escape(statement(phrase))}'
        "</pre></figure>"
    )


def _section(phrase: Phrase) -> str:
    return (
        f"\n== {_asked(phrase)}\n\n{phrase.meaning}.\n\n[source,cypher]\n----\n"
        f"{statement(phrase)}\n----\n"
    )
