"""What learners do in these lessons."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of
from tenant_apps.learning import actions as learning
from tenant_apps.learning.lesson_pages import lesson_page
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.learning.permissions import enrolled, lesson_in
from tenant_apps.materials import actions, queries
from tenant_apps.materials.calendar import session_file
from tenant_apps.materials.models import FINISHED, LessonSession, Package, Reply, Step, Survey


@require_POST
@enrolled
def step(request: HttpRequest, enrolment: Enrolment, lesson: str, step: UUID) -> HttpResponse:
    """Tick a step, or take the tick back."""
    found = _lesson(enrolment, lesson, LessonKind.PROJECT)
    asked = get_object_or_404(Step.objects.select_related("lesson__module"), key=step, lesson=found)
    try:
        all_done = actions.tick_step(
            enrolment=enrolment, step=asked, done=request.POST.get("done") == "1", by=enrolment.person
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if all_done:
            done = LessonProgress.objects.filter(enrolment=enrolment, lesson=found, completed_at__isnull=False)
            is_lesson = found.kind == LessonKind.PROJECT and done.exists()
            words = _("Every step is done, and so is the lesson.") if is_lesson else _("Every step is done.")
            messages.success(request, words)
    return _back(enrolment, found, f"#step-{asked.key}")


@require_POST
@enrolled
def answers(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Take the answers to a survey; what cannot be taken is shown again as it was sent."""
    found = _lesson(enrolment, lesson, LessonKind.SURVEY)
    survey = get_object_or_404(Survey.objects.select_related("lesson__module"), lesson=found)
    said = {name: request.POST.getlist(name) for name in request.POST}
    try:
        actions.answer_survey(
            survey=survey, enrolment=enrolment, answers=said, as_anonymous=request.POST.get("promised") == "anonymous"
        )
    except actions.NotTaken as refused:
        again = {"asked": queries.asked_in(survey, said, refused), "refusal": str(refused)}
        return lesson_page(request, enrolment, found, again=again, status=422)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your answers are in. Thank you."))
    return _back(enrolment, found)


@require_POST
@enrolled
def run(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Keep what a package says; its player asks for nothing but this."""
    found = _lesson(enrolment, lesson, LessonKind.SCORM)
    package = get_object_or_404(Package.objects.select_related("lesson__module"), lesson=found)
    try:
        said = json.loads(request.body)
        part, kept = str(said["part"]), said["kept"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"words": _("This could not be read.")}, status=400)
    try:
        made = actions.keep_run(package=package, enrolment=enrolment, part=part, said=kept)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=409)
    words = _("Kept: %(state)s.") % {"state": made.get_state_display()}
    if made.score is not None:
        words = _("Kept: %(state)s, %(score)d %%.") % {"state": made.get_state_display(), "score": made.score}
    return JsonResponse({"words": words, "finished": made.state in FINISHED})


@require_safe
@enrolled
def ics(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """A live session for a calendar."""
    found = _lesson(enrolment, lesson, LessonKind.LIVE)
    session = get_object_or_404(LessonSession.objects.select_related("lesson__course"), lesson=found)
    try:
        learning.open_lesson(enrolment=enrolment, lesson=found, by=enrolment.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(enrolment, found)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.ics"'}
    return HttpResponse(session_file(session), content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@enrolled
def replies(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Say something to all, or answer."""
    found = _talked_of(enrolment, lesson)
    asked = request.POST.get("answers", "")
    answered = get_object_or_404(Reply.objects.select_related("answers"), key=_key(asked)) if asked else None
    team = courses_of(request.user).filter(pk=enrolment.course_id).exists()
    try:
        learning.open_lesson(enrolment=enrolment, lesson=found, by=enrolment.person)
        text = request.POST.get("text", "")
        said = actions.say(lesson=found, person=enrolment.person, text=text, answers=answered, is_by_team=team)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(enrolment, found)
    return _back(enrolment, found, f"#reply-{said.key}")


@require_POST
@enrolled
def removal(request: HttpRequest, enrolment: Enrolment, lesson: str, reply: UUID) -> HttpResponse:
    """Take back one's own words."""
    found = _talked_of(enrolment, lesson)
    said = get_object_or_404(Reply, key=reply, lesson=found, person=enrolment.person)
    actions.take_back(reply=said, person=enrolment.person)
    return _back(enrolment, found)


@require_POST
@enrolled
def letters(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """No more letters about a discussion, or letters again."""
    found = _talked_of(enrolment, lesson)
    actions.mute(lesson=found, person=enrolment.person, muted=request.POST.get("muted") == "1")
    return _back(enrolment, found)


def _lesson(enrolment: Enrolment, slug: str, kind: str) -> Lesson:
    found = lesson_in(enrolment, slug)
    if not queries.shows(found, kind):
        raise Http404
    return found


def _talked_of(enrolment: Enrolment, slug: str) -> Lesson:
    return _lesson(enrolment, slug, LessonKind.DISCUSSION)


def _back(enrolment: Enrolment, lesson: Lesson, place: str = "") -> HttpResponse:
    return redirect(reverse("learning:lesson", args=[enrolment.course.slug, lesson.slug]) + place)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
