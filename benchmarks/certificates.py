"""Certificates a second through the worker, against WeasyPrint itself in one process, and the worker's memory.

`python -m benchmarks.certificates [CERTIFICATES]`
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import django

NAMES = ("Sofia Brandt", "राहुल देशपांडे", "فاطمة الزهراء", "Maximiliane Alexandra von Hohenlohe-Langenburg", "佐藤 花")
TURN = 10


def main() -> None:
    """Measure in turns, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    django.setup()
    from marque.kit.pdf import render_pdf

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    bare = _bare()
    ours = bare_took = 0.0
    for first in range(0, count, TURN):
        pages = [_page(number) for number in range(first, min(first + TURN, count))]
        ours += _time(lambda page: render_pdf(*page), pages)
        # the bare one is slow to grow tired of: a tenth of the pages says enough
        bare_took += _time(lambda page: bare(*page), pages[:2])
    shown = 2 * -(-count // TURN)
    print(f"through the worker   {count / ours:6.1f} a second, {count} of them")
    print(
        f"bare WeasyPrint      {shown / bare_took:6.1f} a second, one font configuration kept, {shown} in turns between"
    )
    print(f"ratio                {count / ours * bare_took / shown:6.2f}")
    print(f"the worker's memory  {_worker_memory()} after its last document of {count}")


def _page(number: int) -> tuple[str, Callable[[str], bytes | None]]:
    from tenant_apps.certificates.documents import finder, page_html
    from tenant_apps.certificates.sheet import Sheet, name_size
    from tenant_apps.certificates.starters import STARTERS
    from themes.brand import BrandValue

    brand, name = BrandValue(), f"{NAMES[number % len(NAMES)]} {number}"
    roles = ("brand_solid", "brand_ink", "ink", "ink_2", "line_strong")
    colours = {role: brand.light[role] for role in roles} | {"accent": brand.accent_colour}
    layout = STARTERS[number % len(STARTERS)].layout.as_json()
    contents: dict[str, Any] = {"theme": "folio", "colours": colours, "layout": layout, "school": "Bench", "words": {}}
    sheet = Sheet(
        school="Bench",
        heading="Certificate of completion",
        lead="This is to say that",
        name=name,
        name_size=name_size(name),
        before="finished every lesson of ",
        course="A course",
        after=".",
        signature_name="Ann Bench",
        signature_role="Teacher",
        finished_at=datetime(2026, 12, 20, tzinfo=UTC),
        expires_at=None,
        study_time="12 lessons",
        number=f"{number:05}-00000",
        verify_url=f"https://bench.example/certificates/{number:010}/",
        seed=f"{number:016x}",
    )
    return page_html(sheet, contents), finder(sheet, contents)


def _bare() -> Callable[[str, Callable[[str], bytes | None]], bytes]:
    from fontTools.ttLib import woff2
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    fonts, unpacked = FontConfiguration(), {}

    def plain(name: str, raw: bytes) -> bytes:
        if raw[:4] == b"wOF2" and name not in unpacked:
            out = BytesIO()
            woff2.decompress(BytesIO(raw), out)
            unpacked[name] = out.getvalue()
        return unpacked.get(name, raw)

    def write(html: str, find: Callable[[str], bytes | None]) -> bytes:
        class Found(URLFetcher):
            def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
                name = url.removeprefix("https://assets.invalid/")
                kind = "image/svg+xml" if name.endswith(".svg") else "font/ttf"
                return URLFetcherResponse(url, plain(name, find(name) or b""), {"Content-Type": kind})

        page = HTML(string=html, base_url="https://assets.invalid/", url_fetcher=Found())
        return bytes(page.write_pdf(font_config=fonts))

    return write


def _time(make: Callable[[Any], Any], pages: list[Any]) -> float:
    began = time.perf_counter()
    for page in pages:
        make(page)
    return time.perf_counter() - began


def _worker_memory() -> str:
    for status in Path("/proc").glob("[0-9]*/status"):
        command = (status.parent / "cmdline").read_bytes()
        if b"marque.kit.pdf.worker" in command and f"PPid:\t{os.getpid()}\n" in status.read_text():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            return (
                f"{int(lines['VmRSS'].split()[0]) // 1024} MB resident (most {int(lines['VmHWM'].split()[0]) // 1024})"
            )
    return "unknown"


if __name__ == "__main__":
    main()
