"""Writes on lessons."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.studio import moves
from tenant_apps.courses.studio.answers import Said, change
from tenant_apps.courses.studio.forms import LessonSettingsForm, LessonTitleForm, NewLessonForm, PositionForm
from tenant_apps.courses.studio.refusals import NotUnderstood, checked

_HELD = {"title", "minutes", "is_preview"}


@change
def add(request: HttpRequest, course: Course, module: UUID) -> Said:
    """A new lesson, last in its module."""
    home = get_object_or_404(course.modules.live(), key=module)
    lesson = actions.add_lesson(
        module=home, is_draft=course.is_published, by=request.user, **checked(NewLessonForm(request.POST))
    )
    words = _("Added “%(title)s”, a draft.") if lesson.is_draft else _("Added “%(title)s”.")
    return Said(words % {"title": lesson.title})


@change
def title(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Rename; the address stays."""
    found = _lesson(course, lesson)
    actions.rename_lesson(lesson=found, by=request.user, **checked(LessonTitleForm(request.POST)))
    return Said(_("Renamed to “%(title)s”.") % {"title": found.title})


@change
def settings(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Name, release, length, preview; what was not changed here stays as others may have saved it meanwhile."""
    found = _lesson(course, lesson)
    form = LessonSettingsForm(request.POST)
    asked = checked(form)
    changed = form.changed()
    contents = {name: asked[name] or 0 if name == "minutes" else asked[name] for name in _HELD & changed}
    if contents:
        actions.update_lesson(lesson=found, by=request.user, **contents)
    if asked["opens"] != "rule" and ("opens" in changed or (asked["opens"] == "days" and "days" in changed)):
        actions.set_release(lesson=found, days=form.wait(), by=request.user)
    return Said(_("Saved “%(title)s”.") % {"title": found.title})


@change
def position(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Put it somewhere else, in its module or another."""
    found = _lesson(course, lesson)
    asked = checked(PositionForm(request.POST))
    home = course.modules.live().filter(key=asked["module"]).first() if asked["module"] else found.module
    if home is None:
        raise NotUnderstood(_("That module is gone. Reload the page to see the outline as it is."))
    moves.remember(request, course, found)
    seen = asked["seen"] or None
    actions.move_lesson(lesson=found, module=home, position=asked["position"], seen=seen, by=request.user)
    words = {"title": found.title, "module": home.title, "place": found.position}
    return Said(_("Moved “%(title)s” to place %(place)d in “%(module)s”.") % words)


@change
def removal(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Delete, or offer to archive."""
    found = get_object_or_404(course.lessons, key=lesson)
    try:
        actions.delete_lesson(lesson=found, by=request.user)
    except actions.LessonInUse as refused:
        url = reverse("studio_courses:lesson_archive", args=[course.key, found.key])
        return Said(str(refused), "bad", _("Archive it"), url)
    return Said(_("Deleted “%(title)s”.") % {"title": found.title})


@change
def archive(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Out of the outline; learners keep what they did."""
    found = _lesson(course, lesson)
    actions.archive_lesson(lesson=found, by=request.user)
    return Said(_("Archived “%(title)s”.") % {"title": found.title})


@change
def restoration(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Back into the outline."""
    found = get_object_or_404(course.lessons.select_related("module"), key=lesson)
    actions.restore_lesson(lesson=found, by=request.user)
    return Said(_("“%(title)s” is back, last in its module.") % {"title": found.title})


def _lesson(course: Course, key: UUID) -> Lesson:
    return get_object_or_404(course.lessons.live().select_related("module"), key=key)
