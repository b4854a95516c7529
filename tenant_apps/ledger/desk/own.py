"""The creator's own wallet where the platform collects: where payouts go, and asking for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.forms import AccountForm, RequestForm
from tenant_apps.ledger.merchant import platform_collects, sends_by_stripe
from tenant_apps.ledger.models import Payout, PayoutAccount
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.payments.models import GatewayConnection


class OwnPage(MoneyBase):
    """`/studio/money/own/`, for the owner alone."""

    template_name = "ledger/studio/own.html"
    page_title = _("Your payouts")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Money leaves here."""
        if not request.user.has_perm("ledger.approve_payout"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wallet, account, payouts."""
        wallet = wallet_of(None, self.currency)
        account = PayoutAccount.objects.filter(person=None, currency=self.currency, archived_at=None).first()
        return super().get_context_data(
            wallets=[wallet],
            account=account,
            collects=platform_collects(),
            by_stripe=sends_by_stripe() and GatewayConnection.objects.filter(gateway="stripe", sealed_keys="").exists(),
            payouts=Payout.objects.filter(person=None).select_related("account").order_by("-pk")[:50],
            request_form=kwargs.pop("request_form", None) or RequestForm(available=wallet.available),
            account_form=kwargs.pop("account_form", None) or AccountForm(initial={"currency": self.currency}),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for a payout, or say where they go."""
        if "stripe" in request.POST:
            return self._by_stripe(request)
        forms = {"account_form": AccountForm(request.POST)}
        if "amount" in request.POST:
            available = wallet_of(None, self.currency).available
            forms = {"request_form": RequestForm(request.POST, available=available)}
        form = next(iter(forms.values()))
        if form.is_valid():
            try:
                self._act(form)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Saved."))
                return redirect("money_studio:own")
        return self.render_to_response(self.get_context_data(**forms), status=422)

    def _by_stripe(self, request: HttpRequest) -> HttpResponse:
        try:
            account = ledger.use_own_account(currency=self.currency, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            done, waits = _now("Saved."), _now("Saved. Stripe pays out there once your account is finished.")
            messages.success(request, done if account.ready_at else waits)
        return redirect("money_studio:own")

    def _act(self, form: Any) -> None:
        entered, by = form.cleaned_data, self.request.user.email  # type: ignore[union-attr]
        if "amount" in entered:
            key, money = entered["request_key"], entered["amount"]
            ledger.request_payout(person=None, money=money, request_key=key, by=by)
        else:
            ledger.save_payout_account(person=None, by=self.request.user, **entered)
