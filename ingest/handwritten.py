"""Small files that a person writes: the manifest, the corrections."""

from pathlib import Path

from kg.errors import ManifestError


def text(path: Path, *, limit: int, within: Path | None = None) -> str:
    """What stands in the file.

    Raises ManifestError for what is missing, larger than `limit` bytes or not UTF-8, and for a
    link that leads out of the folder `within`.
    """
    if within and not path.resolve().is_relative_to(within.resolve()):
        raise ManifestError(f"{path}: a link that leads outside of the folder is not followed.")
    if path.exists() and not path.is_file():
        raise ManifestError(f"{path}: not a plain file.")
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise ManifestError(f"{path}: larger than {limit:,} bytes.")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ManifestError(f"{path}: cannot be opened ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path}: not UTF-8 at byte {error.start}.") from None
