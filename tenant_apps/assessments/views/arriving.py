"""Files of a form, and files that came in pieces before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files import File
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tenant_apps.media import actions as media
from tenant_apps.media.models import Upload


def take_files(request: HttpRequest, take: Callable[[File], Any]) -> None:
    """Hand over each file of a form, and each that arrived in pieces before; raises what `take` refuses."""
    for file in request.FILES.getlist("file"):
        take(file)
    for key in request.POST.getlist("upload"):
        rows = Upload.objects.filter(by=request.user.pk, is_kept=True)
        with media.handed_over(upload=get_object_or_404(rows, key=_uuid(key))) as whole:
            take(whole)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
