"""Runs ffmpeg: the system's if there is one, else the one from the `imageio-ffmpeg` wheel."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from threading import Timer
from typing import IO

from shared_apps.integrations.ports.errors import NotInstalled, ProviderError

_QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error")
# address space: 8K with two threads needs about half of it
_MOST_BYTES = 6 << 30
_MOMENT = re.compile(rb"out_time_us=(\d+)")


@cache
def binary() -> str:
    """Where ffmpeg is; NotInstalled when there is none."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        import imageio_ffmpeg  # inline: a wheel with a binary, absent where the system has its own

        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        raise NotInstalled("ffmpeg is missing. Install it with: apt-get install ffmpeg") from None


def run(*arguments: str, seconds: float, quiet: Sequence[str] = _QUIET, check: bool = True) -> str:
    """Run ffmpeg and return what it said; ProviderError when it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  no shell; the binary is ours
            [binary(), *quiet, *arguments], capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise ProviderError(f"ffmpeg was not ready after {seconds:g} seconds.", permanent=False) from None
    said = done.stderr.decode(errors="replace").strip()
    if check and done.returncode != 0:
        raise ProviderError(f"ffmpeg: {said.splitlines()[-1] if said else 'failed'}", permanent=True)
    return said


def follow(*arguments: str, seconds: float, told: Callable[[float], None]) -> None:
    """Run ffmpeg behind everything else, telling again and again how many seconds of film are done.

    ProviderError when it fails; whatever `told` raises ends it.
    """
    command = [*_behind(), binary(), *_QUIET, "-progress", "pipe:1", "-nostats", *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  no shell; the binary is ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        late = Timer(seconds, process.kill)
        late.start()
        try:
            _tell(process.stdout, told)
            process.wait()
        finally:
            late.cancel()
            process.kill()
            process.wait()
        if process.returncode != 0:
            said.seek(0)
            lines = said.read(4096).decode(errors="replace").strip().splitlines()
            raise ProviderError(f"ffmpeg: {lines[-1] if lines else 'was ended'}", permanent=bool(lines))


def _tell(output: IO[bytes] | None, told: Callable[[float], None]) -> None:
    seconds = 0.0
    for line in output or ():
        if match := _MOMENT.match(line):
            seconds = int(match[1]) / 1_000_000
        elif line.startswith(b"progress="):
            told(seconds)


@cache
def _behind() -> tuple[str, ...]:
    """Nice, within its memory, and gone with the worker: a film nobody waits for any more is not encoded to its end."""
    manners = {
        "nice": ("nice", "-n", "10"),
        "prlimit": ("prlimit", f"--as={_MOST_BYTES}", "--"),
        "setpriv": ("setpriv", "--pdeathsig", "KILL", "--"),
    }
    return tuple(word for tool, words in manners.items() if shutil.which(tool) for word in words)
