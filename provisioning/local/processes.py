"""Processes: free ports, children that never outlive us, leftovers of a killed run."""

import contextlib
import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# loaded here, since a forked child must not import anything before it becomes its program
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def dies_with_parent(with_signal: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends this signal when we vanish, even by kill -9."""
    if _LIBC is None:
        return None
    libc = _LIBC
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(with_signal)) and None


def adopt_orphans() -> None:
    """Grandchildren whose parent dies become our children, so that `end_children` finds them."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> set[int]:
    """The ids of our living children, the dead ones left out."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(entry.parent.name))
    return found


def end_children(*, spare: set[int], patience: float = 5.0) -> None:
    """Stop every child but the spared ones: first politely, then for good."""
    deadline = time.monotonic() + patience
    for pid in children() - spare:
        _send(pid, signal.SIGTERM)
    while left := children() - spare:
        if time.monotonic() > deadline:
            for pid in left:
                _send(pid, signal.SIGKILL)
        time.sleep(0.05)


def command_of(pid: int) -> list[str]:
    """The command line of a process, empty when there is none or only its exit code waits for a parent."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return []
    return line.split("\0") if line else []


def end_stranger(pid: int, with_signal: signal.Signals, patience: float = 20.0) -> None:
    """Stop a process that is not our child and wait until it is gone."""
    _send(pid, with_signal)
    deadline = time.monotonic() + patience
    while command_of(pid):
        if time.monotonic() > deadline:
            _send(pid, signal.SIGKILL)
            return
        time.sleep(0.05)


def _send(pid: int, with_signal: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, with_signal)
