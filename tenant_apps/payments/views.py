"""Payment settings in the Studio, and a person's saved cards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from shared_apps.integrations.ports.connecting import SETUPS, GatewaySetup, gateway_setup
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.payments import actions
from tenant_apps.payments.board import board, practice_allowed
from tenant_apps.payments.forms import ChoiceForm, KeysForm
from tenant_apps.payments.gateways import known_keys, payment_settings
from tenant_apps.payments.models import GatewayConnection, SavedMethod, WalletDomain
from tenant_apps.payments.onboarding import lead_to_gateways
from tenant_apps.people.queries import person_for_request

owners = role_required(Role.OWNER)


@owners
@never_cache
@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """Every gateway and its state."""
    cards = board()
    values = {"cards": cards, "chosen": payment_settings(), "practice": practice_allowed()}
    return lead_to_gateways(render(request, "payments/studio/list.html", values), cards)


@owners
@require_POST
def choice(request: HttpRequest) -> HttpResponse:
    """Take payments through this one."""
    form = ChoiceForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.NoSuchGateway
        actions.choose_gateway(**form.cleaned_data, by=request.user.email)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved. The next payment goes this way."))
    return redirect("payments:list")


@owners
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def connection(request: HttpRequest, gateway: str) -> HttpResponse:
    """Type keys, have them tried, keep them."""
    setup = _setup(gateway)
    form = KeysForm(request.POST or None, setup=setup, known=known_keys(gateway))
    if request.method == "POST" and form.is_valid():
        try:
            actions.connect_gateway(gateway=gateway, keys=form.cleaned_data, by=request.user.email)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("%s is connected. Now use it for payments.") % setup.title)
            return redirect("payments:list")
    values = {"setup": setup, "form": form}
    return render(request, "payments/studio/connect.html", values, status=422 if form.errors else 200)


@owners
@require_POST
def offering(request: HttpRequest, gateway: str) -> HttpResponse:
    """Let buyers pick it, too; or no more."""
    also = request.POST.get("also") == "1"
    act = actions.offer_gateway if also else actions.withdraw_gateway
    try:
        act(gateway=gateway, by=request.user.email)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Buyers can pick it now.") if also else _("No new payment goes that way."))
    return redirect("payments:list")


@owners
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """On whose page buyers pay."""
    actions.choose_page(hosted=request.POST.get("hosted") == "1", by=request.user.email)
    messages.success(request, _("Saved. The next payment goes this way."))
    return redirect("payments:list")


@owners
@require_POST
def wallets(request: HttpRequest) -> HttpResponse:
    """Whether the checkout shows the buttons of wallets."""
    chosen = actions.show_wallets(shown="shown" in request.POST, by=request.user.email)
    words = _("Saved. Wallets show above the form.") if chosen.wallets else _("Saved. The checkout shows no wallet.")
    messages.success(request, words)
    return redirect("payments:list")


@owners
@require_POST
def wallet_domain(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the gateway about a domain once more."""
    found = actions.try_again(domain=get_object_or_404(WalletDomain, key=key, gone_at=None), by=request.user.email)
    if found.problem:
        messages.error(request, found.problem)
    else:
        messages.success(request, _("%(domain)s is registered: wallets show there.") % {"domain": found.domain})
    return redirect("payments:list")


@owners
@require_POST
def check(request: HttpRequest, gateway: str) -> HttpResponse:
    """Ask the gateway how the account is."""
    found = get_object_or_404(GatewayConnection, gateway=gateway)
    if not actions.check_gateway(connection=found, by=request.user.email).problem:
        messages.success(request, _("All is well: the account can take payments."))
    return redirect("payments:list")


@owners
@require_POST
def disconnection(request: HttpRequest, gateway: str) -> HttpResponse:
    """Forget the keys."""
    found = get_object_or_404(GatewayConnection, gateway=gateway)
    try:
        actions.disconnect_gateway(connection=found, by=request.user.email)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Disconnected. Its keys are gone from here."))
    return redirect("payments:list")


@login_required
@require_POST
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one's own card away."""
    person = person_for_request(request)
    actions.remove_method(method=get_object_or_404(SavedMethod, key=key, person=person), by=request.user)
    messages.success(request, _("Removed. It is not charged any more."))
    return redirect("people:account")


def _setup(gateway: str) -> GatewaySetup:
    if gateway not in SETUPS or not gateway_setup(gateway).fields:
        raise Http404
    return gateway_setup(gateway)
