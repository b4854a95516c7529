"""`?via=CODE` on any page: the click is counted, remembered, and answered by the page's plain address.

So kept pages need not know of affiliates, and nobody bookmarks or shares somebody else's link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from marque.kit import clock
from marque.kit.tenancy.context import current_tenant
from tenant_apps.affiliates import actions, cookie, queries
from tenant_apps.affiliates.links import PARAMETER
from tenant_apps.affiliates.models import Affiliate

# the same browser counts once in this time
_SAME = timedelta(days=1)
_NOT_PUBLIC = ("/studio/", "/api/", "/webhooks/", "/media/", "/static/")


class ViaMiddleware:
    """Stands behind the tenant's and before the page cache; requests without the parameter pay a look at the query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Follow a link, or go on."""
        if f"{PARAMETER}=" not in request.META.get("QUERY_STRING", "") or not _is_visit(request):
            return self.get_response(request)
        response = HttpResponseRedirect(_plain_address(request))
        # a redirect that was kept would bring the next visitor past us
        response["Cache-Control"] = "no-store"
        if _is_looked_at(request):
            _note(request, response)
        return response


def _is_visit(request: HttpRequest) -> bool:
    tenant = current_tenant()
    at_home = tenant is not None and tenant.type == "business" and not request.path.startswith(_NOT_PUBLIC)
    return at_home and request.method in ("GET", "HEAD") and PARAMETER in request.GET


def _is_looked_at(request: HttpRequest) -> bool:
    """A person opens a page; a picture or frame on somebody else's page, which would stuff cookies, does not count."""
    return request.method == "GET" and request.META.get("HTTP_SEC_FETCH_DEST", "document") == "document"


def _note(request: HttpRequest, response: HttpResponse) -> None:
    code = request.GET[PARAMETER]
    affiliate = Affiliate.objects.active().coded(code).first() if len(code) <= 40 and "\0" not in code else None
    if affiliate is None:
        return
    before = cookie.read(request.COOKIES)
    if before and before.affiliate == affiliate.key and clock.now() - before.at < _SAME:
        return
    actions.note_click(affiliate=affiliate, landing=request.path)
    cookie.write(response, affiliate=affiliate.key, days=queries.current_programme().click_days)


def _plain_address(request: HttpRequest) -> str:
    left = request.GET.copy()
    del left[PARAMETER]
    query = left.urlencode()
    # `//elsewhere.example` would lead there
    path = escape_leading_slashes(escape_uri_path(request.path))
    return f"{path}?{query}" if query else path
