"""Somebody's wallet in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now

from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.desk.money import MoneyBase, _key
from tenant_apps.ledger.forms import ReasonForm
from tenant_apps.ledger.models import Commission, PayoutHold
from tenant_apps.ledger.queries import money, wallets_of
from tenant_apps.ledger.queries.adjustments import adjustment_rows, adjustments
from tenant_apps.people.models import Person


class WalletPage(MoneyBase):
    """What one person is owed, why, and what was paid; a POST places or lifts a hold."""

    template_name = "ledger/studio/wallet.html"
    person: Person

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the person."""
        super().setup(request, **kwargs)
        self.person = get_object_or_404(Person, key=key)

    def get_page_title(self) -> str:
        """Ann's wallet."""
        return _now("Wallet of %(name)s") % {"name": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wallets, commissions, payouts, entries."""
        rows, more = money.page_of(money.entries(owner=self.person), before=_key(self.request.GET.get("before", "")))
        commissions = Commission.objects.filter(person=self.person).select_related("transaction__order")
        return super().get_context_data(
            person=self.person,
            wallets=wallets_of(self.person),
            commissions=commissions.order_by("-pk")[:20],
            adjustments=adjustments(adjustment_rows(self.person)[:20]),
            decides=self.request.user.has_perm("ledger.approve_payout"),
            payouts=self.person.payouts.order_by("-pk")[:20],
            hold=PayoutHold.objects.filter(person=self.person, lifted_at=None).first(),
            reason_form=kwargs.pop("reason_form", None) or ReasonForm(),
            entries=rows,
            more=more,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Place a hold with a reason, or lift it."""
        if not request.user.has_perm("ledger.approve_payout"):
            raise PermissionDenied
        if "lift" in request.POST:
            ledger.lift_hold(person=self.person, by=request.user.email)
            messages.success(request, _now("Payouts go on."))
            return redirect("money_studio:wallet", key=self.person.key)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reason_form=form), status=422)
        ledger.place_hold(person=self.person, reason=form.cleaned_data["reason"], by=request.user.email)
        messages.success(request, _now("Payouts are on hold."))
        return redirect("money_studio:wallet", key=self.person.key)
