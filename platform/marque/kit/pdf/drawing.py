"""`draw_page`: a PDF's first page as a PNG, drawn by poppler in a process of its own with limits of its own."""

import subprocess

from marque.kit.pdf.errors import PdfError, PdfTimeout

SECONDS = 15
MEMORY_BYTES = 512 << 20
FILE_BYTES = 32 << 20


def draw_page(pdf: bytes, *, width: int, seconds: float = SECONDS) -> bytes:
    """The first page, `width` pixels wide, as PNG; raises PdfError or PdfTimeout."""
    limits = [f"--as={MEMORY_BYTES}", f"--fsize={FILE_BYTES}", f"--cpu={SECONDS}", "--core=0"]
    draw = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1", "-"]
    try:
        done = subprocess.run(  # noqa: S603  no shell; names and numbers of ours
            ["prlimit", *limits, *draw],  # noqa: S607  where the system keeps them
            input=pdf,
            capture_output=True,
            timeout=min(seconds, SECONDS),
            # none of our secrets
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise PdfTimeout(f"The page was not drawn after {seconds:g} seconds.") from None
    except FileNotFoundError:
        raise PdfError("poppler is missing. Install it with: apt-get install poppler-utils") from None
    # short of memory it succeeds all the same, with a picture of one pixel
    if done.returncode != 0 or _width(done.stdout) != width:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise PdfError(f"pdftoppm: {said[-1] if said else 'failed'}")
    return done.stdout


def _width(png: bytes) -> int:
    return int.from_bytes(png[16:20], "big") if png.startswith(b"\x89PNG") else 0
