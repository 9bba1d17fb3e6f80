"""A token classifier run by ONNX Runtime, exported once and kept in the user's cache.

The export is used only if its logits are those of torch, on batches of other sizes than the one
that it was traced with. Its key in the cache hashes the model's files and the packages that made
it, so it is made anew when either changes; `~/.cache/umran/onnx` may be deleted at any time.
"""

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np

from ingest.extract.classifier import (
    Logits,
    Tokens,
    described,
    fetched,
    shape,
    version,
    weights,
)
from ingest.extract.weights import digest
from kg.errors import ModelMissing

FILE = "model.onnx"
TOLERANCE = 1e-3
"""Most that a logit may differ from torch's, next to logits of size 1 to 10."""
_PACKAGES = ("torch", "transformers", "onnxruntime")
_TRACED = (2, 8)
_COMPARED = ((1, 5), (3, 17), (2, 8))


class OnnxClassifier:
    """The model as ONNX Runtime runs it on the CPU, with 32 bits and as many threads as torch.

    ModelMissing where the extra `onnx` is not installed, or the export does not agree with torch.
    """

    tokens = 256

    def __init__(self, name: str) -> None:
        _require()
        where = fetched(name)
        self.tokenizer, config = described(name, where)
        self.labels, self.longest = shape(self.tokenizer, config)
        self.version = version(name, config)
        file = _cache() / _key(Path(where)) / FILE
        if not file.exists():
            _export(name, where, config.vocab_size, file)
        self._session = _session(file)

    def __call__(self, ids: Tokens, mask: Tokens) -> Logits:
        """Run one batch."""
        return _run(self._session, ids, mask)


def _require() -> None:
    """Import, but first: ONNX Runtime reports home from Linux too, unless told not to."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import onnxruntime  # noqa: F401
        import onnxscript  # noqa: F401
    except ImportError as error:
        hint = "Install: pip install 'umran[bert,onnx]'."
        raise ModelMissing("onnxruntime and onnxscript are not installed.", hint=hint) from error


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "umran" / "onnx"


def _key(folder: Path) -> str:
    made_by = ",".join(f"{name} {installed(name)}" for name in _PACKAGES)
    return hashlib.sha256(f"{digest(folder)} {made_by}".encode()).hexdigest()[:16]


def _export(name: str, where: str, words: int, file: Path) -> None:
    """Write `file` and whatever belongs beside it, all or nothing."""
    model = weights(name, where)
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent.parent) as top:
        made = Path(top) / file.parent.name / FILE
        made.parent.mkdir()
        traced = _traced(model, words, made)
        _compare(name, traced, _session(made), words)
        if not file.parent.exists():
            made.parent.rename(file.parent)


def _traced(model: Any, words: int, file: Path) -> Callable[[Tokens, Tokens], Logits]:
    """Export `model`; gives the function of (ids, mask) that was exported, run by torch."""
    import torch

    class Logit(torch.nn.Module):
        """The two arrays that we give and the one that we want."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """(B, T) twice to (B, T, labels)."""
            return self.model(input_ids=input_ids, attention_mask=attention_mask).logits

    wrapper = Logit().eval()  # a wrapper is in training mode, whatever is inside
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens")}
    ids, mask = (torch.from_numpy(rows) for rows in _batch(*_TRACED, words))
    with _quiet():
        torch.onnx.export(
            wrapper,
            (ids, mask),
            file,
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_shapes=(axes, axes),
            dynamo=True,
            verbose=False,
        )

    def run(ids: Tokens, mask: Tokens) -> Logits:
        with torch.inference_mode():
            found: Logits = wrapper(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        return found

    return run


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the exporter says of itself: packages that it does not need, its own changes."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.setLevel(level)


def _compare(name: str, torch: Callable[..., Logits], session: Any, words: int) -> None:
    for size in _COMPARED:
        ids, mask = _batch(*size, words)
        ours, theirs = (one[mask > 0] for one in (_run(session, ids, mask), torch(ids, mask)))
        apart = float(np.abs(ours - theirs).max())
        if not apart <= TOLERANCE or (ours.argmax(-1) != theirs.argmax(-1)).any():
            raise ModelMissing(
                f"The ONNX export of {name!r} differs from the model by {apart:.2g}.",
                hint="Use hf: or hf+bf16: for this model.",
            )


def _batch(rows: int, tokens: int, words: int) -> tuple[Tokens, Tokens]:
    """Random token ids and a mask whose rows end at different places."""
    chosen = np.random.default_rng(0)
    ids = chosen.integers(0, words, (rows, tokens))
    mask = (np.arange(tokens) < tokens - np.arange(rows)[:, None]).astype(np.int64)
    return ids, mask


def _session(file: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _run(session: Any, ids: Tokens, mask: Tokens) -> Logits:
    found: Logits = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
    return found
