"""Runs pdfinfo and pdftoppm within limits: a PDF is somebody else's file."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from shared_apps.integrations.ports.errors import NotInstalled, ProviderError

_MOST_BYTES = 1 << 30
_SECONDS = 15
_PAGES = re.compile(rb"^Pages:\s+(\d+)", re.MULTILINE)
_MISSING = "poppler is missing. Install it with: apt-get install poppler-utils"
# the longer side in pixels: sharp on a laptop, and a page is a few hundred kilobytes
SIDE = 1600


def count_pages(path: Path) -> int:
    """How many pages a PDF has; ProviderError when it cannot be read, NotInstalled without poppler."""
    found = _PAGES.search(_run("pdfinfo", str(path)))
    if not found:
        raise ProviderError("This PDF does not say how many pages it has.", permanent=True)
    return int(found[1])


def draw_page(path: Path, number: int, target: Path) -> None:
    """Draw one page as JPEG, made aside and moved into place when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="draft-", dir=target.parent, ignore_cleanup_errors=True) as draft:
        page = ("-f", str(number), "-l", str(number), "-singlefile", "-jpeg", "-scale-to", str(SIDE))
        _run("pdftoppm", *page, str(path), str(Path(draft, "page")))
        made = Path(draft, "page.jpg")
        if not made.exists():
            raise ProviderError("This page could not be drawn.", permanent=True)
        made.chmod(0o644)
        made.replace(target)


def _run(program: str, *arguments: str) -> bytes:
    if shutil.which(program) is None:
        raise NotInstalled(_MISSING)
    limits = ("prlimit", f"--as={_MOST_BYTES}", "--") if shutil.which("prlimit") else ()
    try:
        done = subprocess.run(  # noqa: S603  no shell; the program is named above
            [*limits, program, *arguments], capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise ProviderError(f"{program} was not ready after {_SECONDS} seconds.", permanent=True) from None
    if done.returncode != 0:
        raise ProviderError(f"{program} could not read this PDF.", permanent=True)
    return done.stdout
