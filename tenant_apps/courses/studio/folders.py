"""Folders and zips in the Studio: chosen, planned, looked at, made."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import BigIntegerField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.lists import text_of
from tenant_apps.courses import actions
from tenant_apps.courses.folders import captions
from tenant_apps.courses.folders.plan import MOST_FILES, MOST_TEXT, Found
from tenant_apps.courses.models import Course, FolderFile, FolderImport, LessonKind
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.answers import FRAGMENT
from tenant_apps.courses.studio.refusals import NotUnderstood
from tenant_apps.media.models import Upload


class FolderFileForm(forms.Form):
    """A file of a folder that has arrived: a finished upload, or its text; or what the upload was refused with."""

    upload = forms.UUIDField(required=False)
    text = forms.FileField(required=False, allow_empty_file=True)
    refused = forms.CharField(required=False, max_length=400)


@may_build
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose a folder or a zip; what was chosen comes back as a plan's address."""
    course = get_object_or_404(courses_of(request.user), key=key)
    if request.method == "GET":
        recent = course.folder_imports.order_by("-created_at")[:5]
        return render(request, "courses/studio/imports.html", {"course": course, "recent": recent})
    try:
        made = _planned(request, course)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    return JsonResponse({"url": reverse("studio_courses:import", args=[course.key, made.key])}, status=201)


@may_build
@require_GET
def plan(request: HttpRequest, key: UUID, folder: UUID) -> HttpResponse:
    """What becomes of each file, and how far it is; asked for a fragment, only that."""
    course = get_object_or_404(courses_of(request.user), key=key)
    template = "_plan" if FRAGMENT in request.headers else "plan"
    return render(request, f"courses/studio/{template}.html", _shown(course, _import(course, folder)))


@may_build
@require_POST
def start(request: HttpRequest, key: UUID, folder: UUID) -> HttpResponse:
    """Say yes."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = _import(course, folder)
    try:
        actions.begin_import(folder=found, as_drafts=request.POST.get("as_drafts") == "on", by=request.user)
    except Refused as refused:
        context = _shown(course, found) | {"wrong": str(refused)}
        return render(request, "courses/studio/plan.html", context, status=422)
    return redirect("studio_courses:import", course.key, found.key)


@may_build
@require_POST
def file(request: HttpRequest, key: UUID, folder: UUID, number: int) -> HttpResponse:
    """One file of a folder is here: make its lesson, or say why not."""
    course = get_object_or_404(courses_of(request.user), key=key)
    planned = get_object_or_404(_import(course, folder).files.select_related("parent__course"), number=number)
    form = FolderFileForm(request.POST, request.FILES)
    try:
        if planned.parent.begun_at is None or not form.is_valid():
            raise NotUnderstood(_("Say yes to the plan first."))
        words = _take(request, planned, form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    return JsonResponse({"words": words})


def _planned(request: HttpRequest, course: Course) -> FolderImport:
    asked = _asked(request)
    if asked.get("upload"):
        upload = Upload.objects.filter(key=_uuid(asked["upload"]), by=request.user, is_kept=True).first()
        if upload is None or upload.complete_at is None:
            raise NotUnderstood(_("The zip has not arrived. Upload it again."))
        return actions.plan_zip(course=course, upload=upload, by=request.user)
    files = asked.get("files")
    if not isinstance(files, list) or len(files) > 10 * MOST_FILES:
        raise NotUnderstood(_("Choose a folder with at most %(most)d files.") % {"most": MOST_FILES})
    found = [Found(path.lstrip("/"), size) for path, size in map(_pair, files)]
    return actions.plan_folder(course=course, name=str(asked.get("name", ""))[:255], files=found, by=request.user)


def _asked(request: HttpRequest) -> dict[str, Any]:
    try:
        asked = json.loads(request.body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise NotUnderstood(_("This is no list of files."))
    return asked


def _pair(value: Any) -> tuple[str, int]:
    match value:
        case [str() as path, int() as size] if (
            path and len(path) <= 1000 and 0 <= size <= BigIntegerField.MAX_BIGINT and "\0" not in path
        ):
            if ".." in path.split("/"):
                raise NotUnderstood(_("A path leads out of the folder: %(path)s") % {"path": path[:80]})
            return path, size
    raise NotUnderstood(_("This is no list of files."))


def _take(request: HttpRequest, planned: FolderFile, asked: dict[str, Any]) -> str:
    if asked["refused"]:
        actions.refuse_file(file=planned, why=asked["refused"])
        return _("Noted.")
    if planned.kind in (LessonKind.TEXT, captions.KIND):
        if asked["text"] is None or asked["text"].size > MOST_TEXT:
            raise NotUnderstood(_("The text did not arrive. Choose the folder again."))
        if planned.kind == captions.KIND:
            return _take_captions(request, planned, asked["text"].read())
        actions.take_file(file=planned, text=text_of(asked["text"].read()), by=request.user)
        return _("Added.")
    upload = Upload.objects.select_related("asset").filter(key=asked["upload"], by=request.user).first()
    if upload is None or upload.asset is None:
        raise NotUnderstood(_("The file did not arrive. Choose the folder again."))
    actions.take_file(file=planned, asset=upload.asset, by=request.user)
    return _("Added.")


def _take_captions(request: HttpRequest, planned: FolderFile, content: bytes) -> str:
    try:
        actions.take_captions(file=planned, content=content, by=request.user)
    except Refused as refused:
        actions.refuse_file(file=planned, why=str(refused))
        return str(refused)
    return _("Added.")


def _shown(course: Course, folder: FolderImport) -> dict[str, Any]:
    files = list(folder.files.select_related("lesson").order_by("number"))
    modules: dict[str, list[FolderFile]] = {}
    for one in files:
        if not one.refused:
            modules.setdefault(one.module_title, []).append(one)
    done = sum(one.done_at is not None for one in files)
    taken = sum(not one.refused for one in files)
    return {
        "course": course,
        "folder": folder,
        "modules": modules,
        "refused": [one for one in files if one.refused],
        "taken": taken,
        "done": done,
        "percent": 100 * done // taken if taken else 0,
        "waits": folder.begun_at is not None and folder.finished_at is None,
    }


def _import(course: Course, key: UUID) -> FolderImport:
    return get_object_or_404(course.folder_imports.select_related("upload"), key=key)


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
