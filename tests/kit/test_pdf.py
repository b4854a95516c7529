import contextlib
import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from marque.kit.pdf import PdfAssetRefused, PdfError, PdfTimeout, draw_page, drawing, render_pdf


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode().strip()


def info_of(pdf: bytes) -> str:
    return subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def children() -> dict[int, tuple[str, bytes]]:
    """State letter and command of each process this one started, zombies included."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rsplit(")", 1)[1].split()[:2]
            if int(parent) == os.getpid():
                found[int(stat.parent.name)] = state, (stat.parent / "cmdline").read_bytes()
    return found


def worker_ids() -> list[int]:
    return [pid for pid, (_, command) in children().items() if b"marque.kit.pdf.worker" in command]


def test_render_pdf_makes_a_document():
    pdf = render_pdf("<h1>Sofia Brandt</h1>")

    assert pdf.startswith(b"%PDF-")
    assert text_of(pdf) == "Sofia Brandt"


def test_render_pdf_uses_the_assets_it_is_given():
    asked = []

    def assets(name):
        asked.append(name)
        return {
            "css/paper.css": b"@page { size: 400pt 300pt }",
            "mark.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        }[name]

    pdf = render_pdf("<link rel=stylesheet href=css/paper.css><img src=mark.svg><p>x", assets)

    assert asked == ["css/paper.css", "mark.svg"]
    assert "400 x 300 pts" in info_of(pdf)


@pytest.mark.parametrize(
    "html",
    [
        "<img src='file:///etc/passwd'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<a rel=attachment href='file:///etc/passwd'>x</a>",
        "<base href='file:///etc/'><img src=passwd>",
        "<object data='file:///etc/passwd'></object>",
        "<style>@import 'http://127.0.0.1/x.css';</style>",
        "<p style='background: url(http://169.254.169.254/latest/)'>x",
        "<style>@font-face { font-family: a; src: url(file:///etc/passwd) }</style><p style='font-family: a'>x",
        "<img src='data:text/html,x'>",
        "<img src='missing.png'>",
    ],
)
def test_render_pdf_refuses_what_is_not_an_asset(html):
    with pytest.raises(PdfAssetRefused):
        render_pdf(html, {"other.png": b""})


def test_render_pdf_svg_cannot_read_files():
    svg = b"""<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><text y="20">&x;</text></svg>"""

    assert "root" not in text_of(render_pdf("<img src='a.svg'>", {"a.svg": svg}))


def test_render_pdf_too_slow_is_stopped_and_the_next_one_works():
    endless = "<div style='display: flex'>" * 60 + "word " * 200_000

    with pytest.raises(PdfTimeout, match="after 1 seconds"):
        render_pdf(endless, seconds=1)

    assert text_of(render_pdf("<p>Still here")) == "Still here"


def test_worker_memory_is_limited():
    render_pdf("<p>One")

    [limits] = [Path(f"/proc/{pid}/limits").read_text() for pid in worker_ids()]

    assert [line.split()[3] for line in limits.splitlines() if line.startswith("Max address space")] == ["536870912"]


def test_render_pdf_worker_killed_halfway_is_an_error_and_the_next_one_works():
    def assets(name):
        for pid in worker_ids():
            os.kill(pid, signal.SIGKILL)
        return b""

    with pytest.raises(PdfError, match="too much memory"):
        render_pdf("<img src=a.png>", assets)

    assert text_of(render_pdf("<p>Still here")) == "Still here"


def test_render_pdf_failing_lookup_raises_and_the_next_one_works():
    def assets(name):
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        render_pdf("<img src=a.png>", assets)

    assert text_of(render_pdf("<p>Still here")) == "Still here"


def test_render_pdf_from_many_threads_keeps_documents_apart():
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda n: text_of(render_pdf(f"<p>Document {n}")), range(12)))

    assert texts == [f"Document {n}" for n in range(12)]


def test_render_pdf_leaves_one_worker_and_no_zombie():
    with pytest.raises(PdfTimeout):
        render_pdf("<p>", seconds=0)
    render_pdf("<p>One")
    render_pdf("<p>Two")

    assert len(worker_ids()) == 1
    assert "Z" not in {state for state, _ in children().values()}


def test_render_pdf_after_the_thread_that_started_it_ended():
    first = threading.Thread(target=render_pdf, args=("<p>One",))
    first.start()
    first.join()

    assert text_of(render_pdf("<p>Two")) == "Two"


def test_worker_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    with pytest.raises(PdfTimeout):
        render_pdf("<p>", seconds=0)
    render_pdf("<p>One")

    [environment] = [Path(f"/proc/{pid}/environ").read_bytes() for pid in worker_ids()]

    assert b"PYTHONPATH" in environment
    assert b"do-not-tell" not in environment


def test_render_pdf_needing_too_much_memory_is_an_error_and_the_next_one_works():
    huge = BytesIO()
    Image.new("RGB", (12_000, 12_000)).save(huge, "PNG", compress_level=1)

    with pytest.raises(PdfError, match="memory"):
        render_pdf("<img src=a.png>", {"a.png": huge.getvalue()})

    assert text_of(render_pdf("<p>Still here")) == "Still here"


def test_render_pdf_of_a_worker_that_died_between_documents_is_made_by_the_next():
    first = []

    def assets(name):
        if not first:
            first.extend(worker_ids())
            os.kill(first[0], signal.SIGKILL)
        return b""

    render_pdf("<p>One")

    assert text_of(render_pdf("<link rel=stylesheet href=a.css><p>Two", assets)) == "Two"
    assert worker_ids() != first


def test_render_pdf_writes_no_large_file():
    render_pdf("<p>One")

    [limits] = [Path(f"/proc/{pid}/limits").read_text() for pid in worker_ids()]

    assert [line.split()[3] for line in limits.splitlines() if line.startswith("Max file size")] == [str(32 << 20)]


def test_draw_page_is_a_png_of_the_width_asked_for():
    png = draw_page(render_pdf("<style>@page { size: 400pt 200pt }</style><p>x"), width=300)

    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20], "big") == 300


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 nonsense"])
def test_draw_page_of_no_pdf_is_an_error(pdf):
    with pytest.raises(PdfError):
        draw_page(pdf, width=300)


def test_draw_page_too_slow_is_stopped():
    with pytest.raises(PdfTimeout):
        draw_page(render_pdf("<p>x"), width=300, seconds=0)


def test_draw_page_needing_too_much_memory_is_an_error(monkeypatch):
    pdf = render_pdf("<style>@page { size: 400pt 400pt }</style><p>x")
    monkeypatch.setattr(drawing, "MEMORY_BYTES", 24 << 20)

    with pytest.raises(PdfError):
        draw_page(pdf, width=3000)
