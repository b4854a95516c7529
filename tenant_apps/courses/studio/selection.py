"""Several lessons at once: published, taken back, moved, copied, deleted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio import moves
from tenant_apps.courses.studio.answers import FRAGMENT, Said, change
from tenant_apps.courses.studio.refusals import NotUnderstood, checked
from tenant_apps.courses.traces import Trace, traces_of


@change
def act(request: HttpRequest, course: Course) -> Said:
    """Do what the pressed button says with the lessons that are ticked."""
    asked = checked(SelectionForm(request.POST))
    return _ACTS[asked["act"]](request, course, chosen(request, course))


@may_build
@require_POST
def deletion(request: HttpRequest, key: UUID) -> HttpResponse:
    """What deleting them means, before it is done: a dialog, or without JavaScript a page."""
    course = get_object_or_404(courses_of(request.user), key=key)
    lessons = _ticked(course, request.POST.getlist("lesson"))
    traces = traces_of(lessons)
    context = {
        "course": course,
        "lessons": [(one, traces.get(one.pk, Trace())) for one in lessons],
        "begun": sum(1 for one in lessons if traces.get(one.pk, Trace()).begun),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    template = "_deletion" if FRAGMENT in request.headers else "deletion"
    return render(request, f"courses/studio/{template}.html", context)


def chosen(request: HttpRequest, course: Course) -> list[Lesson]:
    """The ticked lessons in the outline's order; raises NothingChosen."""
    found = _ticked(course, request.POST.getlist("lesson"))
    if not found:
        raise actions.NothingChosen
    return found


def _publish(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    n = actions.publish_lessons(course=course, lessons=lessons, by=request.user)
    return Said(ngettext("Published %(n)d lesson.", "Published %(n)d lessons.", n) % {"n": n})


def _unpublish(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    n = actions.unpublish_lessons(course=course, lessons=lessons, by=request.user)
    words = ngettext("%(n)d lesson is a draft again.", "%(n)d lessons are drafts again.", n)
    return Said(words % {"n": n} + " " + _("What learners did is kept."))


def _duplicate(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    homes = {one.module_id: one.module for one in lessons}
    for home in homes.values():
        actions.copy_lessons(lessons=[one for one in lessons if one.module_id == home.pk], module=home, by=request.user)
    n = len(lessons)
    return Said(ngettext("Made %(n)d copy, a draft.", "Made %(n)d copies, all drafts.", n) % {"n": n})


def _move(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    home = _module(course, request.POST.get("module", ""))
    moves.remember_lessons(request, course, lessons, kind="moved")
    seen = request.POST.get("seen") or None
    n = actions.move_lessons(lessons=lessons, module=home, seen=seen, by=request.user)
    words = ngettext("Moved %(n)d lesson to “%(module)s”.", "Moved %(n)d lessons to “%(module)s”.", n)
    return Said(words % {"n": n, "module": home.title})


def _move_away(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    home = _module_elsewhere(request)
    n = len(actions.move_lessons_away(lessons=lessons, module=home, by=request.user))
    words = ngettext(
        "Moved %(n)d lesson to “%(course)s”, as a draft.", "Moved %(n)d lessons to “%(course)s”, as drafts.", n
    )
    return Said(words % {"n": n, "course": home.course.title})


def _copy_away(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    home = _module_elsewhere(request)
    n = len(actions.copy_lessons(lessons=lessons, module=home, by=request.user))
    words = ngettext(
        "Copied %(n)d lesson to “%(course)s”, as a draft.", "Copied %(n)d lessons to “%(course)s”, as drafts.", n
    )
    return Said(words % {"n": n, "course": home.course.title})


def _delete(request: HttpRequest, course: Course, lessons: list[Lesson]) -> Said:
    moves.remember_lessons(request, course, lessons, kind="deleted")
    n = len(actions.archive_lessons(course=course, lessons=lessons, by=request.user))
    words = ngettext(
        "Deleted %(n)d lesson. It is in the archive.", "Deleted %(n)d lessons. They are in the archive.", n
    )
    return Said(words % {"n": n})


_ACTS: dict[str, Callable[[HttpRequest, Course, list[Lesson]], Said]] = {
    "publish": _publish,
    "unpublish": _unpublish,
    "duplicate": _duplicate,
    "move": _move,
    "move_away": _move_away,
    "copy_away": _copy_away,
    "delete": _delete,
}


class SelectionForm(forms.Form):
    """What to do with several lessons."""

    act = forms.ChoiceField(choices=[(each, each) for each in _ACTS])


def _ticked(course: Course, keys: list[str]) -> list[Lesson]:
    wanted = set(keys)
    found = course.lessons.live().select_related("module", "course").order_by("module__position", "position")
    return [one for one in found if str(one.key) in wanted]


def _module(course: Course, key: str) -> Module:
    return next((one for one in course.modules.live() if str(one.key) == key), None) or _gone()


def _module_elsewhere(request: HttpRequest) -> Module:
    """The module of another course that was picked; a course alone means its last module."""
    course = next((one for one in courses_of(request.user) if str(one.key) == request.POST.get("course")), None)
    home = course.modules.live().order_by("position").last() if course else None
    if course is not None and home is None:
        raise NotUnderstood(_("“%(title)s” has no module yet. Add one there first.") % {"title": course.title})
    return home or _gone()


def _gone() -> Module:
    raise NotUnderstood(_("Choose where they go. What you chose may be gone by now."))
