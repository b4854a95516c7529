"""A lesson's history in the Studio: what changed when, by whom, and back to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from tenant_apps.courses import actions, approval
from tenant_apps.courses.blocks import page_of
from tenant_apps.courses.differences import differences
from tenant_apps.courses.models import Lesson, LessonVersion
from tenant_apps.courses.own_rows import own_rows, readable_rows, same_rows
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.changing import ChangeForm

SHOWN = 50


@may_build
@require_GET
def history(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Every version, newest first, with what it changed."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.lessons.select_related("module", "course"), key=lesson)
    context = {"course": course, "lesson": found, "lines": _lines(found)}
    context["proposes"] = approval.proposes(found, request.user)
    return render(request, "courses/studio/history.html", context)


@may_build
@require_POST
def restoration(request: HttpRequest, key: UUID, lesson: UUID, number: int) -> HttpResponse:
    """Back to this version; where somebody looks first it waits beside the lesson."""
    course = get_object_or_404(courses_of(request.user), key=key)
    version = get_object_or_404(LessonVersion, lesson__course=course, lesson__key=lesson, number=number)
    form = ChangeForm(request.POST)
    try:
        if form.is_valid() and approval.proposes(version.lesson, request.user):
            _propose(request, version, form.told())
            return redirect("studio_courses:lesson", course.key, lesson)
        if form.is_valid():
            actions.restore_version(version=version, note=form.told(), by=request.user)
            _say_restored(request, version)
        else:
            messages.error(request, next(iter(form.errors.values()))[0])
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("studio_courses:history", course.key, lesson)


def _say_restored(request: HttpRequest, version: LessonVersion) -> None:
    messages.success(request, _("The lesson is again what it was in version %(n)d.") % {"n": version.number})
    if version.rows is not None and not same_rows(version.rows, own_rows(version.lesson)):
        messages.warning(request, _("Steps that learners have ticked stay, after the others."))


def _propose(request: HttpRequest, version: LessonVersion, note: str) -> None:
    made = actions.propose_version(version=version, note=note, by=request.user)  # type: ignore[arg-type]
    kept, same = (
        _("Kept beside the lesson. Learners see it once it is approved."),
        _("Nothing differs from what learners see."),
    )
    messages.success(request, kept if made else same)
    if version.rows is not None and not same_rows(version.rows, own_rows(version.lesson)):
        messages.warning(
            request,
            _("Its spots, steps, code and questions stay as learners see them: only text and files are proposed."),
        )


def _lines(lesson: Lesson) -> list[dict[str, Any]]:
    versions = list(lesson.versions.select_related("asset").order_by("-number")[: SHOWN + 1])
    olders = [*versions, None][1:]
    lines = [
        {"version": version, "changes": _changes(older, version), "is_now": at == 0}
        for at, (version, older) in enumerate(zip(versions, olders, strict=True))
    ]
    return lines[:SHOWN]


def _changes(older: LessonVersion | None, version: LessonVersion) -> dict[str, Any]:
    if older is None:
        return {}
    before, after = _page(older, version), _page(version, older)
    text = differences(before, after) if before != after else []
    names = ("title", "kind", "asset", "minutes")
    fields = [(name, getattr(older, name), getattr(version, name)) for name in names]
    return {"text": text, "fields": [each for each in fields if each[1] != each[2]]}


def _page(version: LessonVersion, other: LessonVersion) -> str:
    """What is compared; rows that only one of the two has kept are no change of the other."""
    known = version.rows is not None and other.rows is not None
    return page_of(version) + (readable_rows(version.rows) if known else "")
