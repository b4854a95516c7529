"""The member's pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marque.kit.clock import now
from marque.kit.errors import Refused
from marque.kit.signing import BadSignature
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions, greeting, queries, release, rhythm, slots
from tenant_apps.learning.finishing import finish
from tenant_apps.learning.forms import PlayedForm
from tenant_apps.learning.keeping import keepable
from tenant_apps.learning.lesson_pages import lesson_page, preview_page
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, enrolment_of, lesson_in, not_yours
from tenant_apps.learning.reporting import recorder
from tenant_apps.learning.together import together_in
from tenant_apps.people.queries import person_for_request


@never_cache
@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where a member lands: go on, what they have, what opens this week."""
    person, at = person_for_request(request), now()
    places = queries.live_enrolments(person) if person else []
    outlines, zone = queries.outlines_for(places, at), release.zone_of(person)
    is_hidden = person is not None and queries.choice_of(person).rhythm_hidden_at is not None
    context = {
        "person": person,
        "zone": zone,
        "outlines": outlines,
        "resume": queries.latest(outlines),
        "openings": queries.next_openings(outlines, at),
        "keepsakes": slots.keepsakes_of(person) if person else [],
        "rhythm": None if is_hidden else rhythm.rhythm(outlines, at, zone, queries.rests_of(places, at)),
        "corners": slots.on_dashboard(person) if person else [],
        "greeting": greeting.greeting(person, at.astimezone(zone)),
    }
    return keepable(render(request, "learning/dashboard.html", context))


@never_cache
@require_safe
@enrolled
def course(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """One course: how far, what is next, what opens when."""
    actions.visit(enrolment=enrolment)
    outline = queries.outline_for(enrolment, now())
    keepsakes = [k for k in slots.keepsakes_of(enrolment.person) if k.course_id == enrolment.course_id]
    zone = release.zone_of(enrolment.person)
    context = {"outline": outline, "zone": zone, "keepsakes": keepsakes, "together": together_in(enrolment, now())}
    context |= {"corners": slots.on_course(outline), "awaited": queries.awaited_by(enrolment)}
    return keepable(render(request, "learning/course.html", context))


@never_cache
@require_safe
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """The player. A free preview is open to anyone, the rest to learners."""
    enrolment = enrolment_of(request, course) if request.user.is_authenticated else None
    if enrolment is not None:
        return lesson_page(request, enrolment, lesson_in(enrolment, lesson))
    free = Lesson.objects.published().select_related("course", "asset", "module")
    free = free.filter(course__slug=course, slug=lesson, is_preview=True, course__published_at__isnull=False)
    if found := free.first():
        return preview_page(request, found)
    return not_yours(request, course) if request.user.is_authenticated else redirect_to_login(request.get_full_path())


@require_POST
@enrolled
def completion(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Finish a lesson and go on to the next."""
    found = lesson_in(enrolment, lesson)
    try:
        finish(enrolment=enrolment, lesson=found, by=enrolment.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("learning:lesson", enrolment.course.slug, found.slug)
    step = queries.next_lesson(enrolment, found, now())
    return redirect(step.url) if step else redirect("learning:course", enrolment.course.slug)


@csrf_exempt
@require_POST
def played(request: HttpRequest, token: str) -> HttpResponse:
    """A player says what was played. The signed address says whose it is: the page of a learner alone has it."""
    form = PlayedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    asked = form.cleaned_data
    try:
        recorder(token)(spans=asked["played"], seconds=asked["seconds"])
    except BadSignature:
        return HttpResponse(status=403)
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)
