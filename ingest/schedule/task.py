"""What a schedule brings into the graph, in plain values that a job store can keep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import ScheduleError

KINDS = ("folder", "drop", "feed", "pages")
_NAME = re.compile(r"\w[\w.-]{0,59}")


@dataclass(frozen=True, slots=True)
class Task:
    """`what` is an absolute path or an address; "" where an option was not given.

    folder: the graph follows it, as `umran sync`. drop: what is moved away again stays in the
    graph. feed: entries of RSS or Atom, or (`follow`) the pages they link. pages: a list.
    `prune`: what left the drop or the feed goes.
    """

    name: str
    kind: str
    what: str
    source: str = ""
    manifest: str = ""
    extractor: str = ""
    follow: bool = False
    prune: bool = False

    @property
    def of_web(self) -> bool:
        """Whether it is fetched into a folder of ours first."""
        return self.kind in ("feed", "pages")


def task(
    what: str,
    *,
    name: str = "",
    kind: str = "",
    options: Mapping[str, str | bool | None] | None = None,
) -> Task:
    """The task that is asked for; `options` are the other fields of Task, None where not given.

    Raises ScheduleError for what is not there, for an option that its kind does not have, and for
    a name that is no name.
    """
    given = {key: value for key, value in (options or {}).items() if value}
    if kind and kind not in KINDS:
        raise ScheduleError(f"There is no kind {kind!r}.", hint=f"Kinds are {', '.join(KINDS)}.")
    kind = kind or _kind(what)
    _check(what, kind, given)
    if manifest := given.get("manifest"):
        given["manifest"] = str(_existing(str(manifest)))
    where = _address(what) if kind == "feed" else str(_existing(what))
    called = name or _name(where, kind)
    if not _NAME.fullmatch(called):
        raise ScheduleError(
            f"{called!r} is no name of a schedule.",
            hint="Give one with --name: letters, digits, dots and dashes, at most 60.",
        )
    return Task(called, kind, where, **given)  # type: ignore[arg-type]


def _kind(what: str) -> str:
    if "://" in what:
        return "feed"
    return "folder" if Path(what).is_dir() else "pages"


def _check(what: str, kind: str, given: Mapping[str, str | bool]) -> None:
    if kind in ("folder", "drop") and not Path(what).is_dir():
        raise ScheduleError(f"{what} is not a folder.", hint="A feed begins with https://.")
    if kind == "pages" and not Path(what).is_file():
        raise ScheduleError(
            f"There is no {what}.", hint="A folder, an address, or a file of addresses is wanted."
        )
    allowed = {"follow": ("feed",), "prune": ("feed", "drop")}
    for option, kinds in allowed.items():
        if option in given and kind not in kinds:
            raise ScheduleError(f"--{option} is for {' and '.join(kinds)}, not for {kind}.")


def _address(what: str) -> str:
    from ingest.feed.address import address

    return str(address(what))


def _existing(path: str) -> Path:
    if not Path(path).exists():
        raise ScheduleError(f"There is no {path}.")
    return Path(path).resolve()


def _name(where: str, kind: str) -> str:
    """A name where none is given: the host's, the folder's, or the file's."""
    named = urlsplit(where).hostname or "" if kind == "feed" else Path(where).stem
    return re.sub(r"[^\w.-]+", "-", named).strip("-.")[:60]
