"""What the machines around us ask, the same on every host, and never for visitors."""

import ipaddress

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from shared_apps.tenants.certificates import Ruling, rule_on

_STATUS = {Ruling.YES: 200, Ruling.NO: 403, Ruling.LATER: 429}
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA")


@require_GET
def may_certify(request: HttpRequest) -> HttpResponse:
    """Caddy's `ask`: 200 lets it obtain a certificate for ?domain=."""
    if not _from_inside(request):
        return HttpResponse("no", status=403, content_type="text/plain")
    ruling = rule_on(request.GET.get("domain", ""))
    return HttpResponse(ruling.value, status=_STATUS[ruling], content_type="text/plain")


def _from_inside(request: HttpRequest) -> bool:
    """From a neighbour, and not passed on: what a proxy forwards for a visitor says so."""
    if any(request.META.get(name) for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_private
    except ValueError:
        return False


urlpatterns = [path("internal/tls/ask", may_certify)]
