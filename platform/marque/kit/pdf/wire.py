"""Frames between the parent and the worker: one byte of kind, four of length, then the payload.

Never pickle: whoever breaks into the worker through a document must not get out through the pipe.
"""

import os
import select
import struct
import time

HTML, ASSET, NO_ASSET = b"H", b"A", b"N"
READY, FETCH, PDF, REFUSED, FAILED = b"R", b"F", b"P", b"X", b"E"

_HEAD = struct.Struct(">cI")
_CHUNK = 1 << 16
MAX_BYTES = 64 << 20


class Gone(Exception):
    """Nobody is at the other end of the pipe any more, or nonsense came out of it."""


class Late(Exception):
    """The deadline passed."""


def send(fd: int, kind: bytes, payload: bytes = b"", *, deadline: float | None = None) -> None:
    """Write one frame; Late after the deadline, Gone when nobody listens."""
    if len(payload) > MAX_BYTES:
        raise ValueError(f"{len(payload)} bytes are too many for one document.")
    left = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    while left:
        _wait(fd, select.POLLOUT, deadline)
        try:
            left = left[os.write(fd, left[:_CHUNK]) :]
        except BrokenPipeError:
            raise Gone from None


def receive(fd: int, *, deadline: float | None = None) -> tuple[bytes, bytes]:
    """Read one frame; Gone when the other side is, Late after the deadline."""
    kind, size = _HEAD.unpack(_exactly(fd, _HEAD.size, deadline))
    if size > MAX_BYTES:
        raise Gone(f"A frame of {size} bytes was announced.")
    return kind, _exactly(fd, size, deadline)


def _exactly(fd: int, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        _wait(fd, select.POLLIN, deadline)
        part = os.read(fd, min(_CHUNK, size - len(parts)))
        if not part:
            raise Gone
        parts += part
    return bytes(parts)


def _wait(fd: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(fd, event)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise Late
