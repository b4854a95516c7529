"""Reviewing other learners' works: the example first, then what was given out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.assessments import actions
from tenant_apps.assessments.feedback import choosing, criteria_of, levels_in, rubric_of, shown_works
from tenant_apps.assessments.models import Calibration, Example, PeerReview, Submission
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, lesson_in
from tenant_apps.learning.release import zone_of
from tenant_apps.media.signing import media_url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@enrolled
def review(request: HttpRequest, enrolment: Enrolment, lesson: str, review: UUID) -> HttpResponse:
    """A work that was given to this learner, without its maker's name."""
    found = lesson_in(enrolment, lesson)
    rows = PeerReview.objects.select_related("submission__assignment")
    mine = get_object_or_404(rows, key=review, reviewer=enrolment, submission__assignment__lesson=found)
    error = ""
    if request.method == "POST":
        try:
            words = request.POST.get("words", "")
            actions.review_peer(review=mine, levels=levels_in(request.POST), words=words, by=enrolment.person)
        except actions.CalibrateFirst:
            return redirect("assessments:example", enrolment.course.slug, found.slug)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, _("Sent. Thank you."))
            return redirect("learning:lesson", enrolment.course.slug, found.slug)
    elif mine.withdrawn_at is not None:
        raise Http404
    context = {
        "lesson": found,
        "course": enrolment.course,
        "review": mine,
        "submission": mine.submission,
        "shown": shown_works(mine.submission, request.user, pinned=False, unnamed=True),  # type: ignore[arg-type]
        "criteria": choosing(criteria_of(mine.submission.assignment), levels_in(request.POST)),
        "peers": [(mine.words, rubric_of(mine.marks))],
        "words": request.POST.get("words", ""),
        "zone": zone_of(enrolment.person),
        "error": error,
    }
    return render(request, "assessments/review.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@enrolled
def example(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """The creator's example: mark it, then see how it was meant. For who has handed in."""
    found = lesson_in(enrolment, lesson)
    shown = get_object_or_404(Example.objects.select_related("assignment", "asset"), assignment__lesson=found)
    handed_in = Submission.objects.filter(enrolment=enrolment, assignment=shown.assignment, submitted_at__isnull=False)
    if not handed_in.exists():
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            actions.calibrate(example=shown, enrolment=enrolment, levels=levels_in(request.POST), by=enrolment.person)
        except Refused as refused:
            error = str(refused)
        else:
            return redirect("assessments:example", enrolment.course.slug, found.slug)
    done = Calibration.objects.filter(assignment=shown.assignment, enrolment=enrolment).first()
    context = {
        "lesson": found,
        "course": enrolment.course,
        "example": shown,
        "image": media_url(shown.asset, person=enrolment.person) if shown.asset else "",
        "criteria": choosing(criteria_of(shown.assignment), levels_in(request.POST)),
        "calibration": done,
        "compared": _compared(done, shown) if done else [],
        "error": error,
    }
    return render(request, "assessments/example.html", context, status=422 if error else 200)


def _compared(mine: Calibration, shown: Example) -> list[tuple[str, str, str]]:
    meant = {mark["criterion"]: mark["title"] for mark in shown.marks.values()}
    given = sorted(mine.marks.values(), key=lambda mark: mark["position"])
    return [(mark["criterion"], mark["title"], meant.get(mark["criterion"], "")) for mark in given]
