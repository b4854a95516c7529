"""Coming to a place by the link in its letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit.signing import Expired
from tenant_apps.accounts.adapter import sign_in_address
from tenant_apps.learning.inviting import is_new, place_of_link
from tenant_apps.orders.arriving import arrived
from tenant_apps.orders.rates import allowed_here
from tenant_apps.people.queries import person_for_request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place_opening(request: HttpRequest, token: str) -> HttpResponse:
    """On to the course: signed in, by signing in, or new, with an account that one press makes."""
    try:
        place = place_of_link(token)
    except Expired:
        return redirect("learning:dashboard")
    if place is None:
        raise Http404
    course = reverse("learning:course", args=[place.course.slug])
    context = {"place": place, "course": place.course, "sign_in": sign_in_address(course)}
    if request.user.is_authenticated:
        if person_for_request(request) == place.person:
            return redirect(course)
        return render(request, "learning/place.html", context)
    if not is_new(place.person):
        return redirect(context["sign_in"])
    if request.method == "POST":
        if not allowed_here(request, "gift"):
            return render(request, "learning/place.html", context, status=429)
        # mail programs open links too: only a press makes an account
        arrived(request, email=place.person.email, name=place.person.name)
        return redirect(course)
    return render(request, "learning/place.html", context)
