"""What a visitor sees of paths, and the way onto one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marque.kit.errors import Refused
from marque.kit.pagecache.mark import cached_page
from tenant_apps.catalog.queries import offer_for_product
from tenant_apps.courses.freshness import TAG as COURSES
from tenant_apps.paths import actions, freshness, queries
from tenant_apps.paths.models import Path
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request

# courses and prices stand on these pages too
PAGE_TAGS = (freshness.TAG, COURSES, "offer")


@cached_page(PAGE_TAGS)
@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Every published path."""
    return render(request, "paths/paths.html", {"paths": queries.published_paths()})


@cached_page(PAGE_TAGS)
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """One path: which courses, in which order, for how much."""
    found = Path.objects.published().select_related("product").filter(slug=slug).first()
    if found is None:
        raise Http404
    offer = offer_for_product(found.product)
    context = {
        "path": found,
        "steps": [step for step in queries.steps_of(found) if step.course.is_published],
        "offer": offer,
        "price": offer.current_price if offer else None,
        "place": queries.place_on(person_for_request(request), found),
    }
    return render(request, "paths/path.html", context)


@require_POST
@login_required
def joining(request: HttpRequest, slug: str) -> HttpResponse:
    """Go along a path nobody sells."""
    found = get_object_or_404(Path.objects.published(), slug=slug)
    try:
        actions.join(person=_person(request), path=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("paths:path", slug)
    return redirect("my_paths:path", slug)


@require_POST
@login_required
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """Off a path one joined by oneself."""
    found = get_object_or_404(Path, slug=slug)
    place = queries.place_on(person_for_request(request), found)
    if place is None:
        raise Http404
    try:
        actions.leave(place=place, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("my_paths:path", slug)
    messages.success(request, _("You no longer go along “%(title)s”.") % {"title": found.title})
    return redirect("my_paths:paths")


def _person(request: HttpRequest) -> Person:
    known = person_for_request(request)
    user = request.user
    return known or meet(email=user.email, name=user.name, user=user)  # type: ignore[union-attr,arg-type]
