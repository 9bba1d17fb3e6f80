"""A real server on this machine that answers as a test says, and notes what it was asked."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """`pages`: path -> what answers there; `asked`: what came, as (path, headers); `named`: whom
    the clients of TLS wanted to speak to."""

    url: str
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    named: list[str | None] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            site.pages.get(self.path, status(404))(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no error."""

        def finish_request(self, request: Any, client_address: Any) -> None:
            """In the thread of the request, so that a handshake holds nobody up."""
            if not tls:
                return super().finish_request(request, client_address)
            with tls.wrap_socket(request, server_side=True) as spoken:
                super().finish_request(spoken, client_address)

    server = Server((host, 0), Handler)
    site = Site(f"http{'s' if tls else ''}://{host}:{server.server_address[1]}")
    if tls:
        tls.sni_callback = lambda _, name, __: site.named.append(name)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def text(body: str | bytes, kind: str = "text/html", **headers: str) -> Reply:
    """An answer of 200; where it has an etag, one that came with it is answered 304."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = named.get("etag") and handler.headers.get("If-None-Match") == named["etag"]
        handler.send_response(304 if known else 200)
        for name, value in named.items():
            handler.send_header(name, value)
        if not known:
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if not known:
            handler.wfile.write(data)

    return answer


def packed(body: bytes) -> Reply:
    return text(gzip.compress(body), content_encoding="gzip")


def status(code: int, **headers: str) -> Reply:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def drip(piece: bytes, pause: float, *, head: bool = False) -> Reply:
    """An answer that never ends, in its head or in its body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if not head:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        stop = threading.Event()
        try:
            while True:
                handler.wfile.write(piece)
                handler.wfile.flush()
                stop.wait(pause)
        except OSError:
            return

    return answer


def rss(*items: str, more: str = "") -> str:
    """A feed with these items."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{more}<rss version="2.0"><channel>'
        f"<title>News</title><link>/</link><language>en</language>{''.join(items)}</channel></rss>"
    )


def item(key: str, words: str, link: str = "") -> str:
    return (
        f"<item><guid isPermaLink='false'>{key}</guid><title>{key} &amp; more</title>"
        f"<link>{link or '/' + key}</link><pubDate>Tue, 03 Jun 2014 09:39:21 GMT</pubDate>"
        f"<description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
    )
