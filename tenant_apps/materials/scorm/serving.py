"""Answers on the origin of packages: a file of a zip, or the page that holds it."""

from __future__ import annotations

import mimetypes
import zipfile
from collections.abc import Callable
from pathlib import Path
from posixpath import normpath
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import tenant_by_id
from shared_apps.tenants.hosts import normal_host
from shared_apps.tenants.packages import package_host
from tenant_apps.courses.folders import archive
from tenant_apps.materials.models import Package
from tenant_apps.materials.scorm.origin import OURS, read_ticket
from tenant_apps.media.ranges import Span, Unsatisfiable, read_range

# what the page around a package is made of, and nothing else of ours
_SCRIPTS = {"scorm-again.min.js": "vendor/scorm-again.min.js", "frame.js": "materials/scorm-frame.js"}
_PAGE = "frame.html"
_MOST_SKIPPED = 64 << 20
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html"}
_MOST_PATH = 1000


class PackageHostMiddleware:
    """Answer hosts below CONTENT_HOST, and let no session, cookie or page of a business near them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve one request."""
        host = normal_host(request.META.get("HTTP_HOST", ""))
        if host is None or not host.endswith(f".{settings.CONTENT_HOST}"):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return _plain(405, _("Only to be read."))
        return _answer(request, host)


def _answer(request: HttpRequest, host: str) -> HttpResponseBase:
    _empty, tenant_id, token, path = (request.path.split("/", 3) + ["", "", ""])[:4]
    try:
        tenant = tenant_by_id(UUID(tenant_id))
    except ValueError:
        tenant = None
    if tenant is None or tenant.state != "active" or len(path) > _MOST_PATH:
        return _missing()
    with enter(tenant):
        try:
            ticket = read_ticket(token)
        except Refused:
            return _plain(403, _("This page was open for a long time. Load the lesson again."))
        found = Package.objects.select_related("asset").filter(key=ticket.package, asset__key=ticket.asset).first()
        if found is None or host != package_host(found.asset.key):
            return _missing()
        ours = path.removeprefix(f"{OURS}/")
        answer = _ours(found, ours) if ours != path else _file(request, found, path)
        return _closed(answer, tenant_url("").rstrip("/"))


def _ours(package: Package, name: str) -> HttpResponseBase:
    if name == _PAGE:
        page = render_to_string("materials/scorm/frame.html", {"package": package, "site": tenant_url("")})
        return HttpResponse(page)
    source = finders.find(_SCRIPTS[name]) if name in _SCRIPTS else None
    if source is None:
        return _missing()
    return FileResponse(Path(str(source)).open("rb"), content_type="text/javascript")


def _file(request: HttpRequest, package: Package, path: str) -> HttpResponseBase:
    opened = zipfile.ZipFile(package.asset.file.path)
    entry = next((one for one in opened.infolist() if archive.name_of(one) == normpath(path)), None)
    if entry is None or entry.is_dir():
        opened.close()
        return _missing()
    try:
        # to begin in the middle of what is packed, all before it is unpacked: not of anything large
        wanted = request.headers.get("Range", "") if _is_cheap_to_enter(entry) else ""
        span = read_range(wanted, entry.file_size)
    except Unsatisfiable:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{entry.file_size}"})
    return _part(opened, entry, span)


def _is_cheap_to_enter(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type == zipfile.ZIP_STORED or entry.file_size <= _MOST_SKIPPED


def _part(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, span: Span | None) -> HttpResponseBase:
    source = opened.open(entry)
    if span:
        source.seek(span.start)
    suffix = Path(entry.filename).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(entry.filename)[0] or "application/octet-stream"
    length = span.length if span else entry.file_size
    answer = FileResponse(_Limited(opened, source, length), status=206 if span else 200, content_type=kind)
    answer.headers["Content-Length"] = str(length)
    answer.headers["Accept-Ranges"] = "bytes" if _is_cheap_to_enter(entry) else "none"
    if span:
        answer.headers["Content-Range"] = f"bytes {span.start}-{span.end}/{entry.file_size}"
    return answer


class _Limited:
    """So many bytes of an entry and no more, whatever the zip said of its size; closes the zip."""

    def __init__(self, opened: zipfile.ZipFile, source: object, left: int) -> None:
        self._zip, self._source, self._left = opened, source, left

    def read(self, most: int = -1) -> bytes:
        """The next bytes."""
        wanted = self._left if most < 0 else min(most, self._left)
        piece: bytes = self._source.read(wanted) if wanted else b""  # type: ignore[attr-defined]
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()  # type: ignore[attr-defined]
        self._zip.close()


def _closed(answer: HttpResponseBase, site: str) -> HttpResponseBase:
    """Whatever the package is: it talks to its own origin, and is framed by its business's site alone."""
    here = "'self' data: blob: 'unsafe-inline' 'unsafe-eval'"
    answer.headers["Content-Security-Policy"] = (
        f"default-src {here}; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        f"frame-src 'self' blob: data:; frame-ancestors 'self' {site}"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _missing() -> HttpResponse:
    return _plain(404, _("There is nothing at this address."))


def _plain(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
