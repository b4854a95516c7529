"""Databases in memory for one run: each business is a thousand small files, made and removed all the time."""

import fcntl
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_PLACE, _PREFIX = Path("/dev/shm"), "marque-test-"  # noqa: S108  mkdtemp picks the names in it
_DATABASES, _BESIDE = 8 << 30, 4 << 30  # bytes: the browser and the tests need room, too
_GROUP = Path("/sys/fs/cgroup")


@contextmanager
def folder_in_memory() -> Iterator[Path | None]:
    """A folder for this run alone, gone afterwards; None where memory is short, or another run has some of it."""
    with ExitStack() as kept:
        yield _folder(kept)


def _folder(kept: ExitStack) -> Path | None:
    try:
        with (_PLACE / "marque-test.lock").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if _others_run() or not _has_room():
                return None
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_PLACE))
            kept.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.chmod(0o755)
            fcntl.flock(kept.enter_context((folder / "lock").open("a")), fcntl.LOCK_EX)
            return folder
    except OSError:  # no such place, or another account's
        return None


def _others_run() -> bool:
    """Whether a folder is held by a run; what killed runs left goes."""
    found = False
    for lock in _PLACE.glob(f"{_PREFIX}*/lock"):
        with lock.open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                found = True
            else:
                shutil.rmtree(lock.parent, ignore_errors=True)
    return found


def _has_room() -> bool:
    return shutil.disk_usage(_PLACE).free >= _DATABASES and _available() >= _DATABASES + _BESIDE


def _available() -> int:
    """Bytes of memory that can still be had: the machine's, or what a container of it may have."""
    machine = int(re.findall(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())[0]) << 10
    limit = _GROUP / "memory.max"
    if not limit.exists() or limit.read_text().strip() == "max":
        return machine
    return min(machine, int(limit.read_text()) - int((_GROUP / "memory.current").read_text()))
