"""Who is at risk, why, and a word to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.analytics import actions, letters
from tenant_apps.analytics.models import Reason, Risk, RiskLetter
from tenant_apps.analytics.studio.forms import HushForm, LetterForm
from tenant_apps.analytics.studio.pages import may_look
from tenant_apps.analytics.words import RULES, sentences
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of
from tenant_apps.sequences.models import OptOut
from tenant_apps.sequences.permissions import may_write

PAGE = 50
SHOWN = ("waiting", "written", "hushed")


@may_look
@require_GET
def risks(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody with a reason, those with most first, a page at a time."""
    course = get_object_or_404(courses_of(request.user), key=key)
    return render(request, "analytics/studio/risks.html", _list(request, course))


@may_write
@require_POST
def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write to those picked: first the words and how they look, then sent."""
    course = get_object_or_404(courses_of(request.user), key=key)
    picked = _picked(request, course)
    if not picked:
        messages.error(request, _("Pick somebody first."))
        return redirect("studio_analytics:risks", course.key)
    begun = "subject" in request.POST
    user: Any = request.user
    form = LetterForm(request.POST if begun else None, initial=_last_words(course, user))
    if begun and form.is_valid() and request.POST.get("step") == "send" and _sent(request, picked, form):
        return redirect("studio_analytics:risks", course.key)
    values = form.cleaned_data if begun and form.is_valid() else form.initial
    person = picked[0].enrolment.person
    more = {
        "picked": picked,
        "form": form,
        "reply_to": user.email,
        "subject": letters.fill(values.get("subject", ""), letters.names_for(person, course)),
        "preview": letters.sample(values.get("body", ""), person, course),
    }
    status = 422 if begun and form.errors else 200
    return render(request, "analytics/studio/letter.html", _page(course) | more, status=status)


@may_write
@require_POST
def hush(request: HttpRequest, key: UUID, risk: UUID) -> HttpResponse:
    """Don't show somebody, for a reason; or show them again."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(Risk, key=risk, course=course, ended_at=None)
    user: Any = request.user
    form = HushForm(request.POST)
    if "again" in request.POST:
        actions.show_again(risk=found, by=user.email)
    elif not form.is_valid():
        messages.error(request, _("Say why: the team reads it later."))
        return redirect("studio_analytics:risks", key)
    else:
        days = form.cleaned_data["days"]
        actions.hush(risk=found, days=int(days) if days else None, reason=form.cleaned_data["reason"], by=user.email)
    messages.success(request, _("Saved."))
    return redirect("studio_analytics:risks", key)


def _list(request: HttpRequest, course: Course) -> dict[str, Any]:
    reason, shown = request.GET.get("reason", ""), request.GET.get("shown", SHOWN[0])
    found = _shown(Risk.objects.filter(course=course, ended_at=None), shown)
    if reason in Reason.values:
        found = found.filter(reasons__has_key=reason)
    number = request.GET.get("page", "1")
    page = min(int(number), 1000) if number.isdecimal() and len(number) < 5 and int(number) else 1
    rows = found.select_related("enrolment__person", "letter").order_by("-weight", "-pk")
    rows = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    silent = set(
        OptOut.objects.filter(person__in=[row.enrolment.person_id for row in rows]).values_list("person_id", flat=True)
    )
    return _page(course) | {
        "rows": [(row, sentences(row), row.enrolment.person_id in silent) for row in rows[:PAGE]],
        "next": page + 1 if len(rows) > PAGE else None,
        "before": page - 1 if page > 1 else None,
        "reason": reason,
        "shown": shown if shown in SHOWN else SHOWN[0],
        "reasons": Reason.choices,
        "rules": [(name.label, text) for name, text in RULES.items()],
        "form": HushForm(),
    }


def _shown(rows: QuerySet[Risk], shown: str) -> QuerySet[Risk]:
    at = now()
    if shown == "hushed":
        return rows.filter(hushed_until__gt=at)
    rows = rows.exclude(hushed_until__gt=at)
    return rows.filter(letter__isnull=shown != "written")


def _picked(request: HttpRequest, course: Course) -> list[Risk]:
    try:
        keys = [UUID(key) for key in request.POST.getlist("pick")[:PAGE]]
    except ValueError as error:
        raise Http404 from error
    found = Risk.objects.filter(course=course, key__in=keys)
    # who is sent to and is at risk no longer is counted: the team picked them
    if request.POST.get("step") != "send":
        found = found.filter(ended_at=None)
    return list(found.select_related("enrolment__person", "enrolment__course").order_by("-weight", "-pk"))


def _last_words(course: Course, user: Any) -> dict[str, str]:
    """What was written last about this course, else our own words."""
    last = RiskLetter.objects.filter(risk__course=course, by=user.email).order_by("-pk").first()
    if last is not None:
        return {"subject": last.subject, "body": last.body}
    return letters.first_words(user.name or user.email)


def _sent(request: HttpRequest, picked: list[Risk], form: LetterForm) -> bool:
    user: Any = request.user
    try:
        sent = actions.write(risks=picked, reply_to=user.email, by=user.email, **form.cleaned_data)
    except Refused as refused:
        refused.show_in(form)
        return False
    words = ngettext("Written to %(n)d learner.", "Written to %(n)d learners.", sent.written) % {"n": sent.written}
    if sent.had_one:
        words += " " + _("%(n)d had a letter already.") % {"n": sent.had_one}
    if sent.wants_none:
        said = ngettext("%(n)d wants no such emails.", "%(n)d want no such emails.", sent.wants_none)
        words += " " + said % {"n": sent.wants_none}
    if sent.over:
        said = ngettext("%(n)d is no longer at risk.", "%(n)d are no longer at risk.", sent.over)
        words += " " + said % {"n": sent.over}
    messages.success(request, words)
    return True


def _page(course: Course) -> dict[str, Any]:
    return {"course": course, "page": "risks"}
