"""A token classifier of Hugging Face's form, and what runs it: torch, or ONNX Runtime.

`(B, T)` are windows in a batch and padded tokens.
"""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.extract.weights import digest
from kg.errors import ModelMissing

Tokens = NDArray[np.int64]
Logits = NDArray[np.float32]
_HUB_SECONDS = 10


class Classifier(Protocol):
    """Token ids and mask, (B, T) each, to logits (B, T, labels)."""

    tokenizer: Any
    labels: dict[int, str]
    longest: int
    """Tokens that the model can read at once."""
    version: str
    """Changes with the weights."""
    tokens: int
    """Padded tokens in a batch that it computes fastest."""

    def __call__(self, ids: Tokens, mask: Tokens) -> Logits:
        """Run one batch."""
        ...


class TorchClassifier:
    """The model as torch runs it, on a GPU where there is one, with 32 bits or with 16.

    A CPU without instructions for bfloat16 would take some twenty times as long with them: there
    the weights are rounded to 16 bits and computed with as 32.
    """

    tokens = 1_024

    def __init__(self, name: str, *, half: bool = False) -> None:
        self._torch = _torch()
        where = fetched(name)
        self.tokenizer, config = described(name, where)
        self.labels, self.longest = shape(self.tokenizer, config)
        self.version = version(name, config)
        model = weights(name, where)
        if half:
            model = model.to(self._torch.bfloat16)
        if not multiplies_bf16():
            model = model.float()
        self._model = model.to("cuda" if self._torch.cuda.is_available() else "cpu")

    def __call__(self, ids: Tokens, mask: Tokens) -> Logits:
        """Logits as 32 bits, whatever the model computes with."""
        torch, device = self._torch, self._model.device
        with torch.inference_mode():
            logits = self._model(
                input_ids=torch.from_numpy(ids).to(device),
                attention_mask=torch.from_numpy(mask).to(device),
            ).logits
        found: Logits = logits.float().cpu().numpy()
        return found


def classifier(name: str, form: str) -> Classifier:
    """The model `name` as `form` says: "" (torch, 32 bits), "bf16" or "onnx".

    ModelMissing where a package or the model is not here.
    """
    if form == "onnx":
        from ingest.extract.onnx import OnnxClassifier

        return OnnxClassifier(name)
    return TorchClassifier(name, half=form == "bf16")


def multiplies_bf16() -> bool:
    """Whether there is a GPU, or a CPU that has instructions for bfloat16."""
    torch = _torch()
    asked = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return bool(torch.cuda.is_available() or (asked and asked()))


def fetched(name: str) -> str:
    """The folder of a model: `name` itself, or the hub's copy here, fetched if it is not yet.

    The hub is asked once: whoever is offline is not to wait for tries that cannot succeed.
    """
    if Path(name).is_dir():
        return name
    try:
        from huggingface_hub import HfApi, snapshot_download
    except ImportError as error:
        raise _uninstalled("huggingface-hub is") from error
    try:
        return str(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):
        pass
    try:
        HfApi().model_info(name, timeout=_HUB_SECONDS)
    except Exception as error:  # its HTTP library changes, and the errors with it
        reason = f"the hub does not give it ({str(error).splitlines()[0]})"
        raise _unreadable(name, reason) from error
    return str(snapshot_download(name))


def described(name: str, where: str) -> tuple[Any, Any]:
    """(tokenizer, config) of the model in the folder `where`."""
    try:
        from transformers import AutoConfig, AutoTokenizer
    except ImportError as error:
        raise _uninstalled("transformers is") from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, use_fast=True, local_files_only=True)
        config = AutoConfig.from_pretrained(where, local_files_only=True)
    except (OSError, ValueError) as error:
        raise _unreadable(name, str(error).splitlines()[0]) from error
    if not tokenizer.is_fast:
        hint = "Save it with a fast tokenizer."
        raise ModelMissing(f"The tokenizer of {name!r} tells no offsets.", hint=hint)
    return tokenizer, config


def weights(name: str, where: str) -> Any:
    """The torch model in the folder `where`, ready to read: dropout is off."""
    _torch()
    from transformers import AutoModelForTokenClassification

    try:
        model = AutoModelForTokenClassification.from_pretrained(where, local_files_only=True)
    except (OSError, ValueError) as error:
        raise _unreadable(name, str(error).splitlines()[0]) from error
    return model.eval()


def shape(tokenizer: Any, config: Any) -> tuple[dict[int, str], int]:
    """The labels by number, and the most tokens at once."""
    labels = {int(number): str(label) for number, label in config.id2label.items()}
    return labels, min(tokenizer.model_max_length, config.max_position_embeddings)


def version(name: str, config: Any) -> str:
    """A hash of the folder's files, or the hub's commit."""
    if Path(name).is_dir():
        return digest(Path(name))
    return str(getattr(config, "_commit_hash", None) or "unknown")


def _torch() -> Any:
    try:
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        raise _uninstalled("torch and transformers are") from error
    return torch


def _uninstalled(what: str) -> ModelMissing:
    return ModelMissing(f"{what} not installed.", hint="Install: pip install 'umran[bert]'.")


def _unreadable(name: str, reason: str) -> ModelMissing:
    hint = "Name a folder that save_pretrained wrote, or go online once to fetch it."
    return ModelMissing(f"No token classifier {name!r}: {reason}.", hint=hint)
