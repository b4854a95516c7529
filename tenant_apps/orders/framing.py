"""A checkout inside another site's page: without cookies, and in no other frame than that site's.

A frame of another site has no cookies of ours: browsers hold back those that are `SameSite=Lax`, and more and more
hold back all of them. So nothing here reads one. What a session would remember travels signed in the address
(`visit`), and since no cookie is read there is nothing a forged form could borrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from marque.kit import signing
from tenant_apps.orders.actions.embedding import BadSite, origin_of
from tenant_apps.orders.models import EmbeddingSite

VISIT = "orders.framed_visit"
LASTS = timedelta(hours=3)
_KEPT = ("orders", "currency", "coupon")
# what the checkout's own redirects are inside the frame
_INSIDE = {
    "orders:checkout": "orders:embedded_checkout",
    "orders:challenge": "orders:embedded_challenge",
    "orders:receipt": "orders:embedded_receipt",
    "orders:extra": "orders:embedded_receipt",
}
View = Callable[..., HttpResponse]


def allowed_origin(said: str) -> str | None:
    """The site that asks, if the creator allows it."""
    try:
        origin = origin_of(said[:300])
    except BadSite:
        return None
    return origin if EmbeddingSite.objects.filter(origin=origin).exists() else None


def framed(view: View) -> View:
    """Serve a view of the checkout inside an allowed site's frame. Any other site's looks like nothing."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        origin = allowed_origin(request.GET.get("site", ""))
        if origin is None:
            raise Http404
        with _without_cookies(request) as visit:
            request.embedding_site = origin  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
        _turn_inside(response, origin, visit)
        _set_no_cookie(request, response)
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
        widened = getattr(response, "_csp_update", {})
        response._csp_update = {**widened, "frame-ancestors": [origin]}  # type: ignore[attr-defined]
        return response

    return inside


@contextmanager
def _without_cookies(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Nobody, with what the address says they did here before."""
    kept, request.COOKIES = request.session, {}
    visit = _visit_of(request.GET.get("visit", ""))
    request.session, request.user = visit, AnonymousUser()  # type: ignore[assignment]
    request._person = None  # type: ignore[attr-defined]
    try:
        yield visit
    finally:
        request.session = kept


def _set_no_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """A page that asks for a form's token would be given the cookie that goes with it."""
    response.cookies.clear()
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False


def _visit_of(token: str) -> dict[str, Any]:
    try:
        return dict(signing.unsign(VISIT, token)) if token else {}
    except (signing.BadSignature, TypeError, ValueError):
        return {}


def _turn_inside(response: HttpResponse, origin: str, visit: dict[str, Any]) -> None:
    """Let a redirect lead to the same page inside the frame; one that leads elsewhere stays as it is."""
    place = response.headers.get("Location")
    if place is None:
        return
    parts = urlsplit(place)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return
    inside = _INSIDE.get(found.view_name)
    if inside is None:
        return
    token = signing.sign(VISIT, {name: visit[name] for name in _KEPT if name in visit}, expires_in=LASTS)
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    query = urlencode({**said, "site": origin, "visit": token})
    response.headers["Location"] = f"{reverse(inside, kwargs=found.kwargs)}?{query}"
