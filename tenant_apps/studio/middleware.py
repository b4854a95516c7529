"""The Studio's door: who is let in, and what the others are told."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.users.models import UserProfile

from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.adapter import sign_in_address
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import CREATORS, has_role
from themes.clocks import business_zone

# Nothing of the business is behind these; they only lead on, or carry icons and words.
_OPEN = ("sprite/", "jsi18n/", "login/", "password_reset/")
# What its owner may still do in an archived business: take everything along, and leave.
_OPEN_WHEN_ARCHIVED = ("capsule/", "logout/")


class StudioMiddleware:
    """Let in whoever holds a creator's role; of a closed business only its owner, of an archived one only to export."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the door stands where the view is known, since only then addresses can be reversed."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Turn away who may not come in; None lets the view answer."""
        if not hasattr(request, "tenant"):
            return None
        home = reverse("wagtailadmin_home")
        inside = request.path.removeprefix(home) if request.path.startswith(home) else None
        return None if inside is None or inside.startswith(_OPEN) else self._turned_away(request, inside)

    def _turned_away(self, request: HttpRequest, inside: str) -> HttpResponse | None:
        if not request.user.is_authenticated:
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return HttpResponse(status=403)
            return redirect(sign_in_address(request.get_full_path()))
        if not has_role(request.user, *CREATORS):
            return render(request, "studio/not_for_you.html", status=403)
        if request.tenant.state == Tenant.State.ARCHIVED and not inside.startswith(_OPEN_WHEN_ARCHIVED):
            return self._archived(request)
        if request.tenant.state == Tenant.State.SUSPENDED and not has_role(request.user, Role.OWNER):
            return render(request, "site/suspended.html", status=503)
        _by_the_business_clock(request.user)
        return None

    def _archived(self, request: HttpRequest) -> HttpResponse:
        if not has_role(request.user, Role.OWNER):
            return render(request, "site/archived.html", status=410)
        return render(request, "studio/archived.html", {"row": Tenant.objects.get(id=request.tenant.id)})


def _by_the_business_clock(user: Any) -> None:
    """Wagtail shows UTC to whoever chose no time zone of their own: show them the business's."""
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    profile.current_time_zone = profile.current_time_zone or business_zone().key
