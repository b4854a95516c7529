"""Runs ffmpeg: the system's if there is one, else the one from the `imageio-ffmpeg` wheel."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

from shared_apps.integrations.ports.errors import NotInstalled, ProviderError

_QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error")


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
