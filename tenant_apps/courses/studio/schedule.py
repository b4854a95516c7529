"""One lesson before learners: now, not yet, or from a moment on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit.moments import WallField
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.studio.answers import Said, change
from tenant_apps.courses.studio.refusals import checked


class ZoneField(forms.CharField):
    """The time zone of whoever types, as their browser says; UTC where we do not know it."""

    def clean(self, value: str) -> str:
        """A zone there is."""
        return value if value in available_timezones() else "UTC"


def zoned(typed: datetime, zone: str) -> datetime:
    """A moment on a wall, as a moment."""
    return typed.replace(tzinfo=ZoneInfo(zone))


class ScheduleForm(forms.Form):
    """A moment on the wall of whoever types it."""

    state = forms.ChoiceField(choices=[(each, each) for each in ("live", "draft", "later")])
    publishes_at = WallField(label=gettext_lazy("Date and time"), required=False)
    zone = ZoneField(required=False)

    def clean(self) -> dict[str, object]:
        """Later needs a moment."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == "later" and not cleaned.get("publishes_at") and not self.errors:
            self.add_error("publishes_at", _("Say when."))
        return cleaned

    def moment(self) -> datetime:
        """When, in UTC's terms."""
        return zoned(self.cleaned_data["publishes_at"], self.cleaned_data["zone"])


@change
def publication(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Publish it, make it a draft, or set the moment."""
    found = get_object_or_404(course.lessons.live().select_related("course", "module"), key=lesson)
    form = ScheduleForm(request.POST)
    state, title = checked(form)["state"], {"title": found.title}
    if state == "live":
        actions.publish_lessons(course=course, lessons=[found], by=request.user)
        return Said(_("Learners see “%(title)s” now.") % title)
    if state == "draft":
        actions.unpublish_lessons(course=course, lessons=[found], by=request.user)
        actions.schedule_lesson(lesson=found, at=None, by=request.user)
        return Said(_("“%(title)s” is a draft.") % title)
    actions.schedule_lesson(lesson=found, at=form.moment(), by=request.user)
    return Said(_("“%(title)s” will be published then.") % title)
