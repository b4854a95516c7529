"""tus 1.0, the core and the extensions creation and termination: uploads that go on where they were cut off."""

import base64
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from shared_apps.plans.errors import LimitReached
from tenant_apps.media import actions, formats
from tenant_apps.media.models import Upload
from tenant_apps.media.permissions import may_add
from tenant_apps.media.refusals import NoRoom, TooLarge

VERSION = "1.0.0"
_PIECE = "application/offset+octet-stream"
_OUR_WORDS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


@may_add
@never_cache
@require_http_methods(["OPTIONS", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """What we speak; or announce a file."""
    is_kept = "kept" in request.headers.get("Upload-Metadata", "").replace(",", " ").split()
    begin = partial(actions.begin_upload, by=request.user, is_kept=is_kept)
    return announced(request, begin, "studio_films:piece")


@may_add
@never_cache
@require_http_methods(["HEAD", "GET", "PATCH", "DELETE"])
def piece(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where an upload stands, its next piece, or its end; GET says in words what became of it."""
    upload = get_object_or_404(Upload.objects.select_related("asset__film"), key=key, by=request.user)
    if request.method == "GET":
        return JsonResponse(_outcome(upload), headers={"Cache-Control": "no-store"})
    return answered(request, upload)


def announced(request: HttpRequest, begin: Callable[..., Upload], route: str) -> HttpResponse:
    """What we speak; or the address, on the route of pieces, of a file that `begin` takes by its name and size."""
    if request.method == "OPTIONS":
        most = str(max(formats.MOST_BYTES.values()))
        return _said(204, {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": most})
    if refused := _other_version(request):
        return refused
    length, name = request.headers.get("Upload-Length", ""), _name(request.headers.get("Upload-Metadata", ""))
    if not (length.isascii() and length.isdigit() and len(length) < 16 and name):
        return _said(400, words=_("Upload-Length and a file name in Upload-Metadata are needed."))
    try:
        made = begin(name=name, size=int(length))
    except (Refused, LimitReached) as refusal:
        status = 413 if isinstance(refusal, TooLarge | NoRoom | LimitReached) else 422
        return _said(status, words=str(refusal))
    return _said(201, {"Location": reverse(route, args=[made.key]), "Upload-Offset": "0"})


def answered(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Where an upload stands, its next piece, or its end."""
    if refused := _other_version(request):
        return refused
    if request.method == "HEAD":
        here = actions.arrived(upload=upload)
        return _said(200, {"Upload-Offset": str(here), "Upload-Length": str(upload.size)})
    if request.method == "DELETE":
        actions.forget_upload(upload=upload)
        return _said(204)
    return _take(request, upload)


def _take(request: HttpRequest, upload: Upload) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != _PIECE:
        return _said(415, words=_("Pieces are sent as %(type)s.") % {"type": _PIECE})
    if not (offset.isascii() and offset.isdigit() and len(offset) < 20):
        return _said(400, words=_("Upload-Offset is needed."))
    try:
        here = actions.append(upload=upload, offset=int(offset), source=request)  # type: ignore[arg-type]
    except actions.UploadBusy as refusal:
        return _said(423, words=str(refusal))
    except actions.UploadElsewhere as refusal:
        return _said(409, {"Upload-Offset": str(actions.arrived(upload=upload))}, str(refusal))
    except Refused as refusal:
        return _said(422, words=str(refusal))
    return _said(204, {"Upload-Offset": str(here)})


def _outcome(upload: Upload) -> dict[str, Any]:
    if upload.refused:
        return {"state": "refused", "words": upload.refused}
    if not upload.complete_at:
        return {"state": "arriving", "percent": 100 * actions.arrived(upload=upload) // upload.size}
    if upload.is_kept:
        return {"state": "kept", "words": _("Here.")}
    if upload.asset is None:
        return {"state": "checking", "words": _("Checking the file…")}
    edit = reverse("studio_films:film", args=[upload.asset.key])
    return {"state": "added", "words": _("Added."), "href": edit, "title": upload.asset.title}


def _other_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _said(412, {"Tus-Version": VERSION}, _("This server speaks tus 1.0.0."))


def _said(status: int, headers: dict[str, str] | None = None, words: str = "") -> HttpResponse:
    return HttpResponse(
        words, status=status, headers={**_OUR_WORDS, **(headers or {})}, content_type="text/plain; charset=utf-8"
    )


def _name(metadata: str) -> str:
    """The file's name: `filename` and Base64 (tus 1.0, Upload-Metadata)."""
    for pair in metadata.split(","):
        word, _space, value = pair.strip().partition(" ")
        if word == "filename":
            try:
                name = base64.b64decode(value, validate=True).decode()
            except ValueError:
                return ""
            return "" if "\0" in name else name.replace("\\", "/").rpartition("/")[2].strip()[-200:]
    return ""
