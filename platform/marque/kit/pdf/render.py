"""`render_pdf`: one worker per process, kept between documents, stopped when it misbehaves."""

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import marque
from marque.kit.pdf import wire
from marque.kit.pdf.errors import PdfAssetRefused, PdfError, PdfTimeout

Assets: TypeAlias = Mapping[str, bytes] | Callable[[str], bytes | None]

SECONDS = 20
START_SECONDS = 30
QUEUE_SECONDS = 60
DOCUMENTS_PER_WORKER = 200


def render_pdf(html: str, assets: Assets | None = None, *, seconds: float = SECONDS) -> bytes:
    """A PDF of the HTML. Every relative address in it is looked up in `assets`; any other address is refused."""
    find = assets if callable(assets) else (assets or {}).get
    if not _turn.acquire(timeout=QUEUE_SECONDS):
        raise PdfTimeout("Too many documents are waiting to be made.")
    try:
        return _worker.render(html, find, seconds)
    finally:
        _turn.release()


class _Worker:
    """The child and the pipe to it. Callers take turns."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._made = 0

    def render(self, html: str, find: Callable[[str], bytes | None], seconds: float) -> bytes:
        """One document; any trouble but a refusal of the document itself costs the child its life."""
        child = self._started()
        is_worn, deadline = self._made > 0, time.monotonic() + min(seconds, SECONDS)
        try:
            return self._converse(child, html, find, deadline)
        except PdfAssetRefused:
            raise
        except wire.Late:
            self.stop()
            raise PdfTimeout(f"The document was not ready after {seconds:g} seconds.") from None
        except wire.Gone:
            self.stop()
            # A document before may have used its memory up without saying so: this one is not to blame for that.
            if is_worn:
                return self.render(html, find, seconds)
            raise PdfError("The document broke the PDF worker; it probably needs too much memory.") from None
        except BaseException:
            # A lookup that failed, or an interruption, leaves the conversation in an unknown place.
            self.stop()
            raise

    def _converse(
        self, child: subprocess.Popen[bytes], html: str, find: Callable[[str], bytes | None], deadline: float
    ) -> bytes:
        to, fro = _pipes(child)
        self._made += 1
        wire.send(to, wire.HTML, html.encode(), deadline=deadline)
        while True:
            kind, payload = wire.receive(fro, deadline=deadline)
            if kind == wire.PDF:
                return payload
            if kind == wire.REFUSED:
                raise PdfAssetRefused(f"{payload.decode(errors='replace')!r} is not among the document's assets.")
            if kind != wire.FETCH:
                raise PdfError(payload.decode(errors="replace"))
            content = find(payload.decode())
            answer = (wire.NO_ASSET, b"") if content is None else (wire.ASSET, content)
            wire.send(to, *answer, deadline=deadline)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._child.poll() is not None or self._made >= DOCUMENTS_PER_WORKER):
            self.stop()
        if self._child is None:
            self._child, self._made = _start(), 0
        return self._child

    def stop(self) -> None:
        """Kill the child and collect it, so that no zombie stays."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def forget(self) -> None:
        """After a fork: the child belongs to our parent."""
        child, self._child = self._child, None
        for pipe in (child.stdin, child.stdout) if child else ():
            if pipe is not None:
                pipe.close()


def _start() -> subprocess.Popen[bytes]:
    source_root = str(Path(marque.__file__).parents[1])
    # None of our secrets: only what Python and fontconfig need.
    kept = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    child = subprocess.Popen(  # noqa: S603  our own module, no shell
        [sys.executable, "-m", "marque.kit.pdf.worker", str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": source_root, "LANG": "C.UTF-8"},
        bufsize=0,
    )
    os.set_blocking(_pipes(child)[0], False)
    try:
        kind, payload = wire.receive(_pipes(child)[1], deadline=time.monotonic() + START_SECONDS)
    except (wire.Gone, wire.Late):
        kind, payload = wire.FAILED, b"The PDF worker does not start."
    if kind != wire.READY:
        child.kill()
        child.wait()
        raise PdfError(payload.decode(errors="replace"))
    return child


def _pipes(child: subprocess.Popen[bytes]) -> tuple[int, int]:
    assert child.stdin is not None and child.stdout is not None
    return child.stdin.fileno(), child.stdout.fileno()


def _after_fork() -> None:
    global _turn  # noqa: PLW0603  a lock held by another thread at the fork would never be released
    _turn = threading.Lock()
    _worker.forget()


_turn = threading.Lock()
_worker = _Worker()
os.register_at_fork(after_in_child=_after_fork)
atexit.register(_worker.stop)
