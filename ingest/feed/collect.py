"""A feed, or a list of pages, into its spool: what is new or changed is fetched and kept there."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from ingest.document import Metadata, SourceFile
from ingest.feed.address import address, shown
from ingest.feed.fetch import FEEDS, PAGES, Client
from ingest.feed.page import of_entry, of_page
from ingest.feed.spool import Since, Spool
from ingest.handwritten import text
from ingest.read.feed import Entry
from ingest.read.worker import WORKER
from kg.errors import FetchFailed, Unreadable

LONGEST_SECONDS = 1_800.0
"""How long one run may go on asking for pages."""

_LIST_SIZE = 4 << 20


@dataclass(slots=True)
class Collected:
    """Numbers of pages, and why some were not fetched; those that we had stay as they were.

    `ends`: when no further page is asked for, so that one slow host keeps nobody waiting for long.
    """

    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: list[str] = field(default_factory=list)
    ends: float = field(default_factory=lambda: time.monotonic() + LONGEST_SECONDS)


def collect_feed(
    url: str, spool: Spool, client: Client, *, follow: bool = False, prune: bool = False
) -> Collected:
    """Bring a feed's entries into the spool: their own text or, to `follow`, the linked page.

    An entry that left the feed stays unless `prune`. Raises FetchFailed or Unreadable for the feed.
    """
    done = Collected()
    known = Since() if follow else spool.since(url, page=False)
    page = client.fetch(url, kinds=FEEDS, etag=known.etag, modified=known.modified)
    if page.known:
        return done
    entries = _entries(spool, page.url, page.body)
    for entry in entries:
        if follow and entry.link:
            _take(entry.key, entry.link, spool, client, done, entry)
        elif entry.markup.strip():
            _count(done, changed=spool.put(entry.key, of_entry(entry, page.url)))
        else:
            done.failed.append(f"{entry.title or entry.key}: the entry has no text of its own")
    if prune:
        done.gone = spool.keep_only({entry.key for entry in entries})
    spool.note(url, Since() if done.failed else Since(page.etag, page.modified))
    spool.save()
    return done


def collect_pages(listed: Path, spool: Spool, client: Client) -> Collected:
    """Bring the pages of a list into the spool; what was taken out of the list goes.

    The list has an address a line; what begins with # is a remark. Raises FetchFailed where a
    line is no address, Unreadable where there is no such list.
    """
    done, urls = Collected(), list(dict.fromkeys(_addresses(listed)))
    try:
        for url in urls:
            _take(url, url, spool, client, done)
        done.gone = spool.keep_only(set(urls))
    finally:
        spool.save()
    return done


def _take(
    key: str, url: str, spool: Spool, client: Client, done: Collected, entry: Entry | None = None
) -> None:
    known = spool.since(key)
    try:
        if time.monotonic() > done.ends:
            raise FetchFailed(f"{shown(address(url))}: left for the next time, this one took long.")
        page = client.fetch(url, kinds=PAGES, etag=known.etag, modified=known.modified)
        if page.known:
            _count(done, changed=False)
            return
        since = Since(page.etag, page.modified)
        _count(done, changed=spool.put(key, of_page(page, entry), since))
    except FetchFailed as error:
        done.failed.append(str(error))
    except Unreadable as error:
        done.failed.append(f"{shown(address(url))}: {error}")


def _count(done: Collected, *, changed: bool) -> None:
    done.changed += changed
    done.unchanged += not changed


def _entries(spool: Spool, url: str, data: bytes) -> list[Entry]:
    """What the feed says, told by a process apart."""
    file = spool.folder.parent / "feed.xml"
    file.write_bytes(data)
    said = SourceFile("", file.name, file, "", "", Metadata(reference=url))
    found = cast(list[Entry], WORKER.read("feed", said))
    return list({entry.key: entry for entry in reversed(found)}.values())[::-1]


def _addresses(listed: Path) -> Iterable[str]:
    for number, line in enumerate(text(listed, limit=_LIST_SIZE).splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                yield str(address(line))
            except FetchFailed as error:
                raise FetchFailed(f"{listed}, line {number}: {error}") from None
