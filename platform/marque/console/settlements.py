"""Money that operators look after: payouts of businesses the platform collects for, and books that are wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from marque.kit.tenancy.context import enter
from shared_apps.operations.audit import record
from shared_apps.settlements import actions as settlements
from shared_apps.settlements.models import LedgerAlert, WaitingPayout
from shared_apps.settlements.queries import live_batches
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.banks import bank_of
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout
from tenant_apps.ledger.queries.statements import statement_of

_PER_PAGE = 50


@require_safe
@operator_required
def list_payouts(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first; what is wrong above it."""
    page = Paginator(WaitingPayout.objects.filter(decided_at=None).order_by("requested_at", "pk"), _PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    alerts = list(LedgerAlert.objects.filter(cleared_at=None).order_by("-found_at")[:50])
    names = _businesses({row.tenant_id for row in [*shown, *alerts]})
    held = live_batches([row.payout_key for row in shown])
    context = {
        "page": shown,
        "rows": [(row, names.get(row.tenant_id), held.get(row.payout_key, "")) for row in shown],
        "alerts": [(row, names.get(row.tenant_id)) for row in alerts],
        "decided": WaitingPayout.objects.exclude(decided_at=None).order_by("-decided_at")[:20],
    }
    return render(request, "console/payouts.html", context)


def _businesses(ids: set[UUID]) -> dict[UUID, Tenant]:
    return {row.id: row for row in Tenant.objects.filter(id__in=ids)}


@require_safe
@operator_required
def show_payout(request: HttpRequest, key: UUID) -> HttpResponse:
    """One payout explained to the cent, with what can be decided."""
    waiting = get_object_or_404(WaitingPayout, payout_key=key)
    tenant = get_object_or_404(Tenant, id=waiting.tenant_id)
    with enter(tenant.as_current()):
        payout = _payout(key)
        bank = bank_of(payout.account)
        context = {"payout": payout, "account": payout.account, "bank": bank, "statement": statement_of(payout)}
        context["tenant"] = tenant
    context["batch"] = live_batches([key]).get(key, "")
    return render(request, "console/payout.html", context)


@require_POST
@operator_required
def decide(request: HttpRequest, key: UUID, decision: str) -> HttpResponse:
    """Approve, mark as paid, or return; written into the audit log."""
    waiting = get_object_or_404(WaitingPayout, payout_key=key)
    tenant = get_object_or_404(Tenant, id=waiting.tenant_id)
    reason = request.POST.get("reason", "").strip()[:300]
    if decision == "return" and not reason:
        messages.error(request, _("Write a reason. It is kept with the books."))
        return redirect("console_payout", key=key)
    by = request.user.email  # type: ignore[union-attr]
    try:
        with enter(tenant.as_current()):
            _act(_payout(key), decision, by=by, reason=reason, reference=request.POST.get("reference", "").strip())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("console_payout", key=key)
    record(by=by, action=f"payout.{decision}", target=waiting.code, tenant_id=tenant.id, reason=reason)
    messages.success(request, _("Done. The wallet shows it."))
    return redirect("console_payouts")


@require_POST
@operator_required
def clear(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Somebody has looked at it; an alert about books comes back the next night if they are still wrong."""
    alert = get_object_or_404(LedgerAlert, pk=alert_id)
    settlements.clear_alert(alert=alert, by=request.user.email)  # type: ignore[union-attr]
    return redirect("console_payouts")


def _payout(key: UUID) -> Payout:
    payout = Payout.objects.filter(key=key).select_related("person", "account").first()
    if payout is None or not platform_collects():
        raise Http404
    return payout


def _act(payout: Payout, decision: str, *, by: str, reason: str, reference: str) -> None:
    if decision == "approval":
        ledger.send_payout(payout=ledger.approve_payout(payout=payout, by=by, operator=True), by=by)
    elif decision == "payment":
        ledger.mark_paid(payout=payout, by=by, reference=reference)
    else:
        ledger.return_payout(payout=payout, reason=reason, by=by)
