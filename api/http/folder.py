"""The one folder whose files may be ingested over HTTP, and files that are sent into it."""

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import Annotated

import anyio
from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel

from api.http.desk import AtDesk, encode
from api.http.documented import says
from api.http.problem import Problem
from kg.errors import SettingsError
from kg.settings import Settings

router = APIRouter(prefix="/files", tags=["ingestion"])
Where = Annotated[
    str, InPath(max_length=500, description="Below the folder.", examples=["texts/sinan.md"])
]


class Kept(BaseModel):
    """A file that was sent."""

    path: str
    bytes: int
    sha256: str


_KEPT = {"path": "texts/sinan.md", "bytes": 1204, "sha256": "0" * 64}


@router.put(
    "/{path:path}",
    status_code=201,
    responses=says(Kept, _KEPT, status=201, what="The file is there, whole"),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def put(request: Request, desk: AtDesk, path: Where) -> Response:
    """Send a file into the folder; a job then brings it in. It is there whole or not at all."""
    target = inside(desk.settings, path)
    if not target.name or any(part.startswith(".") for part in PurePosixPath(path).parts):
        raise _outside(path)
    try:
        size, digest = await _write(request, target)
    except OSError as error:
        raise Problem(409, f"{path} cannot be written: {error.strerror}.", kind="file") from None
    kept = Kept(path=path, bytes=size, sha256=digest)
    return Response(encode(kept.model_dump()), 201, media_type="application/json")


@router.delete("/{path:path}", status_code=204)
async def delete(desk: AtDesk, path: Where) -> None:
    """Delete a file of the folder; the next job takes out what it had added."""
    target = inside(desk.settings, path)
    if not target.is_file():
        raise Problem(404, f"There is no file {path!r}.")
    target.unlink()


def check(settings: Settings) -> None:
    """Raises SettingsError where the folder is none, or is that of the store."""
    root = settings.serve_folder
    if root is None:
        return
    if not root.is_dir():
        raise SettingsError(f"UMRAN_SERVE_FOLDER: {root} is not a folder.")
    if root.resolve() == settings.data.resolve():
        raise SettingsError(f"UMRAN_SERVE_FOLDER: {root} is the store's own folder.")


def inside(settings: Settings, path: str) -> Path:
    """The file or folder of this name below the folder, links resolved. Raises Problem."""
    if settings.serve_folder is None:
        raise Problem(
            403,
            "This server takes nothing in.",
            kind="folder",
            hint="UMRAN_SERVE_FOLDER, or umran serve --folder, says below which folder it may.",
        )
    root, pure = settings.serve_folder.resolve(), PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not path.isprintable():
        raise _outside(path)
    try:
        found, own = (root / path).resolve(), settings.data.resolve()
    except (OSError, RuntimeError):
        raise _outside(path) from None
    if not found.is_relative_to(root):
        raise _outside(path)
    if found.is_relative_to(own) and not root.is_relative_to(own):
        raise _outside(path)
    return found


def _outside(path: str) -> Problem:
    what = f"{path!r} is no path below the folder of this server."
    return Problem(400, what, kind="path", hint="Relative, with forward slashes, without ..")


async def _write(request: Request, target: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of what was sent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.part")
    size, digest = 0, hashlib.sha256()
    try:
        async with await anyio.open_file(part, "wb") as file:
            async for chunk in request.stream():
                await file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return size, digest.hexdigest()
