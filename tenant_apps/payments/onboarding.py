"""To the gateway's own pages and back: an account for the business, opened through the platform."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.payments import actions
from tenant_apps.payments.actions.onboarding import onboarding_at
from tenant_apps.payments.board import Card
from tenant_apps.payments.models import GatewayConnection

owners = role_required(Role.OWNER)


@owners
@require_POST
def account(request: HttpRequest, gateway: str) -> HttpResponse:
    """Open an account, and go to the gateway's questions."""
    try:
        found = actions.begin_connection(gateway=gateway, email=request.user.email, by=request.user.email)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("payments:list")
    return _to_the_gateway(request, found)


@owners
@never_cache
@require_GET
def again(request: HttpRequest, gateway: str) -> HttpResponse:
    """The link was old: here is a new one."""
    return _to_the_gateway(request, get_object_or_404(GatewayConnection, gateway=gateway, sealed_keys=""))


@owners
@never_cache
@require_GET
def back(request: HttpRequest, gateway: str) -> HttpResponse:
    """Back from the gateway, which does not say whether anything was answered: ask it."""
    found = actions.look_again(connection=get_object_or_404(GatewayConnection, gateway=gateway, sealed_keys=""))
    if found.charges_enabled:
        messages.success(request, _("Your account is ready. Now use it for payments."))
    else:
        messages.warning(request, _("Your account is not finished. What is missing stands below."))
    return redirect("payments:list")


def lead_to_gateways(response: HttpResponse, cards: Iterable[Card]) -> HttpResponse:
    """Let this page's forms end on the pages of gateways that open accounts."""
    hosts = [host for card in cards if card.opens_accounts for host in onboarding_at(card.setup.name).hosts]
    if hosts:
        response._csp_update = {"form-action": hosts}  # type: ignore[attr-defined]
    return response


def _to_the_gateway(request: HttpRequest, found: GatewayConnection) -> HttpResponse:
    here = [tenant_url(reverse(f"payments:{name}", args=[found.gateway])) for name in ("account_back", "account_again")]
    try:
        return redirect(actions.connection_link(connection=found, back_url=here[0], again_url=here[1]))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("payments:list")
