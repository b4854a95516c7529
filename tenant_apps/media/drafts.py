"""Where uploads are kept until they are whole: one file each, locked while somebody writes to it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

_PIECE = 1 << 20


def place(draft: str) -> Path:
    """Where a draft is on disk."""
    return Path(default_storage.path(draft))


def arrived(draft: str) -> int:
    """How many bytes are here."""
    try:
        return place(draft).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def locked(draft: str) -> Iterator[IO[bytes]]:
    """The draft to append to; BlockingIOError while somebody else has it. The lock ends with the process."""
    path = place(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def pour(source: IO[bytes], into: IO[bytes], most: int) -> int:
    """Append at most so many bytes, a megabyte at a time; what was read before a connection broke is kept."""
    left = most
    while left > 0 and (piece := _read(source, min(_PIECE, left))):
        into.write(piece)
        left -= len(piece)
    into.flush()
    os.fsync(into.fileno())
    return most - left


def _read(source: IO[bytes], most: int) -> bytes:
    try:
        return source.read(most)
    except OSError:
        return b""  # the sender is gone, and will ask where to go on


def touched_since(draft: str, moment: datetime) -> bool:
    """Whether something has arrived since."""
    try:
        return place(draft).stat().st_mtime >= moment.timestamp()
    except FileNotFoundError:
        return False


def remove(draft: str) -> None:
    """Throw a draft away, and what stands beside it under its name."""
    path = place(draft)
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink(missing_ok=True)


class DraftFile(File):
    """A draft under the name it came with. Storing it moves a second link, so that the draft outlives a crash."""

    def __init__(self, draft: str, name: str) -> None:
        self._path = place(draft)
        super().__init__(self._path.open("rb"), name=name)

    def path_to_read(self) -> str:
        """The draft itself."""
        return str(self._path)

    def temporary_file_path(self) -> str:
        """A link that storage may move."""
        link = self._path.with_name(f"{self._path.name}.link")
        link.unlink(missing_ok=True)
        os.link(self._path, link)
        return str(link)
