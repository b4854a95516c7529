"""Handing work in, and reading what was said of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.assessments import actions, files, standing
from tenant_apps.assessments.models import Assignment, Submission
from tenant_apps.assessments.views.arriving import take_files
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, lesson_in
from tenant_apps.learning.release import zone_of
from tenant_apps.media.serving import serve

# a script wants a part of the page, not all of it
FRAGMENT = "X-Fragment"


@require_POST
@enrolled
def draft(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Keep what is written so far."""
    found = lesson_in(enrolment, lesson)
    try:
        _keep_text(request, _begun(found, enrolment))
    except Refused as refused:
        return _refused(request, found, enrolment, refused)
    if FRAGMENT in request.headers:
        return HttpResponse(status=204)
    messages.success(request, _("Kept. Nobody sees it before you hand it in."))
    return _back(found)


@require_POST
@enrolled
def works(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Add files to the draft."""
    found = lesson_in(enrolment, lesson)
    try:
        _keep(request, _begun(found, enrolment), enrolment)
    except Refused as refused:
        return _refused(request, found, enrolment, refused)
    return _list_of_works(request, found, enrolment)


@require_POST
@enrolled
def removal(request: HttpRequest, enrolment: Enrolment, lesson: str, work: UUID) -> HttpResponse:
    """Take a file out of the draft."""
    found = lesson_in(enrolment, lesson)
    drafts = Submission.objects.filter(enrolment=enrolment, assignment__lesson=found, submitted_at=None)
    submission = drafts.filter(works__key=work).first()
    if submission is None:
        raise Http404
    try:
        actions.remove_work(submission=submission, work=work, by=enrolment.person)
    except Refused as refused:
        return _refused(request, found, enrolment, refused)
    return _list_of_works(request, found, enrolment)


@require_POST
@enrolled
def submissions(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Hand in. A second press with the same contents changes nothing; with others it is refused."""
    found = lesson_in(enrolment, lesson)
    assignment = _assignment(found)
    try:
        submission = _meant(request, assignment, enrolment) or _begun(found, enrolment)
        if submission.is_draft:
            _keep(request, submission, enrolment)
        else:
            _require_same(request, submission)
        actions.hand_in_work(submission=submission, by=enrolment.person)
    except Refused as refused:
        return _refused(request, found, enrolment, refused)
    messages.success(request, _("Handed in. You get an email when it has been looked at."))
    return _back(found)


@never_cache
@require_safe
@enrolled
def submission(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int) -> HttpResponse:
    """One of the learner's own tries, with what was said of it."""
    found = lesson_in(enrolment, lesson)
    rows = Submission.objects.filter(enrolment=enrolment, assignment__lesson=found, submitted_at__isnull=False)
    one = rows.select_related("assignment").filter(number=number).first()
    if one is None:
        raise Http404
    context = {"lesson": found, "course": enrolment.course, "zone": zone_of(enrolment.person)}
    context |= {"assignment": one.assignment} | standing.answer_to(one, request.user)
    return render(request, "assessments/submission_page.html", context)


@require_safe
@login_required
def work(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A handed-in file, for whom its address was signed. Whatever is wrong with an address, nothing is there."""
    try:
        found = files.work_behind(token, request.user)  # type: ignore[arg-type]
    except Refused:
        found = None
    if found is None:
        raise Http404
    return serve(request, found)


def _assignment(lesson: Lesson) -> Assignment:
    found = standing.assignment_of(lesson)
    if found is None:
        raise Http404
    return found


def _begun(lesson: Lesson, enrolment: Enrolment) -> Submission:
    return actions.begin_submission(assignment=_assignment(lesson), enrolment=enrolment, by=enrolment.person)


def _meant(request: HttpRequest, assignment: Assignment, enrolment: Enrolment) -> Submission | None:
    """The try the page was about, if it was begun."""
    number = request.POST.get("number", "")
    mine = Submission.objects.filter(assignment=assignment, enrolment=enrolment)
    return mine.filter(number=int(number)).first() if number.isdecimal() and len(number) < 5 else None


def _keep_text(request: HttpRequest, submission: Submission) -> None:
    if "text" in request.POST:
        actions.keep_text(submission=submission, text=request.POST["text"])


def _keep(request: HttpRequest, submission: Submission, enrolment: Enrolment) -> None:
    _keep_text(request, submission)
    take_files(request, lambda file: actions.add_work(submission=submission, file=file, by=enrolment.person))


def _require_same(request: HttpRequest, submission: Submission) -> None:
    if not actions.has_text(submission=submission, text=request.POST.get("text", submission.text)):
        raise actions.HandedInOtherwise
    take_files(request, lambda file: actions.recognise_work(submission=submission, file=file))


def _list_of_works(request: HttpRequest, lesson: Lesson, enrolment: Enrolment) -> HttpResponse:
    if FRAGMENT not in request.headers:
        return _back(lesson)
    stands = standing.standing_at(_assignment(lesson), enrolment, now())
    context = {"works": stands.works, "lesson": lesson, "course": enrolment.course}
    return render(request, "assessments/_works.html", context)


def _refused(request: HttpRequest, lesson: Lesson, enrolment: Enrolment, refused: Refused) -> HttpResponse:
    if FRAGMENT in request.headers:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    words = _words_not_kept(request, lesson, enrolment)
    if words:
        context = {"lesson": lesson, "course": enrolment.course, "refused": str(refused), "words": words}
        return render(request, "assessments/not_taken.html", context, status=422)
    messages.error(request, str(refused))
    return _back(lesson)


def _words_not_kept(request: HttpRequest, lesson: Lesson, enrolment: Enrolment) -> str:
    """What was typed and is in no try of the learner's."""
    text = request.POST.get("text", "").strip()
    rows = Submission.objects.filter(enrolment=enrolment, assignment__lesson=lesson).select_related("assignment")
    return "" if any(actions.has_text(submission=one, text=text) for one in rows) else text


def _back(lesson: Lesson) -> HttpResponse:
    return redirect("learning:lesson", lesson.course.slug, lesson.slug)
