"""Files of payouts in the console: the list, making one, one of them, fetching it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marque.console.batches import making, settling
from marque.console.batches.files import KINDS
from marque.console.batches.forms import BatchMadeForm
from marque.console.batches.reading import look_at
from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from marque.kit.ids import read_code
from marque.kit.money import Money
from shared_apps.settlements.models import BatchForm, PlatformBatch, WaitingPayout
from shared_apps.tenants.models import Tenant

_PER_PAGE = 50
_LIVE = Q(lines__released_at=None)


@require_safe
@operator_required
def list_batches(request: HttpRequest) -> HttpResponse:
    """What waits by currency, and the files, the newest first."""
    rows = PlatformBatch.objects.defer("sealed_file").order_by("-pk")
    rows = rows.annotate(count=Count("lines", filter=_LIVE), total=Sum("lines__amount", filter=_LIVE))
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    shown = [(row, Money(row.total or 0, row.currency)) for row in page]
    return render(request, "console/batches.html", {"page": page, "rows": shown, "waiting": _waiting()})


def _waiting() -> list[tuple[str, int, Money]]:
    summed = (
        making.free_payouts()
        .values_list("currency")
        .annotate(count=Count("pk"), total=Sum("amount"))
        .order_by("currency")
    )
    return [(currency, count, Money(total, currency)) for currency, count, total in summed]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def new_batch(request: HttpRequest, currency: str) -> HttpResponse:
    """Choose payouts, look at what the file will hold, make it."""
    waiting = making.waiting_payouts(currency)
    form = BatchMadeForm(request.POST or None, currency=currency, waiting=[row.payout_key for row in waiting])
    known = PlatformBatch.objects.filter(key=request.POST.get("key", "") if _is_key(form) else None).first()
    if known is not None:  # the same form again: the one it made
        return _made(request, form, currency, known)
    if not form.is_valid():
        return _choosing(request, currency, form, waiting)
    if "confirmed" in request.POST:
        return _made(request, form, currency, None)
    return _preview(request, currency, form, waiting)


def _is_key(form: BatchMadeForm) -> bool:
    return form.is_bound and "key" not in form.errors


def _made(request: HttpRequest, form: BatchMadeForm, currency: str, known: PlatformBatch | None) -> HttpResponse:
    by = request.user.email  # type: ignore[union-attr]
    try:
        if known is not None:
            batch = making.finish(batch=known, by=by)
        else:
            asked = form.cleaned_data
            batch = making.make_batch(
                key=asked["key"], currency=currency, form=asked["form"], keys=asked["payouts"], by=by
            )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("console_new_batch", currency=currency)
    messages.success(request, _("The file is made. Give it to the bank, then mark it as sent."))
    return redirect("console_batch", code=batch.code)


def _choosing(
    request: HttpRequest, currency: str, form: BatchMadeForm, waiting: list[WaitingPayout], wrong: str = ""
) -> HttpResponse:
    chosen = set(request.POST.getlist("payouts")) if form.is_bound else {str(row.payout_key) for row in waiting}
    names = Tenant.objects.in_bulk({row.tenant_id for row in waiting})
    context = {
        "currency": currency,
        "form": form,
        "rows": [(row, names.get(row.tenant_id), str(row.payout_key) in chosen) for row in waiting],
        "most": making.MOST,
        "wrong": wrong,
    }
    return render(request, "console/new_batch.html", context, status=422 if form.errors or wrong else 200)


def _preview(request: HttpRequest, currency: str, form: BatchMadeForm, waiting: list[WaitingPayout]) -> HttpResponse:
    asked = form.cleaned_data
    try:
        chosen = making.choose(currency=currency, form=asked["form"], keys=asked["payouts"])
    except Refused as refused:
        return _choosing(request, currency, form, waiting, wrong=str(refused))
    found = look_at(chosen, form=asked["form"])
    good = [row for row in chosen if not found[row.payout_key].problem]
    context = {
        "currency": currency,
        "asked": asked,
        "kind": BatchForm(asked["form"]).label,
        "good": [(row, found[row.payout_key]) for row in good],
        "bad": [(row, found[row.payout_key]) for row in chosen if found[row.payout_key].problem],
        "total": Money(sum(row.amount for row in good), currency),
    }
    return render(request, "console/batch_preview.html", context)


@require_safe
@operator_required
def show_batch(request: HttpRequest, code: str) -> HttpResponse:
    """One file: where it stands, its payouts, what was left out and why."""
    batch = get_object_or_404(PlatformBatch.objects.defer("sealed_file"), code=read_code(code))
    return render(request, "console/batch.html", batch_context(request, batch))


def batch_context(request: HttpRequest, batch: PlatformBatch) -> dict[str, Any]:
    """What the page of a file shows."""
    lines = batch.lines.filter(problem="").select_related("batch").order_by("pk")
    page = Paginator(lines, _PER_PAGE).get_page(request.GET.get("page"))
    left_out = list(batch.lines.exclude(problem="").select_related("batch").order_by("pk"))
    names = Tenant.objects.in_bulk({line.tenant_id for line in [*page, *left_out]})
    figures = lines.aggregate(count=Count("pk"), total=Sum("amount"))
    return {
        "batch": batch,
        "page": page,
        "rows": [(line, names.get(line.tenant_id)) for line in page],
        "left_out": [(line, names.get(line.tenant_id)) for line in left_out],
        "count": figures["count"],
        "total": Money(figures["total"] or 0, batch.currency),
        "stuck": batch.lines.live().unwritten().count(),
        "decided": lines.exclude(outcome="").count(),
        "kind": KINDS[BatchForm(batch.form)][0],
    }


@never_cache
@require_safe
@operator_required
def fetch_file(request: HttpRequest, code: str) -> HttpResponse:
    """The file for the bank, with account numbers in full; written into the audit log."""
    batch = get_object_or_404(PlatformBatch, code=read_code(code))
    try:
        content = settling.fetch(batch=batch, by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("console_batch", code=batch.code)
    ending, kind = KINDS[BatchForm(batch.form)]
    name = f'attachment; filename="payouts-{batch.code}.{ending}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})
