"""spaCy's rules for where sentences end: a blank pipeline for each language."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from threading import get_ident
from typing import Any

_WORDS = 100_000
"""Words that the pipelines of all languages together remember before they are made anew."""
_ready: dict[str, Any] = {}


def sentencizer(language: str) -> Any:
    """The pipeline of the language, or one for those that spaCy does not know: records of a corpus
    may say any. spaCy keeps every word that it ever saw, and is slow without, so begins anew."""
    if sum(len(pipeline.vocab) for pipeline in list(_ready.values())) > _WORDS:
        _ready.clear()
    try:
        return _pipeline(language or "xx")
    except ImportError:
        return _pipeline("xx")


def _pipeline(language: str) -> Any:
    pipeline = _ready.get(language)
    if pipeline is None:
        with _no_torch():
            import spacy
        pipeline = spacy.blank(language)
        pipeline.add_pipe("sentencizer")
        pipeline.max_length = sys.maxsize  # that limit is for trained ones, which need the memory
        _ready[language] = pipeline
    return pipeline


@contextmanager
def _no_torch() -> Iterator[None]:
    """spaCy loads torch where it is installed, for 3 seconds and 300 MB, and rules need none of it.
    So it is not found here, unless a package that extends spaCy may want it later."""
    if "torch" in sys.modules or entry_points(group="spacy_factories"):
        yield
        return
    absent = _Absent("torch", get_ident())
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


class _Absent:
    """A module that one thread does not find; others do."""

    def __init__(self, name: str, thread: int) -> None:
        self._name = name
        self._thread = thread

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: Any = None
    ) -> ModuleSpec | None:
        if name == self._name and get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None
