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
from marque.kit.cursors import newest_first, number_in
from marque.kit.errors import Refused
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_seen_by, oversees
from tenant_apps.learning import actions, explaining
from tenant_apps.learning.how_far import how_far
from tenant_apps.learning.models import Enrolment, Pace
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.slots import notes_on
from tenant_apps.learning.studio import extensions, transfers
from tenant_apps.learning.studio.forms import InviteForm, ReasonForm, UnlockForm

PAGE = 50
may_look = role_required(Role.OWNER, Role.STAFF, Role.AUTHOR, Role.SUPPORT)
may_decide = role_required(Role.OWNER, Role.STAFF)


@may_look
@require_GET
def learners(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody with a place, newest first, a page at a time."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    return render(request, "learning/studio/learners.html", listed(request, course))


def listed(request: HttpRequest, course: Course, form: UnlockForm | None = None) -> dict[str, Any]:
    """What the page of a course's learners shows."""
    words = request.GET.get("q", "").strip()[:100]
    found = Enrolment.objects.live().filter(course=course).select_related("person", "pace")
    if words:
        found = found.filter(Q(person__email__icontains=words) | Q(person__name__icontains=words))
    page = newest_first(found, before=number_in(request.GET.get("before")), size=PAGE)
    return {
        "course": course,
        "rows": how_far(page.rows),
        "more": page.more,
        "q": words,
        "may_decide": oversees(request.user),
        "form": form or UnlockForm(course=course),
        "invite_form": InviteForm(),
    }


@may_decide
@require_POST
def unlocking(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open lessons to everybody in the course."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    form = UnlockForm(request.POST, course=course)
    if _unlocked(request, course, form, None):
        return redirect("studio_drip:learners", course.key)
    return render(request, "learning/studio/learners.html", listed(request, course, form), status=422)


@may_look
@require_GET
def learner(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Every lesson for one learner: open or not, since when, and each condition with its fact."""
    return render(request, "learning/studio/learner.html", _page(request, found_enrolment(request, key, enrolment)))


@may_decide
@require_POST
def own_unlocking(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Open lessons to one learner."""
    found = found_enrolment(request, key, enrolment)
    form = UnlockForm(request.POST, course=found.course)
    if _unlocked(request, found.course, form, [found]):
        return redirect("studio_drip:learner", key, enrolment)
    return render(request, "learning/studio/learner.html", _page(request, found) | {"form": form}, status=422)


@may_decide
@require_POST
def pace(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Pause, go on, open everything, or go by the rules again."""
    found, form = found_enrolment(request, key, enrolment), ReasonForm(request.POST)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is not None and form.is_valid():
        try:
            act(enrolment=found, reason=form.cleaned_data["reason"], by=request.user.email)
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("studio_drip:learner", key, enrolment)
    return render(request, "learning/studio/learner.html", _page(request, found) | {"reason_form": form}, status=422)


@may_decide
@require_POST
def extension(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Give one learner more time at a lesson."""
    found = found_enrolment(request, key, enrolment)
    wrong = extensions.given(request, found)
    if wrong is None:
        return redirect("studio_drip:learner", key, enrolment)
    context = _page(request, found) | extensions.with_extensions(found, wrong)
    return render(request, "learning/studio/learner.html", context, status=422)


@may_decide
@require_POST
def transfer(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Move one learner to another course or cohort."""
    found = found_enrolment(request, key, enrolment)
    made = transfers.moved(request, found)
    if isinstance(made, transfers.TransferForm):
        context = _page(request, found) | transfers.with_transfers(request, found, made)
        return render(request, "learning/studio/learner.html", context, status=422)
    return redirect("studio_drip:learner", made.to.course.key, made.to.key)


@may_decide
@require_POST
def extension_end(request: HttpRequest, key: UUID, enrolment: UUID, extension: UUID) -> HttpResponse:
    """Let the usual date hold again."""
    found = get_object_or_404(found_enrolment(request, key, enrolment).extensions, key=extension)
    actions.end_extension(extension=found, by=request.user.email)
    messages.success(request, _("The usual date holds again."))
    return redirect("studio_drip:learner", key, enrolment)


_ACTS: dict[str, Callable[..., Pace]] = {
    "pause": actions.pause,
    "resume": actions.resume,
    "full": lambda **named: actions.set_full_access(on=True, **named),
    "rules": lambda **named: actions.set_full_access(on=False, **named),
}


def found_enrolment(request: HttpRequest, key: UUID, enrolment: UUID) -> Enrolment:
    """A live place in the course of this key, else 404."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    rows = Enrolment.objects.live().select_related("course", "person", "pace")
    return get_object_or_404(rows, key=enrolment, course=course)


def _page(request: HttpRequest, found: Enrolment) -> dict[str, Any]:
    return {
        "course": found.course,
        "enrolment": found,
        "pace": getattr(found, "pace", None),
        "zone": zone_of(found.person),
        "notes": notes_on(found),
        "modules": explaining.by_module(explaining.explain(found, now())),
        "form": UnlockForm(course=found.course),
        "reason_form": ReasonForm(),
        "may_decide": oversees(request.user),
        **extensions.with_extensions(found),
        **transfers.with_transfers(request, found),
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
        refused.show_in(form)
        return False
    messages.success(request, _("Opened %(n)d times; what was open stays as it is.") % {"n": opened})
    return True
