"""To the gateway's own pages and back: an account for somebody the business pays."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.merchant import sends_by_stripe
from tenant_apps.ledger.models import PayoutAccount, PayoutMethod
from tenant_apps.ledger.queries import wallets_of
from tenant_apps.payments.actions.onboarding import onboarding_at
from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person
from themes.brand import current_brand


@login_required
@require_POST
def opening(request: HttpRequest) -> HttpResponse:
    """Open an account for one's own payouts, and go to the gateway's questions."""
    person = _earner(request)
    known = [wallet.currency for wallet in wallets_of(person)]
    asked = request.POST.get("currency", "")
    currency = asked if asked in known else current_brand().currency
    try:
        account = ledger.open_payout_account(person=person, currency=currency, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("ledger:earnings")
    return redirect("ledger:earnings") if account.ready_at else _to_the_gateway(request, account)


@login_required
@never_cache
@require_GET
def again(request: HttpRequest) -> HttpResponse:
    """The link was old: here is a new one."""
    return _to_the_gateway(request, _account(request))


@login_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from the gateway, which does not say whether anything was answered: ask it."""
    account = _account(request)
    ledger.look_at_accounts(reference=account.reference)
    account.refresh_from_db()
    if account.ready_at:
        messages.success(request, _("Payouts go there from now on."))
    else:
        messages.warning(request, _("Your account is not finished. What is missing stands below."))
    return redirect("ledger:earnings")


def lead_to_gateway(response: HttpResponse) -> HttpResponse:
    """Let this page's forms end on the gateway's pages, where it opens accounts."""
    if sends_by_stripe():
        hosts = list(onboarding_at(PayoutMethod.STRIPE).hosts)
        response._csp_update = {"form-action": hosts}  # type: ignore[attr-defined]
    return response


def _earner(request: HttpRequest) -> Person:
    person = our_person(request)
    if person.pk is None or not sends_by_stripe():
        raise Http404
    return person


def _account(request: HttpRequest) -> PayoutAccount:
    own = PayoutAccount.objects.filter(person=_earner(request), method=PayoutMethod.STRIPE, archived_at=None)
    found = own.order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _to_the_gateway(request: HttpRequest, account: PayoutAccount) -> HttpResponse:
    here = [tenant_url(reverse(f"ledger:{name}")) for name in ("stripe_back", "stripe_again")]
    try:
        return redirect(ledger.payout_account_link(account=account, back_url=here[0], again_url=here[1]))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("ledger:earnings")
