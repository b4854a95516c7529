"""The books against the gateways' own reports: what differs and what to do, and each payout to the bank explained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.forms import AdjustmentForm
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.ledger.queries.gateway_payouts import GatewayPayout, explained, gateway_payouts, latest_checks

_SHOWN = 50


class ChecksPage(MoneyBase):
    """`/studio/money/checks/`: the newest looks; a POST posts what somebody has looked up."""

    template_name = "ledger/studio/checks.html"
    page_title = _("Checks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was found, and what went to the bank."""
        checks = latest_checks()
        gateways = sorted({check.gateway for check in checks if check.gateway})
        return super().get_context_data(
            checks=checks,
            payouts=[explained(written) for written in gateway_payouts()[:_SHOWN]],
            decides=self.request.user.has_perm("ledger.approve_payout"),
            form=kwargs.pop("form", None) or AdjustmentForm(gateways=gateways, currency=self.currency),
            wrong=kwargs.pop("wrong", False),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Post an adjustment."""
        if not request.user.has_perm("ledger.approve_payout"):
            raise PermissionDenied
        gateways = sorted({check.gateway for check in latest_checks() if check.gateway})
        form = AdjustmentForm(request.POST, gateways=gateways, currency=self.currency)
        if form.is_valid():
            entered = form.cleaned_data
            try:
                ledger.explain_movement(**entered, by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Posted. The next check finds it explained."))
                return redirect("money_studio:checks")
        return self.render_to_response(self.get_context_data(form=form, wrong=True), status=422)


class GatewayPayoutPage(MoneyBase):
    """One payout of a gateway to the bank: every entry behind it."""

    template_name = "ledger/studio/gateway_payout.html"
    trail = ("money_studio:checks", _("Checks"))
    found: GatewayPayout

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it."""
        super().setup(request, **kwargs)
        written = get_object_or_404(LedgerTransaction, key=key)
        if not gateway_payouts().filter(pk=written.pk).exists():
            raise Http404
        self.found = explained(written)

    def get_page_title(self) -> str:
        """Paid to the bank, 12 May 2026."""
        return _now("Paid to the bank, %(day)s") % {"day": f"{self.found.written.occurred_at:%d %b %Y}"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything there is to say."""
        return super().get_context_data(payout=self.found, **kwargs)
