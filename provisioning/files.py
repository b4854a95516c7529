"""The files of the current tenant, by their paths below its folder."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.utils._os import safe_join

from marque.kit.tenancy.storage import tenant_prefix

_PIECE = 1 << 20
# drawn again when they are shown; not whole yet; asked for by somebody who asks again
_MADE_AGAIN = ("images/", "drafts/", "exports/")
_DRAFT = ".arriving"


@dataclass(frozen=True, slots=True)
class Media:
    """A file: where it is below the tenant's folder, what it holds."""

    path: str
    sha256: str
    size: int


def paths() -> Iterator[str]:
    """Every file that travels, in order."""
    root = _place("")
    found = (file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    yield from sorted(path for path in found if not path.startswith(_MADE_AGAIN) and not path.endswith(_DRAFT))


def open_file(path: str) -> IO[bytes]:
    """A file to read."""
    return _place(path).open("rb")


def size_of(path: str) -> int:
    """How many bytes it has."""
    return _place(path).stat().st_size


def digest(file: IO[bytes]) -> str:
    """SHA-256 of what is left to read."""
    sha = hashlib.sha256()
    while piece := file.read(_PIECE):
        sha.update(piece)
    return sha.hexdigest()


def write_file(path: str, pieces: Iterator[bytes]) -> None:
    """Put a file where it belongs, in place of what is there; the whole of it or nothing."""
    target = _place(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + _DRAFT)
    try:
        with draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def take_from(source: Path, path: str) -> None:
    """The same file under this tenant's folder: linked where the disk can, else copied.

    Files are written once under a name and replaced, never changed in place, so two tenants may share one.
    """
    target = _place(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(source, target)


def place_of(path: str) -> Path:
    """Where a file of the current tenant is on this disk."""
    return _place(path)


def remove_all() -> None:
    """Every file of the tenant; harmless when there is none."""
    shutil.rmtree(_place(""), ignore_errors=True)


def _place(path: str) -> Path:
    storage: Any = default_storage
    return Path(safe_join(Path(storage.path(tenant_prefix() + "-")).parent, path))
