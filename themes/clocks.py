"""Hours on a creator's pages and in their Studio are those of the business, as typed and as shown."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from marque.kit.zones import zone_named
from themes.brand import current_brand

# programs speak UTC, and bytes have no hours
_IN_UTC = ("/api/", "/media/", "/webhooks/")


class BusinessClockMiddleware:
    """Activates the business's time zone while a page of it is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the zone back, whatever happened."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Only where a view answers: what is kept or redirected needs no hours."""
        if hasattr(request, "tenant") and not request.path.startswith(_IN_UTC):
            timezone.activate(business_zone())


def business_zone() -> ZoneInfo:
    """The business's time zone; UTC where it names none that is known."""
    return zone_named(current_brand().time_zone)
