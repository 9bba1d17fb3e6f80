"""The server: where it listens, and the one process that owns the store meanwhile."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.http.app import make
from api.http.clock import Clock
from api.http.folder import check
from api.http.keys import Keys
from api.http.owner import Owner
from api.http.prompt import Prompt
from kg.errors import SettingsError
from kg.settings import Settings

_LEAVE_SECONDS = 10


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises SettingsError, StoreInUse."""
    from ingest.halt import heeding

    with serving(settings) as (server, listening), heeding():
        server.run(
            sockets=[listening]
        )  # it raises its signal again: jobs and store end all the same


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[uvicorn.Server, socket.socket]]:
    """A server that is ready to run on its socket, and everything that it needs.

    Raises SettingsError for an address that cannot be had, or may not without a key, and
    StoreInUse.
    """
    local = is_local(settings.serve_host)
    if not local and not Keys(settings.data).all():
        raise SettingsError(
            f"Without a key Umran does not listen at {settings.serve_host}, which others reach.",
            hint="umran key add NAME --scope read makes one.",
        )
    check(settings)
    with _bound(settings) as listening, Owner(settings) as owner, Clock(settings, owner) as clock:
        app = make(settings, owner, clock, local=local)
        config = uvicorn.Config(
            app,
            http=Prompt,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_LEAVE_SECONDS,
        )
        with app.state.worker:
            yield uvicorn.Server(config), listening


def is_local(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _bound(settings: Settings) -> Iterator[socket.socket]:
    host, port = settings.serve_host, settings.serve_port
    try:
        [(family, *_, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        raise SettingsError(
            f"Umran cannot listen at {host}, port {port}: {error.strerror}.",
            hint="--host and --port name others.",
        ) from None
    with listening:
        yield listening
