"""Whose pages a device may show without a line: a cookie beside the session's, and a word on each page to be kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from tenant_apps.learning.keeping import HEADER
from tenant_apps.people.queries import person_for_request
from tenant_apps.place.who import COOKIE, who


class PlaceMiddleware:
    """Names the person on pages that may be kept; sets and clears the cookie when the session's is.

    Stands outside SessionMiddleware. Whoever signs out leaves nothing on the device: neither kept pages nor words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        response = self.get_response(request)
        keeps = response.has_header(HEADER)
        morsel = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if keeps or (morsel is not None and (morsel.value or COOKIE in request.COOKIES)):
            _say(request, response, keeps)
        return response


def _say(request: HttpRequest, response: HttpResponse, keeps: bool) -> None:
    known = request.COOKIES.get(COOKIE, "")
    person = person_for_request(request) if SESSION_KEY in request.session else None
    word = who(person) if person is not None else ""
    if keeps:
        response[HEADER] = word
    if word and word != known:
        response.set_cookie(
            COOKIE, word, max_age=_seconds(request), secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    elif known and not word:
        response.delete_cookie(COOKIE, samesite="Lax")
    if known and known != word and getattr(request, "_signed_out", False):
        response["Clear-Site-Data"] = '"storage"'


def _seconds(request: HttpRequest) -> int | None:
    """As long as the session lasts; with the browser where that ends with it."""
    return None if request.session.get_expire_at_browser_close() else request.session.get_expiry_age()


@receiver(user_logged_out)
def remember_that_somebody_left(request: HttpRequest | None, **kwargs: object) -> None:
    """A session that merely ran out keeps unsent words on the device; one that was left does not."""
    if request is not None:
        request._signed_out = True  # type: ignore[attr-defined]
