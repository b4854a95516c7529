"""Operators look after what businesses owe: who is past due, one business's bill, credit, waivers, another plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marque.console.permissions import operator_required
from marque.kit import clock
from marque.kit.errors import Missing, Refused
from marque.kit.money import Money
from shared_apps.billing import actions, documents, queries
from shared_apps.billing.models import Invoice
from shared_apps.billing.tasks import run as run_task
from shared_apps.plans.models import Interval, Plan
from shared_apps.tenants.models import Tenant

_PER_PAGE = 50


class CreditForm(forms.Form):
    """How much, and why."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=20)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("The audit log keeps it.")
    )


class PlanChoiceForm(forms.Form):
    """Which plan, paid how."""

    plan = forms.ModelChoiceField(
        label=gettext_lazy("Plan"), queryset=Plan.objects.none(), to_field_name="slug", empty_label=None
    )
    interval = forms.ChoiceField(label=gettext_lazy("Paid"), choices=Interval.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(retired_at=None).order_by("position", "slug")
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


@require_safe
@operator_required
def list_bills(request: HttpRequest) -> HttpResponse:
    """Who is past due, and the last invoices."""
    state = request.GET.get("state", "")
    found = Invoice.objects.order_by("-number")
    if state == "open":
        found = found.open()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    late = list(queries.past_due()[:50])
    names = Tenant.objects.in_bulk({row.tenant_id for row in late})
    context = {
        "page": page,
        "late": [(row, names.get(row.tenant_id), _owed(row.tenant_id, row.currency)) for row in late],
        "state": state,
    }
    return render(request, "console/bills.html", context)


def _owed(tenant_id: object, currency: str) -> Money:
    rows = Invoice.objects.open().filter(tenant_id=tenant_id)
    return sum((row.total for row in rows), Money.zero(currency))


@require_safe
@operator_required
def show_bill(request: HttpRequest, slug: str) -> HttpResponse:
    """One business: its plan, use, invoices, and what can be done."""
    tenant = _tenant(slug)
    held = queries.subscription_of(tenant.id)
    context = {
        "tenant": tenant,
        "held": held,
        "state": held.state_at(clock.now()) if held else "",
        "use": queries.use_read(tenant.id, held.plan) if held else [],
        "credit": queries.balance_of(tenant.id, held.currency) if held else None,
        "invoices": Paginator(queries.invoices_of(tenant.id), _PER_PAGE).get_page(request.GET.get("page")),
        "credit_form": CreditForm(),
        "plan_form": PlanChoiceForm(initial={"plan": held.plan.slug, "interval": held.interval} if held else None),
    }
    return render(request, "console/bill.html", context)


@require_POST
@operator_required
def credit(request: HttpRequest, slug: str) -> HttpResponse:
    """Give credit."""
    tenant, form = _tenant(slug), CreditForm(request.POST)
    held = queries.subscription_of(tenant.id)
    try:
        if held is None or not form.is_valid():
            raise Refused(_("Write an amount and a reason."))
        money = Money.parse(form.cleaned_data["amount"], held.currency)
        actions.grant_credit(tenant=tenant, money=money, reason=form.cleaned_data["reason"], by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Its next invoices use it first."))
    return redirect("console_bill", slug=slug)


@require_POST
@operator_required
def change_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Put it on a plan, the first or another."""
    tenant, form = _tenant(slug), PlanChoiceForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a plan."))
        wanted = {"plan": form.cleaned_data["plan"], "interval": form.cleaned_data["interval"], "by": _by(request)}
        if queries.subscription_of(tenant.id) is None:
            actions.start_subscription(tenant=tenant, **wanted)
        else:
            actions.change_plan(tenant=tenant, **wanted)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is on %(plan)s.") % {"plan": form.cleaned_data["plan"]})
    return redirect("console_bill", slug=slug)


@require_POST
@operator_required
def waive(request: HttpRequest, number: int) -> HttpResponse:
    """Ask no more for an invoice."""
    invoice = _invoice(number)
    try:
        reason = request.POST.get("reason", "").strip()
        actions.waive_invoice(tenant_id=invoice.tenant_id, number=number, reason=reason, by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Waived. Its number stays."))
    return redirect("console_bill", slug=invoice.buyer["slug"])


@require_safe
@operator_required
def invoice(request: HttpRequest, number: int) -> HttpResponse:
    """One invoice as a PDF."""
    found = _invoice(number)
    headers = {"Content-Disposition": f'attachment; filename="{documents.file_name(found)}"'}
    return HttpResponse(documents.invoice_pdf(found), content_type="application/pdf", headers=headers)


@require_POST
@operator_required
def run(request: HttpRequest) -> HttpResponse:
    """Do what is due now, by the workers."""
    run_task.delay()
    messages.success(request, _("Under way. What is due is done within the next minutes."))
    return redirect("console_billing")


def _tenant(slug: str) -> Tenant:
    return get_object_or_404(Tenant.objects.businesses(), slug=slug)


def _invoice(number: int) -> Invoice:
    try:
        return queries.invoice_of_number(number)
    except Missing:
        raise Http404 from None


def _by(request: HttpRequest) -> str:
    return str(request.user.email)  # type: ignore[union-attr]
