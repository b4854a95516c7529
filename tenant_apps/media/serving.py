"""A stored file as an HTTP answer: whole, in part, unchanged, or handed to the web server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, http_date, parse_etags, parse_http_date_safe

from tenant_apps.media.ranges import Span, Unsatisfiable, read_range

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Served:
    """A file to be sent. `etag` is a strong one, with its quotes."""

    storage: Storage
    path: str
    name: str
    content_type: str
    size: int
    etag: str
    changed_at: datetime
    attachment: bool


def serve(request: HttpRequest, file: Served) -> HttpResponseBase:
    """Answer GET or HEAD, with conditions and a single range."""
    if _unchanged(request, file):
        return _described(HttpResponseNotModified(), file)
    if prefix := getattr(settings, "MEDIA_ACCEL_PREFIX", ""):
        # The web server in front reads the file, and the Range header, by itself.
        answer = HttpResponse(headers={"X-Accel-Redirect": f"{prefix.rstrip('/')}/{quote(file.path)}"})
        return _described(answer, file)
    try:
        span = read_range(request.headers.get("Range", ""), file.size) if _range_counts(request, file) else None
    except Unsatisfiable:
        return _described(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    return _described(_body(request, file, span), file)


def _body(request: HttpRequest, file: Served, span: Span | None) -> HttpResponseBase:
    part = span or Span(0, file.size - 1)
    status = 206 if span else 200
    answer: HttpResponseBase
    if request.method == "HEAD":
        answer = HttpResponse(status=status)
    else:
        opened = file.storage.open(file.path, "rb")
        answer = StreamingHttpResponse(_Slice(opened, part), status=status)
    answer.headers["Content-Length"] = str(part.length)
    if span:
        answer.headers["Content-Range"] = f"bytes {span.start}-{span.end}/{file.size}"
    return answer


class _Slice:
    """Part of a file in chunks. A class and not a generator: Django closes it even when nothing was read."""

    def __init__(self, file: IO[bytes], span: Span) -> None:
        self._file, self._left = file, span.length
        file.seek(span.start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = self._file.read(min(_CHUNK, self._left))
        if not chunk:
            self.close()
            raise StopIteration
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._left = 0


def _described(answer: HttpResponseBase, file: Served) -> HttpResponseBase:
    headers = answer.headers
    headers["ETag"] = file.etag
    headers["Last-Modified"] = http_date(file.changed_at.timestamp())
    headers["Cache-Control"] = "private, max-age=3600"
    headers["Accept-Ranges"] = "bytes"
    headers["X-Content-Type-Options"] = "nosniff"
    # Nothing a file holds may act as a page of this site.
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if answer.status_code not in (304, 416):
        headers["Content-Type"] = file.content_type
        headers["Content-Disposition"] = content_disposition_header(file.attachment, file.name) or "inline"
    return answer


def _unchanged(request: HttpRequest, file: Served) -> bool:
    if known := request.headers.get("If-None-Match"):
        tags = [tag.removeprefix("W/") for tag in parse_etags(known)]
        return "*" in tags or file.etag in tags
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(file.changed_at.timestamp()) <= since


def _range_counts(request: HttpRequest, file: Served) -> bool:
    """If-Range: a part only fits together with earlier parts of the same file."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == file.etag
    return parse_http_date_safe(condition) == int(file.changed_at.timestamp())
