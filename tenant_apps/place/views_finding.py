"""Search over what a learner owns, and their calendar."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit.clock import now
from marque.kit.signing import BadSignature
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.release import zone_of
from tenant_apps.people.queries import our_person
from tenant_apps.place import actions
from tenant_apps.place.calendar import feed, person_behind, token_of
from tenant_apps.place.search import ASKED, find
from themes.brand import current_brand
from themes.context import current_site


@never_cache
@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Courses, lessons, what is said in films, notes; asked for by htmx, only what was found."""
    person, words = our_person(request), request.GET.get("q", "").replace("\0", "").strip()[:ASKED]
    found = find(person, words, now()) if person.pk and words else None
    context = {"words": words, "found": found, "zone": zone_of(person)}
    template = "place/_found.html" if request.htmx else "place/search.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Where a calendar program finds what opens when."""
    person = our_person(request)
    if not person.pk:
        raise Http404
    path = path_to("place:ics", token_of(actions.make_address(person=person)))
    url = request.build_absolute_uri(path)
    return render(request, "place/calendar.html", {"url": url, "subscribe": f"webcal://{url.partition('://')[2]}"})


@login_required
@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make another address."""
    person = our_person(request)
    if not person.pk:
        raise Http404
    actions.make_new_address(person=person, by=person)
    return redirect("place:calendar")


@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. The address is its own permission; a program that has it already is told so."""
    try:
        person = person_behind(token)
    except BadSignature:
        person = None
    if person is None:
        raise Http404
    name = _("Learning at %(site)s") % {"site": current_site(current_brand()).name}
    body = feed(person, site=request.build_absolute_uri("/").rstrip("/"), name=name, now=now())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=300"}
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
