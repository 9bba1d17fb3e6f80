"""Addresses on the web: which ones may be asked, and at which network addresses exactly."""

import ipaddress
import socket

import httpx

from kg.deadline import within
from kg.errors import FetchFailed

_LONGEST = 4_000
_LOOKUP_SECONDS = 15
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def address(text: str) -> httpx.URL:
    """The address that is written. Raises FetchFailed unless it is plain http or https.

    A password in it is refused: it would stand in the graph, as where the text can be checked.
    """
    try:
        url = httpx.URL(text.strip()[: _LONGEST + 1])
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed(f"This is no address of a page ({error}).") from None
    if len(text) > _LONGEST:
        raise FetchFailed(f"An address has more than {_LONGEST} letters.")
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchFailed(f"{shown(url)!r} is not an address of http or https.")
    if url.userinfo:
        raise FetchFailed(f"{shown(url)}: an address with a user or password is refused.")
    return url.copy_with(fragment=None)


def shown(url: httpx.URL) -> str:
    """The address as messages show it: without user, password and query, which may be secret."""
    bare = str(url.copy_with(userinfo=b"", query=None, fragment=None))
    return f"{bare}?..." if url.query else bare


def located(url: httpx.URL, *, private: frozenset[str]) -> list[str]:
    """The IP addresses of its host; to connect to these, and not to ask again, is the caller's
    duty, since the second answer may be another.

    Raises FetchFailed where one of them is not public, unless the host is among `private`.
    """
    host = url.raw_host.decode("ascii")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = within(
            _LOOKUP_SECONDS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
    except (OSError, UnicodeError, TimeoutError):
        raise FetchFailed(f"{shown(url)}: no host {host!r} is known.") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    closed = [each for each in addresses if not is_public(each)]
    if closed and host.lower() not in private:
        raise FetchFailed(
            f"{shown(url)}: {host} is the address {closed[0]}, which is not public.",
            hint="UMRAN_PRIVATE_HOSTS names hosts that may be asked all the same.",
        )
    return addresses


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet; addresses that lead on to an IPv4
    address (mapped, 6to4, NAT64) are as public as that one."""
    try:
        ip = _inner(ipaddress.ip_address(text))
    except ValueError:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: IP) -> IP:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return ip.ipv4_mapped or ip.sixtofour or ip
    return ip
