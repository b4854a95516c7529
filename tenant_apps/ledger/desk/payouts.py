"""Payouts in the Studio: the list, one explained to the cent, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.ids import read_code
from marque.kit.sheets import csv_response
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger import sheets
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.forms import PaidForm, ReasonForm
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout, PayoutBatch, PayoutState
from tenant_apps.ledger.queries.statements import statement_of
from tenant_apps.ledger.sepa import sepa_file
from tenant_apps.ledger.statements import statement_response


class PayoutsPage(MoneyBase):
    """`/studio/money/payouts/`: what is open first, then the latest; a POST gathers approved ones into a file."""

    template_name = "ledger/studio/payouts.html"
    page_title = _("Payouts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open ones, the last hundred decided, the files."""
        found = Payout.objects.select_related("person", "account", "batch")
        return super().get_context_data(
            open=found.open().order_by("pk"),
            decided=found.exclude(pk__in=Payout.objects.open()).order_by("-pk")[:100],
            batches=PayoutBatch.objects.order_by("-pk")[:10],
            decides=_decides(self.request),
            currency=self.currency,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make the file."""
        _refuse_others(request)
        try:
            batch = ledger.make_batch(currency=self.currency, by=request.user.email)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("money_studio:payouts")
        messages.success(request, _now("The file is ready. Mark each payout as paid when your bank has sent it."))
        return redirect(reverse("money_studio:payouts") + f"#batch-{batch.code}")


class BatchFile(MoneyBase):
    """A batch for the bank: account numbers in full, so only for those who decide."""

    def get(self, request: HttpRequest, code: str, form: str, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The file, as a sheet or as a SEPA order."""
        _refuse_others(request)
        batch = get_object_or_404(PayoutBatch, code=read_code(code))
        if form == "csv":
            return csv_response(f"payouts-{batch.code}", sheets.BATCH_HEAD, sheets.batch_rows(batch))
        try:
            content = sepa_file(batch)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("money_studio:payouts")
        name = f'attachment; filename="payouts-{batch.code}.xml"'
        return HttpResponse(content, content_type="application/xml", headers={"Content-Disposition": name})


class PayoutPage(MoneyBase):
    """One payout, explained."""

    template_name = "ledger/studio/payout.html"
    trail = ("money_studio:payouts", _("Payouts"))
    payout: Payout

    def setup(self, request: HttpRequest, code: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it."""
        super().setup(request, **kwargs)
        found = Payout.objects.select_related("person", "account", "batch")
        self.payout = get_object_or_404(found, code=read_code(code))

    def get_page_title(self) -> str:
        """Payout 7K2M…"""
        return _now("Payout %(code)s") % {"code": self.payout.code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The statement, and what may be done."""
        return super().get_context_data(
            payout=self.payout,
            statement=statement_of(self.payout),
            decides=_decides(self.request),
            named=not platform_collects(),  # the platform's people are nobody a creator knows
            states=PayoutState,
            reason_form=kwargs.pop("reason_form", None) or ReasonForm(),
            paid_form=PaidForm(),
            **kwargs,
        )


class StatementFile(PayoutPage):
    """The statement as PDF or CSV."""

    def get(self, request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The file."""
        return statement_response(self.payout, form)


class DecisionPage(PayoutPage):
    """POST approval, payment or return."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, decision: str, **kwargs: Any) -> HttpResponse:
        """Decide; a refusal is a sentence."""
        _refuse_others(request)
        form = ReasonForm(request.POST)
        if decision == "return" and not form.is_valid():
            return self.render_to_response(self.get_context_data(reason_form=form), status=422)
        try:
            _DECISIONS[decision](self.payout, request)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _now("Done. The wallet shows it."))
        return redirect("money_studio:payout", code=self.payout.code)


def _approve(payout: Payout, request: HttpRequest) -> None:
    approved = ledger.approve_payout(payout=payout, by=request.user.email)  # type: ignore[union-attr]
    ledger.send_payout(payout=approved, by=request.user.email)  # type: ignore[union-attr]


def _paid(payout: Payout, request: HttpRequest) -> None:
    by = request.user.email  # type: ignore[union-attr]
    ledger.mark_paid(payout=payout, by=by, reference=request.POST.get("reference", "").strip())


def _return(payout: Payout, request: HttpRequest) -> None:
    by = request.user.email  # type: ignore[union-attr]
    ledger.return_payout(payout=payout, reason=request.POST.get("reason", ""), by=by)


_DECISIONS: dict[str, Callable[[Payout, HttpRequest], None]] = {
    "approval": _approve,
    "payment": _paid,
    "return": _return,
}


def _decides(request: HttpRequest) -> bool:
    """The owner decides, unless the platform has the money."""
    return bool(request.user.has_perm("ledger.approve_payout")) and not platform_collects()


def _refuse_others(request: HttpRequest) -> None:
    if not _decides(request):
        raise PermissionDenied
