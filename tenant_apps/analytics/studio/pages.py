"""How a course goes: where learners stop, its films, its quizzes, how long it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marque.kit.clock import now
from marque.kit.sheets import csv_response
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.analytics import drawing
from tenant_apps.analytics.queries import drawn as banked
from tenant_apps.analytics.queries import films, lessons, paces, quizzes
from tenant_apps.analytics.queries.periods import NONE, SPANS, Period, period
from tenant_apps.analytics.studio import findings
from tenant_apps.assessments.whose import banks_of
from tenant_apps.courses.models import Course, Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of, oversees
from tenant_apps.courses.templatetags.lengths import timecode
from tenant_apps.learning.models import Cohort
from themes.studio import chart

may_look = role_required(Role.OWNER, Role.STAFF, Role.AUTHOR)


@may_look
@require_GET
def stops(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where people stop, lesson by lesson."""
    course, of = _asked(request, key)
    found = lessons.funnel(course, of)
    if _wants_csv(request):
        head = [_("Lesson"), _("Opened"), _("Finished"), _("Opened and not finished"), _("Went no further before it")]
        rows = [(s.lesson.title, s.opened, s.finished, s.stopped_here, s.lost) for s in found.stops]
        return csv_response(f"lessons-{course.slug}", head, rows)
    more = {"found": found, "finding": findings.of_funnel(found)}
    return render(request, "analytics/studio/stops.html", _page(course, of, "stops") | more)


@may_look
@require_GET
def film(request: HttpRequest, key: UUID, lesson: UUID | None = None) -> HttpResponse:
    """A film second by second, of a lesson or of a part of one; without a key the first one there is."""
    course, of = _asked(request, key)
    listed = films.films_of(course)
    shown = next((each for each in listed if lesson in (None, each.key)), None)
    if lesson and not shown:
        raise Http404
    found = films.curve(shown.source, of) if shown else None
    if found and _wants_csv(request):
        head = [_("Second"), _("Watching"), _("Skipped"), _("Played again"), _("Left")]
        rows = zip(range(len(found.watching)), found.watching, found.skipped, found.again, found.left, strict=False)
        return csv_response(f"film-{shown.slug}", head, list(rows))  # type: ignore[union-attr]
    more: dict[str, Any] = {"listed": listed, "shown": shown, "found": found}
    if found and found.viewers:
        finding = findings.of_film(found)
        more["finding"] = finding
        more["rows"] = [(timecode(each.second), each) for each in found.moments()]
        more["wide"] = drawing.retention(found, finding, chart.WIDE, "film")
        more["narrow"] = drawing.retention(found, finding, chart.NARROW, "film-s")
    return render(request, "analytics/studio/film.html", _page(course, of, "films") | more)


@may_look
@require_GET
def quiz(request: HttpRequest, key: UUID, lesson: UUID | None = None) -> HttpResponse:
    """The questions of a quiz, by first attempts."""
    course, of = _asked(request, key)
    listed, shown = _lessons(course, LessonKind.QUIZ, lesson)
    found = quizzes.items(shown, of) if shown else []
    most = None if _wants_csv(request) else banked.MOST
    seen = {"banks": banks_of(request.user), "reads_all": oversees(request.user)}
    drawn = banked.drawn(shown, of, **seen, most=most) if shown else banked.Drawn()
    if shown and _wants_csv(request):
        head = [_("Question"), _("Asked"), _("Right"), _("Left out"), _("Tells"), _("Most chosen wrong answer"), "n"]
        rows = [(item.question.text, *item.cells, "") for item in found]
        rows += [(item.question.text, *item.cells, item.bank.title if item.bank else "–") for item in drawn.items]
        return csv_response(f"quiz-{shown.slug}", [*head, _("Bank")], rows)
    asked = any(item.asked for item in found) or drawn.asked
    finding = findings.of_quiz([*found, *drawn.items])
    more = {"listed": listed, "shown": shown, "items": found, "drawn": drawn, "asked": asked, "finding": finding}
    return render(request, "analytics/studio/quiz.html", _page(course, of, "quizzes") | more)


@may_look
@require_GET
def groups(request: HttpRequest, key: UUID) -> HttpResponse:
    """Days to the end, by month and by cohort."""
    course, asked = _asked(request, key)
    # cohorts stand side by side here; the one that was chosen is kept for the other pages
    of = replace(asked, cohort="")
    compared = [(_("By month of enrolment"), paces.months(course, of)), (_("By cohort"), paces.cohorts(course))]
    if _wants_csv(request):
        head = [_("Group"), _("Learners"), _("Finished"), _("Days: a quarter"), _("Days: half"), _("Days: most")]
        rows = [
            (str(group.name), group.pace.people, group.pace.finished, *(group.pace.quartiles or ("", "", "")))
            for _name, listed in compared
            for group in listed
        ]
        return csv_response(f"groups-{course.slug}", head, rows)
    found = paces.pace(course, of)
    more: dict[str, Any] = {"found": found, "compared": compared, "finding": findings.of_pace(found)}
    if found.finished:
        more["wide"] = drawing.days(found, more["finding"], chart.WIDE, "days")
        more["narrow"] = drawing.days(found, more["finding"], chart.NARROW, "days-s", bars=7)
    return render(request, "analytics/studio/groups.html", _page(course, asked, "groups") | more)


def _asked(request: HttpRequest, key: UUID) -> tuple[Course, Period]:
    course = get_object_or_404(courses_of(request.user), key=key)
    return course, period(request.GET.get("for", ""), now(), _cohort(course, request.GET.get("cohort", "")))


def _cohort(course: Course, asked: str) -> str:
    """A cohort of this course; figures of everybody under the address of a group would pass for its own."""
    if asked in ("", NONE):
        return asked
    try:
        return str(get_object_or_404(Cohort, course=course, key=UUID(asked)).key)
    except ValueError as error:
        raise Http404 from error


def _wants_csv(request: HttpRequest) -> bool:
    return request.GET.get("as") == "csv"


def _lessons(course: Course, kind: str, wanted: UUID | None) -> tuple[list[Lesson], Lesson | None]:
    rows = Lesson.objects.live().filter(course=course, kind=kind)
    if wanted is not None:
        get_object_or_404(rows, key=wanted)
    listed = list(rows.order_by("module__position", "position"))
    return listed, next((each for each in listed if wanted is None or each.key == wanted), None)


def _page(course: Course, of: Period, page: str) -> dict[str, Any]:
    spans = [(name, label) for name, (_months, label) in SPANS.items()]
    found = {"course": course, "period": of, "spans": spans, "page": page}
    if page == "groups":
        return found
    listed = Cohort.objects.filter(course=course).order_by("-starts_on", "-pk")
    return found | {"cohorts": [(str(each.key), each.name) for each in listed]}
