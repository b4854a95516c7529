"""What is next for a learner."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marque.kit.clock import now
from tenant_apps.learning import queries as learning
from tenant_apps.learning.keeping import keepable
from tenant_apps.learning.release import zone_of
from tenant_apps.people.queries import our_person, person_for_request
from tenant_apps.place.agenda import agenda as entries_of
from tenant_apps.place.who import who

DAYS, SOON, SHOWN = 60, 7, 3


@never_cache
@login_required
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """To the lesson where the learner stopped; home when there is none."""
    person = person_for_request(request)
    outlines = learning.outlines_for(learning.live_enrolments(person), now()) if person else []
    step = learning.latest(outlines)
    return redirect(step.url if step else "learning:dashboard")


@never_cache
@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What is on a date; asked for by htmx, the next of a week, for the dashboard."""
    person, at = our_person(request), now()
    zone = zone_of(person)
    is_part = request.htmx  # type: ignore[attr-defined]
    entries = entries_of(person, at, zone, days=SOON if is_part else DAYS) if person.pk else []
    if is_part:
        dated = [entry for entry in entries if entry.kind != "opens"][:SHOWN]
        return render(request, "place/_soon.html", {"entries": dated, "zone": zone})
    context = {"entries": entries, "zone": zone, "days": DAYS, "who": who(person) if person.pk else ""}
    return keepable(render(request, "place/agenda.html", context))
