"""XML and HTML that multiply, or ask for what is outside."""

from pathlib import Path

from tests.ingest.hostile_packages import SAID
from tests.ingest.test_read_tei import TEI


def entity(canary: Path) -> bytes:
    dtd = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{canary.as_uri()}">]>'
    return TEI.replace("<TEI ", f"{dtd}<TEI ").replace("Son söz.", "Son söz. &x;").encode()


def included(canary: Path) -> bytes:
    where = f'parse="text" href="{canary.as_uri()}"'
    link = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" {where}/>'
    return TEI.replace("Son söz.", f"Son söz. {link}").encode()


def framed(canary: Path) -> bytes:
    uri = canary.as_uri()
    return (
        f'<html><meta http-equiv="refresh" content="0;url={uri}"><body><p>{SAID}'
        f'<iframe src="{uri}"></iframe><object data="{uri}"></object></body></html>'
    ).encode()


def drawn(canary: Path) -> bytes:
    script = f'<script>fetch("{canary.as_uri()}")</script>'
    svg = f'<svg>{script}<image href="{canary}"/></svg>'
    return f"<html><body><p>{SAID}</p>{svg}</body></html>".encode()


def laughs(depth: int = 9) -> str:
    lines = [f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, depth)]
    return f'<!DOCTYPE TEI [<!ENTITY l0 "ha">{"".join(lines)}]>'
