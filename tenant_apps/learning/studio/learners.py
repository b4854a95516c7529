"""Who takes a course, what is open to each of them and why, and what the team decides for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions, explaining
from tenant_apps.learning.models import Enrolment, Pace
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.studio.forms import ReasonForm, UnlockForm

PAGE = 50
may_look = role_required(Role.OWNER, Role.STAFF, Role.AUTHOR, Role.SUPPORT)
may_decide = role_required(Role.OWNER, Role.STAFF)


@may_look
@require_GET
def learners(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody with a place, newest first, a page at a time."""
    course = get_object_or_404(Course, key=key)
    return render(request, "learning/studio/learners.html", _list(request, course))


def _list(request: HttpRequest, course: Course, form: UnlockForm | None = None) -> dict[str, Any]:
    words, before = request.GET.get("q", "").strip()[:100], request.GET.get("before", "")
    found = Enrolment.objects.live().filter(course=course).select_related("person", "pace").order_by("-pk")
    if words:
        found = found.filter(Q(person__email__icontains=words) | Q(person__name__icontains=words))
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return {
        "course": course,
        "rows": rows[:PAGE],
        "more": more,
        "q": words,
        "form": form or UnlockForm(course=course),
    }


@may_decide
@require_POST
def unlocking(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open lessons to everybody in the course."""
    course = get_object_or_404(Course, key=key)
    form = UnlockForm(request.POST, course=course)
    if _unlocked(request, course, form, None):
        return redirect("studio_drip:learners", course.key)
    return render(request, "learning/studio/learners.html", _list(request, course, form), status=422)


@may_look
@require_GET
def learner(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Every lesson for one learner: open or not, since when, and each condition with its fact."""
    return render(request, "learning/studio/learner.html", _page(_found(key, enrolment)))


@may_decide
@require_POST
def own_unlocking(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Open lessons to one learner."""
    found = _found(key, enrolment)
    form = UnlockForm(request.POST, course=found.course)
    if _unlocked(request, found.course, form, [found]):
        return redirect("studio_drip:learner", key, enrolment)
    return render(request, "learning/studio/learner.html", _page(found) | {"form": form}, status=422)


@may_decide
@require_POST
def pace(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Pause, go on, open everything, or go by the rules again."""
    found, form = _found(key, enrolment), ReasonForm(request.POST)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is not None and form.is_valid():
        try:
            act(enrolment=found, reason=form.cleaned_data["reason"], by=request.user.email)
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("studio_drip:learner", key, enrolment)
    return render(request, "learning/studio/learner.html", _page(found) | {"reason_form": form}, status=422)


_ACTS: dict[str, Callable[..., Pace]] = {
    "pause": actions.pause,
    "resume": actions.resume,
    "full": lambda **named: actions.set_full_access(on=True, **named),
    "rules": lambda **named: actions.set_full_access(on=False, **named),
}


def _found(key: UUID, enrolment: UUID) -> Enrolment:
    rows = Enrolment.objects.live().select_related("course", "person", "pace")
    return get_object_or_404(rows, key=enrolment, course__key=key)


def _page(found: Enrolment) -> dict[str, Any]:
    return {
        "course": found.course,
        "enrolment": found,
        "pace": getattr(found, "pace", None),
        "zone": zone_of(found.person),
        "lessons": explaining.explain(found, now()),
        "form": UnlockForm(course=found.course),
        "reason_form": ReasonForm(),
    }


def _unlocked(request: HttpRequest, course: Course, form: UnlockForm, whom: list[Enrolment] | None) -> bool:
    if not form.is_valid():
        return False
    try:
        opened = actions.unlock(
            course=course,
            lessons=form.chosen(),
            enrolments=whom,
            opens_at=form.cleaned_data["opens_at"],
            reason=form.cleaned_data["reason"],
            by=request.user.email,  # type: ignore[union-attr]
        )
    except Refused as refused:
        form.add_error(refused.field, str(refused))
        return False
    messages.success(request, _("Opened %(n)d times; what was open stays as it is.") % {"n": opened})
    return True
