"""A member's own paths."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenant_apps.learning.release import zone_of
from tenant_apps.paths import queries
from tenant_apps.paths.models import Path
from tenant_apps.paths.standing import lessons_done, standings
from tenant_apps.people.queries import person_for_request


@never_cache
@login_required
@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Each path, how far, and what is next."""
    person = person_for_request(request)
    found = standings(queries.places_of(person)) if person else []
    return render(request, "paths/my_paths.html", {"standings": found})


@never_cache
@login_required
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """One path, course by course; whoever is not on it is shown where it begins."""
    found = Path.objects.filter(slug=slug).first()
    person = person_for_request(request)
    place = queries.place_on(person, found) if found else None
    if found is None or (place is None and not found.is_published):
        raise Http404
    if place is None:
        return redirect("paths:path", slug)
    (standing,) = standings([place])
    counts = lessons_done(standing)
    rows = [(each, *counts[each.step.course_id]) for each in standing.steps]
    context = {"standing": standing, "rows": rows, "path": found, "zone": zone_of(person)}
    return render(request, "paths/my_path.html", context)
