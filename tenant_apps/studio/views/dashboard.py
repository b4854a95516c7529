"""The Studio's front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.auth import require_admin_access

from marque.kit import clock
from tenant_apps.studio.dashboard import panels  # noqa: F401  (registers the Studio's own)
from tenant_apps.studio.dashboard.headline import headline
from tenant_apps.studio.dashboard.period import MONTH, SPANS, period
from tenant_apps.studio.dashboard.registry import AREAS, Desk, panels_of
from themes.brand import current_brand
from themes.clocks import business_zone


@require_admin_access
def dashboard(request: HttpRequest) -> HttpResponse:
    """How the business is doing."""
    brand, now = current_brand(), clock.now()
    span = period(request.GET.get("range", MONTH), now, business_zone(), brand.language)
    desk = Desk(request, span, brand, now)
    drawn = {area: panels_of(area, desk) for area in AREAS}
    values = {"headline": headline(desk), "areas": drawn, "period": span, "spans": SPANS}
    return render(request, "studio/dashboard.html", values)
