"""CPU time of client and server together, and what a measurement says against its target."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

_QUIET_S = 0.3
_QUIET_SHARE = 0.1
_SETTLE_S = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio: `low`..`high` are the extremes of the rounds that `ratio` is the median of.

    `target` is the least that is wanted, or the most where `most` is set. `detail` says in words
    what was divided by what.
    """

    name: str
    store: str
    ratio: float
    low: float
    high: float
    target: float
    most: bool
    detail: str

    @property
    def met(self) -> bool:
        """Whether the ratio, as it is printed, reaches the target."""
        shown = round(self.ratio, 3)
        return shown <= self.target if self.most else shown >= self.target

    def line(self) -> str:
        """The figure as a line of the table."""
        wanted = f"{'<=' if self.most else '>='} {self.target:g}"
        spread = f"({self.low:.3f} .. {self.high:.3f})"
        verdict = "ok" if self.met else "MISSED"
        return (
            f"{self.name:<15} {self.store:<9} {self.ratio:7.3f}  {spread:<16} {wanted}  "
            f"{verdict:<7} {self.detail}"
        )


class Meter:
    """Reads the CPU seconds that this process and a server have used."""

    def __init__(self, server: int) -> None:
        self._server = psutil.Process(server)
        self._charged = self.read()[1]

    def read(self) -> tuple[float, float]:
        """CPU seconds of client and server up to now."""
        spent = self._server.cpu_times()
        return time.process_time(), spent.user + spent.system

    def settle(self) -> None:
        """Wait until the server rests, so that work it put off is counted where it belongs."""
        for _ in range(round(_SETTLE_S / _QUIET_S)):
            _, before = self.read()
            time.sleep(_QUIET_S)
            _, after = self.read()
            if after - before < _QUIET_SHARE * _QUIET_S:
                return

    def cost(self, work: Callable[[], object]) -> tuple[float, float]:
        """CPU seconds of client and server for `work`, and what the server does until it rests."""
        self.settle()
        self.late()
        client = time.process_time()
        work()
        own = time.process_time() - client
        self.settle()
        return own, self.late()

    def late(self) -> float:
        """CPU seconds that the server has used since they were last asked for."""
        before, self._charged = self._charged, self.read()[1]
        return self._charged - before


def figure(
    name: str, store: str, ratios: Sequence[float], *, target: float, most: bool, detail: str
) -> Figure:
    """The median of the rounds' ratios as a figure."""
    middle = statistics.median(ratios)
    return Figure(name, store, middle, min(ratios), max(ratios), target, most, detail)
