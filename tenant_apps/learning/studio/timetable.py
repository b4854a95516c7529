"""A cohort's live sessions and deadlines in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.permissions import courses_seen_by, oversees
from tenant_apps.learning import actions
from tenant_apps.learning.models import Cohort, LiveSession
from tenant_apps.learning.moments import MomentField
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.studio.learners import may_decide, may_look


class LiveSessionForm(forms.Form):
    """When, what, where."""

    title = forms.CharField(label=_("Title"), max_length=200, strip=True)
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    url = forms.URLField(label=_("Where to join"), max_length=500, required=False, assume_scheme="https")
    words = forms.CharField(
        label=_("What to bring"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeadlineForm(forms.Form):
    """Until when a lesson is done; empty takes the date away."""

    lesson = forms.ChoiceField(label=_("Lesson"))
    due_at = MomentField(label=_("Until"), required=False)

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lessons = {str(one.key): one for branch in courses.outline(course) for one in branch.lessons}
        self.fields["lesson"].choices = [(key, one.title) for key, one in self.lessons.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Lesson:
        """The one that was chosen."""
        return self.lessons[self.cleaned_data["lesson"]]


@may_look
@require_GET
def timetable(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Everything that has a date."""
    return _shown(request, found_cohort(request, key, cohort))


@may_decide
@require_POST
def live_sessions(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Add a live session."""
    found, form = found_cohort(request, key, cohort), LiveSessionForm(request.POST)
    if _saved(request, form, found, None):
        return redirect("studio_drip:timetable", key, cohort)
    return _shown(request, found, session_form=form)


@may_decide
@require_http_methods(["GET", "POST"])
def live_session(request: HttpRequest, key: UUID, cohort: UUID, live_session: UUID) -> HttpResponse:
    """Change one."""
    found = found_cohort(request, key, cohort)
    one = get_object_or_404(found.live_sessions, key=live_session, cancelled_at=None)
    names = ("title", "starts_at", "ends_at", "url", "words")
    form = LiveSessionForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    if request.method == "POST" and _saved(request, form, found, one):
        return redirect("studio_drip:timetable", key, cohort)
    context = {"course": found.course, "cohort": found, "live_session": one, "form": form, "zone": zone_of(None)}
    return render(request, "learning/studio/live_session.html", context, status=422 if form.errors else 200)


@may_decide
@require_POST
def cancellation(request: HttpRequest, key: UUID, cohort: UUID, live_session: UUID) -> HttpResponse:
    """Call one off."""
    one = get_object_or_404(found_cohort(request, key, cohort).live_sessions, key=live_session)
    actions.cancel_live_session(live_session=one, by=request.user)
    messages.success(request, _now("Called off. Everybody in the cohort gets an email."))
    return redirect("studio_drip:timetable", key, cohort)


@may_decide
@require_POST
def deadlines(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Say until when a lesson is done, or take that away."""
    found = found_cohort(request, key, cohort)
    form = DeadlineForm(request.POST, course=found.course)
    if form.is_valid():
        actions.set_deadline(cohort=found, lesson=form.chosen(), due_at=form.cleaned_data["due_at"], by=request.user)
        messages.success(request, _now("Saved."))
        return redirect("studio_drip:timetable", key, cohort)
    return _shown(request, found, deadline_form=form)


def found_cohort(request: HttpRequest, key: UUID, cohort: UUID) -> Cohort:
    """The cohort of a course this person sees, else 404."""
    rows = Cohort.objects.filter(course__in=courses_seen_by(request.user)).select_related("course")
    return get_object_or_404(rows, key=cohort, course__key=key)


def _saved(request: HttpRequest, form: LiveSessionForm, cohort: Cohort, one: LiveSession | None) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.save_live_session(cohort=cohort, live_session=one, by=request.user, **form.cleaned_data)
    except Refused as refused:
        refused.show_in(form)
        return False
    messages.success(request, _now("Saved."))
    return True


def _shown(request: HttpRequest, found: Cohort, **forms_: Any) -> HttpResponse:
    context = {
        "course": found.course,
        "cohort": found,
        "zone": zone_of(None),
        "live_sessions": found.live_sessions.all(),
        "deadlines": found.deadlines.select_related("lesson"),
        "session_form": LiveSessionForm(),
        "deadline_form": DeadlineForm(course=found.course),
        "may_decide": oversees(request.user),
    }
    status = 422 if any(form.errors for form in forms_.values()) else 200
    return render(request, "learning/studio/timetable.html", context | forms_, status=status)
