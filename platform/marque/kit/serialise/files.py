"""Files as values: the hash of what is inside. Where the content comes from is the writer's business."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, Any, Protocol

from django.core.files.base import File
from django.db import models, transaction


class MissingFile(LookupError):
    """The content that a value names cannot be had."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(f"The file {digest} is missing.")


class FileSource(Protocol):
    """Gives the content of a file by its hash."""

    def open(self, digest: str) -> File:
        """A readable file with the name it should have; raises MissingFile."""
        ...


class NoFiles:
    """The source of a write that brings none."""

    def open(self, digest: str) -> File:
        """Never there."""
        raise MissingFile(digest)


# files stored by the write that is going on: they go when it fails
_stored: ContextVar[list[Callable[[], None]] | None] = ContextVar("stored_files", default=None)


@contextmanager
def remove_on_failure() -> Iterator[None]:
    """Take back the files that were stored inside, when what is inside fails."""
    stored: list[Callable[[], None]] = []
    token = _stored.set(stored)
    try:
        yield
    except BaseException:
        for take_back in stored:
            take_back()
        raise
    finally:
        _stored.reset(token)


def digest_of(content: IO[bytes], algorithm: str = "sha256") -> str:
    """`sha256:…` of a stream."""
    digest = hashlib.new(algorithm)
    content.seek(0)
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    return f"{algorithm}:{digest.hexdigest()}"


def value_of_file(row: Any, field: models.FileField) -> str | None:
    """A file as its hash, from the row where that is kept there; None when there is no file."""
    stored = getattr(row, field.name)
    if not stored:
        return None
    kept = vars(row)
    if field.name == "file" and kept.get("sha256"):
        return f"sha256:{row.sha256}"
    if field.name == "file" and kept.get("file_hash"):
        return f"sha1:{row.file_hash}"
    try:
        with stored.storage.open(stored.name) as content:
            return digest_of(content)
    except FileNotFoundError:
        return None


def fill_file(row: Any, field: models.FileField, value: str | None, files: FileSource) -> None:
    """Give a row the file of this hash; raises MissingFile when the source has none, or another one."""
    if row.pk and value_of_file(row, field) == value:
        return
    old: Any = getattr(row, field.name)
    if old:
        transaction.on_commit(lambda: old.storage.delete(old.name))
    if value is None:
        setattr(row, field.name, "")
        return
    content = files.open(value)
    if digest_of(content, value.partition(":")[0]) != value:
        raise MissingFile(value)
    content.seek(0)
    place: Any = getattr(row, field.name)
    place.save(content.name, content, save=False)
    stored = _stored.get()
    if stored is not None:
        stored.append(lambda: place.storage.delete(place.name))
