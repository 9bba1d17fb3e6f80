"""Markdown: the prose of its paragraphs, lists, quotations and tables, under its headings."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.document import SourceFile, TextDocument
from ingest.read.prose import Part, compose
from ingest.read.text import headed
from kg.errors import Unreadable

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(file: SourceFile) -> TextDocument:
    """A paragraph, list item or table row is a paragraph of the text; cells are set off by tabs.

    Markup and fenced code of a named language are left out. A first heading of level 1 is the
    title where neither the manifest nor the head gives one.
    """
    metadata, text = headed(file)
    tokens = _tokens(text)
    if not metadata.title:
        metadata = replace(metadata, title=_title(tokens))
    return compose(metadata, list(_parts(tokens)))


def _tokens(text: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    try:
        return MarkdownIt("commonmark", {"maxNesting": sys.maxsize}).enable("table").parse(text)
    except RecursionError:
        raise Unreadable("Its lists or quotations are nested too deeply.") from None


def _title(tokens: "Sequence[Token]") -> str:
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h1":
            return " ".join(_inline(token).split())
    return ""


def _parts(tokens: "Sequence[Token]") -> Iterator[Part]:
    title, body = "", list[str]()
    heading = False
    for token in tokens:
        if token.type == "heading_open":
            yield Part(title, "".join(body))
            heading, title, body = True, "", []
        elif token.type == "heading_close":
            heading = False
        elif heading and token.type == "inline":
            title = _inline(token)
        else:
            body.append(_block(token))
    yield Part(title, "".join(body))


def _block(token: "Token") -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type in ("td_close", "th_close"):
        return "\t"
    if token.type in ("paragraph_close", "tr_close"):
        return "\n\n"
    if token.type == "code_block" or (token.type == "fence" and not token.info.strip()):
        return token.content + "\n\n"
    if token.type == "html_block":
        from ingest.read.html import plain

        return plain(token.content) + "\n\n"
    return ""


def _inline(token: "Token") -> str:
    words = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif child.type == "image":
            words.append(_inline(child))
        elif child.type != "html_inline":
            words.append(child.content)
    return "".join(words)
