"""Courses as files, out of the Studio and into it, while a worker writes and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marque.kit import signing
from marque.kit.errors import Refused
from marque.kit.tenancy.storage import tenant_prefix
from tenant_apps.courses import actions
from tenant_apps.courses.models import PackageExport, PackageImport
from tenant_apps.courses.models.packages import KEPT
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.answers import FRAGMENT
from tenant_apps.media.models import Upload
from tenant_apps.media.serving import Served, serve
from tenant_apps.media.signing import LIFETIME, rounded

PURPOSE = "course-package"
SHOWN = 10


class ArrivedForm(forms.Form):
    """A package that was uploaded."""

    upload = forms.UUIDField()


@dataclass(frozen=True)
class Row:
    """An export as it is shown: with a link once it can be downloaded."""

    work: PackageExport
    link: str

    @property
    def until(self) -> datetime | None:
        """When it is thrown away."""
        return self.work.finished_at + KEPT if self.work.finished_at else None


@may_build
@require_POST
def package(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have the course packed."""
    course = get_object_or_404(courses_of(request.user).select_related("product"), key=key)
    try:
        actions.ask_export(course=course, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("studio_courses:outline", course.key)
    messages.success(request, _("The package is being written. You get an email when it can be downloaded."))
    return redirect("studio_courses:packages")


@may_build
@require_http_methods(["GET", "POST"])
def packages(request: HttpRequest) -> HttpResponse:
    """One's own packages and how far they are; POST has one that arrived made into a course."""
    if request.method == "POST":
        return _asked(request)
    template = "_packages" if FRAGMENT in request.headers else "packages"
    return render(request, f"courses/studio/{template}.html", _shown(request.user))


@may_build
@require_POST
def again(request: HttpRequest, work: UUID) -> HttpResponse:
    """Try once more what was refused."""
    actions.ask_import_again(work=get_object_or_404(PackageImport, key=work, by=request.user))
    return redirect("studio_courses:packages")


@may_build
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """A package, to whom its link was made for."""
    try:
        key, user = signing.unsign(PURPOSE, token)
    except (Refused, TypeError, ValueError):
        raise Http404 from None
    mine = PackageExport.objects.filter(by=request.user, by__key=user, course__in=courses_of(request.user))
    export = get_object_or_404(mine.exclude(finished_at=None), key=key)
    if export.finished_at is None or not default_storage.exists(export.place):
        raise Http404
    return serve(request, _served(export, export.finished_at))


def _asked(request: HttpRequest) -> HttpResponse:
    form = ArrivedForm(request.POST)
    mine = Upload.objects.filter(by=request.user, is_kept=True).exclude(complete_at=None)
    upload = mine.filter(key=form.cleaned_data["upload"]).first() if form.is_valid() else None
    if upload is None:
        return JsonResponse({"words": _("The package has not arrived. Upload it again.")}, status=422)
    try:
        actions.ask_import(upload=upload, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    return JsonResponse({"url": reverse("studio_courses:packages")}, status=201)


def _shown(user: Any) -> dict[str, Any]:
    exports = [Row(work, _link(work, user)) for work in PackageExport.objects.filter(by=user)[:SHOWN]]
    lessons = Count("course__lessons", filter=Q(course__lessons__archived_at=None))
    imports = list(PackageImport.objects.filter(by=user).select_related("course").annotate(lessons=lessons)[:SHOWN])
    under_way = any(work.is_under_way for work in [*imports, *(row.work for row in exports)])
    return {"exports": exports, "imports": imports, "under_way": under_way}


def _link(export: PackageExport, user: Any) -> str:
    if export.finished_at is None or export.course_id is None:
        return ""
    token = signing.sign(PURPOSE, [str(export.key), str(user.key)], rounded(LIFETIME))
    return reverse("studio_courses:package_download", args=[token])


def _served(export: PackageExport, at: datetime) -> Served:
    return Served(
        storage=default_storage,
        path=f"{tenant_prefix()}{export.place}",
        name=export.name,
        content_type="application/zip",
        size=export.total,
        etag=f'"{export.key.hex}-{int(at.timestamp())}"',
        changed_at=at,
        attachment=True,
    )
