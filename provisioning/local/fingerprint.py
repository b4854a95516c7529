"""Has anything changed since this step last ran? Steps keep the hash of what they read."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], root: Path, *also: str) -> str:
    """A hash of the files' names and contents."""
    digest = hashlib.sha256("\0".join(also).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def unchanged(stamp: Path, value: str) -> bool:
    """Whether the step left this very value behind."""
    return stamp.exists() and stamp.read_text() == value


def remember(stamp: Path, value: str) -> None:
    """Note that the step is done for this value."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
