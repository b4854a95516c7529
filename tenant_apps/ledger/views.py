"""A person's own earnings: wallet, payouts, where the money goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit.errors import Refused
from marque.kit.ids import read_code
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger import queries
from tenant_apps.ledger.forms import AccountForm, RequestForm
from tenant_apps.ledger.merchant import sends_by_stripe
from tenant_apps.ledger.models import Payout, PayoutAccount, PayoutHold
from tenant_apps.ledger.queries.adjustments import adjustment_rows, adjustments
from tenant_apps.ledger.statements import statement_response
from tenant_apps.ledger.stripe_account import lead_to_gateway
from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person
from themes.brand import current_brand


@never_cache
@login_required
@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """Everything on one page; the figures come again by themselves."""
    return _page(request, _earner(request))


@login_required
@require_POST
def payouts(request: HttpRequest) -> HttpResponse:
    """Ask for a payout."""
    person = _earner(request)
    wallet = queries.wallet_of(person, _currency(person, request.POST.get("currency", "")))
    form = RequestForm(request.POST, available=wallet.available)
    if not form.is_valid():
        return _page(request, person, request_form=form, currency=wallet.currency)
    asked = form.cleaned_data
    try:
        ledger.request_payout(
            person=person, money=asked["amount"], request_key=asked["request_key"], by=request.user.email
        )
    except Refused as refused:
        refused.show_in(form)
        return _page(request, person, request_form=form, currency=wallet.currency)
    messages.success(request, _("You have asked for %(amount)s.") % {"amount": asked["amount"]})
    return redirect("ledger:earnings")


@login_required
@require_POST
def payout_account(request: HttpRequest) -> HttpResponse:
    """Say where payouts go."""
    person, form = _earner(request), AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, person, account_form=form)
    try:
        ledger.save_payout_account(person=person, by=request.user, **form.cleaned_data)
    except Refused as refused:
        refused.show_in(form)
        return _page(request, person, account_form=form)
    messages.success(request, _("Payouts go there from now on."))
    return redirect("ledger:earnings")


@never_cache
@login_required
@require_safe
def statement(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One's own statement; another's looks like none."""
    own = Payout.objects.filter(person=_earner(request)).select_related("person", "account")
    return statement_response(get_object_or_404(own, code=read_code(code)), form)


def _earner(request: HttpRequest) -> Person:
    person = our_person(request)
    if person.pk is None:
        raise Http404
    return person


def _currency(person: Person, asked: str) -> str:
    known = [wallet.currency for wallet in queries.wallets_of(person)]
    return asked if asked in known else current_brand().currency


def _page(
    request: HttpRequest,
    person: Person,
    *,
    request_form: RequestForm | None = None,
    account_form: AccountForm | None = None,
    currency: str = "",
) -> HttpResponse:
    wallets = queries.wallets_of(person)
    asks: list[tuple[queries.Wallet, Any]] = [
        (
            wallet,
            request_form if request_form and wallet.currency == currency else RequestForm(available=wallet.available),
        )
        for wallet in wallets
    ]
    context = {
        "asks": asks,
        "wallets": wallets,
        "payouts": person.payouts.order_by("-pk")[:50],
        "adjustments": adjustments(adjustment_rows(person)[:20]),
        "accounts": PayoutAccount.objects.filter(person=person, archived_at=None).order_by("currency"),
        "by_stripe": sends_by_stripe(),
        "hold": PayoutHold.objects.filter(person=person, lifted_at=None).first(),
        "account_form": account_form or AccountForm(initial={"currency": current_brand().currency}),
    }
    wrong = bool(request_form or account_form)
    return lead_to_gateway(render(request, "ledger/earnings.html", context, status=422 if wrong else 200))
