"""Feeds and lists of pages become a folder that is read as any: on both stores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.feed.collect import Collected, collect_feed, collect_pages
from ingest.feed.fetch import Client, Limits
from ingest.feed.spool import Spool
from ingest.pipeline import ingest
from kg.errors import FetchFailed, Unreadable
from kg.store import Store
from tests.graph import dump, empty
from tests.ingest.web import Site, item, rss, serving, status, text

RSS = "application/rss+xml"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="tr"><title>H</title><entry>
<id>tag:1</id><title type="html">Osmanlı &lt;i>evi&lt;/i></title><link href="/ev"/>
<link rel="license" href="https://example.org/cc0"/><updated>1998-02-03T00:00:00Z</updated>
<content type="html">&lt;p>Osmanlı evi ahşaptır.&lt;/p>&lt;script>x()&lt;/script></content>
</entry></feed>"""
PAGE = """<html lang="en"><head><title>The dome</title><meta name="DC.date" content="1557-06-07">
<link rel="license" href="/terms"><script>var nonce = %d;</script></head>
<body><h1>Domes</h1><p>The Ottoman mosque has a dome.</p></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "home")


def client() -> Client:
    return Client(private=frozenset(["127.0.0.1"]), limits=Limits(delay=0, seconds=5))


def numbers(done: Collected) -> tuple[int, int, int]:
    return done.changed, done.unchanged, done.gone


def texts(spool: Spool) -> list[str]:
    return [file.read_text() for file in sorted(spool.folder.glob("*.html"))]


def test_a_feed_is_a_window(site: Site, spool: Spool) -> None:
    url = f"{site.url}/feed"
    site.pages["/feed"] = text(rss(item("a", "One."), item("b", "Two.")), RSS, etag='"1"')
    assert numbers(collect_feed(url, spool, client())) == (2, 0, 0)
    again = Spool(spool.folder.parent)
    assert numbers(collect_feed(url, again, client())) == (0, 0, 0)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'

    site.pages["/feed"] = text(rss(item("b", "Two, corrected."), item("c", "Three.")), RSS)
    assert numbers(collect_feed(url, spool, client())) == (2, 0, 0)
    assert len(texts(spool)) == 3
    assert numbers(collect_feed(url, spool, client(), prune=True)) == (0, 2, 1)
    assert sorted(word in "".join(texts(spool)) for word in ("One.", "Two, c")) == [False, True]


def test_entries_of_atom_and_what_they_say_of_themselves(
    store: Store, site: Site, spool: Spool
) -> None:
    site.pages["/feed"] = text(ATOM, "application/atom+xml; charset=utf-8")
    collect_feed(f"{site.url}/feed", spool, client())
    ingest(store, spool.folder, source="news")
    [found] = store.read(
        "MATCH (p:Passage)-[:PART_OF]->(d:Document) RETURN d.title AS title, d.year_from AS year, "
        "d.reference AS reference, d.licence AS licence, d.lang AS lang, p.text AS text"
    )
    assert found == {
        "title": "Osmanlı evi",
        "year": 1998,
        "reference": f"{site.url}/ev",
        "licence": "https://example.org/cc0",
        "lang": "tr",
        "text": "Osmanlı evi ahşaptır.",
    }


def test_pages_are_replaced_kept_and_taken_out(
    store: Store, site: Site, spool: Spool, tmp_path: Path
) -> None:
    """And the graph is that of a fresh build of the spool, law 1."""
    listed = tmp_path / "pages.txt"
    listed.write_text(f"# ours\n{site.url}/a\n\n{site.url}/b\n{site.url}/b\n")
    site.pages |= {"/a": text(PAGE % 1, etag='"1"'), "/b": text("Kubbe & kemer.", "text/plain")}
    assert numbers(collect_pages(listed, spool, client())) == (2, 0, 0)
    ingest(store, spool.folder, source="pages")
    [row] = store.read(
        "MATCH (d:Document {title: 'The dome'})<-[:PART_OF]-(p) "
        "RETURN d.year_from AS year, d.licence AS licence, d.reference AS at, p.section AS section"
    )
    assert row == {"year": 1557, "licence": "/terms", "at": f"{site.url}/a", "section": "Domes"}

    site.pages |= {"/a": text(PAGE % 2), "/b": status(500)}
    done = collect_pages(listed, spool, client())
    assert numbers(done) == (0, 1, 0), "another nonce is not another text"
    assert done.failed == [f"{site.url}/b answers 500."]
    site.pages["/a"] = text((PAGE % 3).replace("a dome", "two domes"))
    assert numbers(collect_pages(listed, spool, client())) == (1, 0, 0)
    listed.write_text(f"{site.url}/a\n")
    assert numbers(collect_pages(listed, spool, client())) == (0, 1, 1)
    ingest(store, spool.folder, source="pages", prune=True)
    found = dump(store)
    assert store.nodes("Passage", ["text"])["text"] == ["The Ottoman mosque has two domes."]
    empty(store)
    ingest(store, spool.folder, source="pages")
    assert dump(store) == found


def test_the_linked_page_can_be_followed(site: Site, spool: Spool) -> None:
    site.pages["/feed"] = text(rss(item("a", "Short."), item("b", "Gone.")), RSS, etag='"1"')
    site.pages["/a"] = text(PAGE % 1)
    done = collect_feed(f"{site.url}/feed", spool, client(), follow=True)
    assert numbers(done) == (1, 0, 0)
    assert done.failed == [f"{site.url}/b answers 404."]
    [kept] = texts(spool)
    assert 'title: "a & more"' in kept
    assert "year: 2014" in kept
    assert "has a dome" in kept
    assert "nonce" not in kept
    site.pages["/b"] = text("Here it is.", "text/plain")
    assert numbers(collect_feed(f"{site.url}/feed", spool, client(), follow=True)) == (1, 1, 0)


BOMB = '<!DOCTYPE x [<!ENTITY a "{}">{}]>'.format(
    "ha" * 50, "".join(f'<!ENTITY a{i} "{"&a;" * 9}">' for i in range(9))
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (rss(item("a", "&a9;"), more=BOMB), "entities"),
        (rss(item("a", "b"), more=BOMB).encode("utf-16"), "entities"),
        ("<html><body>Not a feed.</body></html>", "no feed"),
        ("/etc/passwd", "no feed"),
        ("<a>" * 5_000, "no feed"),
        (b"", "empty"),
    ],
)
def test_what_is_no_feed_or_worse(site: Site, spool: Spool, body: str | bytes, words: str) -> None:
    site.pages["/feed"] = text(body, RSS)
    with pytest.raises(Unreadable, match=words):
        collect_feed(f"{site.url}/feed", spool, client())
    assert texts(spool) == []


def test_titles_cannot_break_out_of_the_head(store: Store, site: Site, spool: Spool) -> None:
    hostile = 'x\n---\nculture: Ottoman\n&#xFFFE;" \\ # : {{[\x7f\u2028😀'
    site.pages["/feed"] = text(rss(item(hostile, "The mosque.", "/x")), RSS)
    collect_feed(f"{site.url}/feed", spool, client())
    outcome = ingest(store, spool.folder, source="news")
    assert len(outcome.added) == 1
    assert store.nodes("Culture", ["name"])["name"] == []
    [title] = store.nodes("Document", ["title"])["title"]
    assert title.startswith("x --- culture: Ottoman")


def test_what_is_lost_is_asked_for_again(site: Site, spool: Spool, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text(f"{site.url}/a\n")
    site.pages["/a"] = text(PAGE % 1, etag='"1"')
    collect_pages(listed, spool, client())
    for file in spool.folder.glob("*.html"):
        file.unlink()
    assert numbers(collect_pages(listed, Spool(spool.folder.parent), client())) == (1, 0, 0)
    (spool.folder.parent / "state.json").write_text("{broken")
    assert numbers(collect_pages(listed, Spool(spool.folder.parent), client())) == (0, 1, 0)


def test_a_list_with_a_line_that_is_no_address(spool: Spool, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text("https://example.org/\nfile:///etc/passwd\n")
    with pytest.raises(FetchFailed, match="line 2"):
        collect_pages(listed, spool, client())
