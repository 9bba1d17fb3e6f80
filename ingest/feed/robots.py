"""What a host's robots.txt lets us do (RFC 9309)."""

from dataclasses import dataclass
from typing import ClassVar

from protego import Protego

from kg.errors import FetchFailed


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host."""

    rules: Protego

    SIZE: ClassVar[int] = 500 << 10
    """Most bytes that are read of such a file."""

    @classmethod
    def of(cls, status: int, body: bytes) -> "Robots":
        """The rules in an answer; a host without the file allows all.

        Raises FetchFailed where the host could not say: then nothing is allowed, for now.
        """
        if status == 200:
            return cls(Protego.parse(body.decode("utf-8", "replace")))
        if 400 <= status < 500 and status != 429:
            return cls(Protego.parse(""))
        raise FetchFailed(f"The host's robots.txt answers {status}; nothing else is asked for now.")

    def allows(self, url: str, agent: str) -> bool:
        """Whether we may read a page."""
        return bool(self.rules.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """Seconds between two questions that the host asks for."""
        return float(self.rules.crawl_delay(agent) or 0)
