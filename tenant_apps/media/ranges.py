"""The Range header (RFC 9110, section 14), for one range at a time."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"^bytes=(\d*)-(\d*)$", re.ASCII | re.IGNORECASE)
_DIGITS = 19


class Unsatisfiable(ValueError):
    """The range lies outside of the file: 416."""


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to and including `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start + 1


def read_range(header: str, size: int) -> Span | None:
    """The bytes asked for; None when the whole file is the answer (no range, several, or one we cannot read)."""
    match = _ONE.match(header.strip())
    if not match or match[1] == match[2] == "" or max(len(match[1]), len(match[2])) > _DIGITS:
        return None
    if not match[1]:
        last = min(int(match[2]), size)
        if last == 0:
            raise Unsatisfiable
        return Span(size - last, size - 1)
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(int(match[2]), size - 1) if match[2] else size - 1)
