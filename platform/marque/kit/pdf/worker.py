"""The child process: reads HTML, asks its parent for each asset, writes a PDF. Started by render.py only."""

import functools
import mimetypes
import resource
import signal
import sys
from io import BytesIO
from typing import Any

from marque.kit.pdf import wire

BASE = "https://assets.invalid/"
MEMORY_BYTES = 512 << 20
FILE_BYTES = 32 << 20
STDIN, STDOUT = 0, 1


def main() -> None:
    """Serve documents until stdin closes."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 128,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    seconds = int(sys.argv[1])
    try:
        write = _writer()
    except (ImportError, OSError) as error:
        wire.send(STDOUT, wire.FAILED, f"WeasyPrint cannot start: {error}".encode())
        return
    wire.send(STDOUT, wire.READY)
    while True:
        try:
            _, html = wire.receive(STDIN)
        except wire.Gone:
            return
        # Should the parent die halfway, nobody else is left to stop us.
        signal.alarm(seconds + 5)
        wire.send(STDOUT, *write(html.decode()))
        signal.alarm(0)


def _writer() -> Any:
    """WeasyPrint, imported under the limits and closed off from files and network."""
    from fontTools.ttLib import woff2
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    @functools.lru_cache(maxsize=16)
    def unpacked(font: bytes) -> bytes:
        out = BytesIO()
        woff2.decompress(BytesIO(font), out)
        return out.getvalue()

    class OnlyAssets(URLFetcher):
        """Knows no protocol at all: what the parent does not hand over does not exist."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix(BASE) if url.startswith(BASE) else url
            wire.send(STDOUT, wire.FETCH, name.encode())
            kind, content = wire.receive(STDIN)
            if kind != wire.ASSET:
                raise FatalURLFetchingError(name)
            # Unpacking a font takes longer than setting the page, and every certificate uses the same ones.
            content = unpacked(content) if content[:4] == b"wOF2" else content
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, content, {"Content-Type": mime})

    def write(html: str) -> tuple[bytes, bytes]:
        try:
            # A fresh font configuration each time: one business's @font-face must not dress another's document.
            pdf = HTML(string=html, base_url=BASE, url_fetcher=OnlyAssets()).write_pdf(font_config=FontConfiguration())
        except FatalURLFetchingError as error:
            return wire.REFUSED, str(error).encode()
        except MemoryError:
            return wire.FAILED, f"The document needs more than {MEMORY_BYTES >> 20} MB of memory.".encode()
        except Exception as error:  # noqa: BLE001  WeasyPrint may fail in any way; the parent raises PdfError
            return wire.FAILED, f"WeasyPrint: {type(error).__name__}: {error}".encode()
        return wire.PDF, pdf

    return write


if __name__ == "__main__":
    main()
