"""Plan and usage: what a business may have, what it has, what it pays; for its owners, also while it is paused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit import clock
from marque.kit.errors import Missing, Refused
from shared_apps.billing import actions, documents, queries
from shared_apps.billing.provider import our_provider
from shared_apps.billing.sales_fees import fees_since
from shared_apps.plans.models import Interval, Plan
from shared_apps.plans.queries import usual_currency
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.studio.plan import board
from tenant_apps.studio.plan.forms import CouponForm

View = Callable[..., HttpResponse]
_PER_PAGE = 12


def owners_of_a_business(view: View) -> View:
    """Let owners in; the platform owes itself nothing, so there is no such page in the console."""
    guarded = role_required(Role.OWNER)(view)

    @wraps(view)
    def in_a_business(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.tenant.type != Tenant.Type.BUSINESS:  # type: ignore[attr-defined]
            raise Http404
        return guarded(request, *args, **kwargs)

    return never_cache(in_a_business)


def tenant_of(request: HttpRequest) -> Tenant:
    """The row of the business that is asked."""
    return Tenant.objects.get(id=request.tenant.id)  # type: ignore[attr-defined]


@owners_of_a_business
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    now, held = clock.now(), queries.subscription_of(request.tenant.id)  # type: ignore[attr-defined]
    public = list(Plan.objects.public().prefetch_related("prices"))
    currency = held.currency if held else usual_currency()
    rhythms = board.rhythms(public, currency)
    asked = request.GET.get("interval") or (held.interval if held else "")
    interval = asked if asked in dict(rhythms) else (rhythms[0][0] if rhythms else Interval.MONTH)
    context = {
        "held": held,
        "now": now,
        "use": queries.use_here(held.plan if held else None, now),
        "cards": board.cards(held, interval=interval, currency=currency),
        "rhythms": rhythms,
        "interval": interval,
        "invoices": Paginator(queries.invoices_of(request.tenant.id), _PER_PAGE).get_page(request.GET.get("page")),  # type: ignore[attr-defined]
        "coupon_form": CouponForm(),
        "has_agency": hasattr(tenant_of(request), "holding"),
    }
    if held is not None:
        context |= board.standing(held, now) | {"sales": fees_since(now.date().replace(day=1))}
    return render(request, "studio/plan/plan.html", context)


@owners_of_a_business
@sensitive_post_parameters("number", "expiry", "cvc")
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """A card to charge; what is open is charged with it at once."""
    tenant = tenant_of(request)
    form = our_provider().card_form(request.POST or None, tenant_id=tenant.id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_card(tenant=tenant, method=form.cleaned_data["method"], by=request.user.email)  # type: ignore[union-attr]
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The card is on file."))
            return _pay(request, tenant)
    context = {"card": form, "held": queries.subscription_of(tenant.id)}
    response = render(request, "studio/plan/card.html", context, status=422 if form.errors else 200)
    if getattr(form, "csp", None):
        response._csp_update = form.csp  # type: ignore[attr-defined]
    return response


@owners_of_a_business
@require_POST
def payment(request: HttpRequest) -> HttpResponse:
    """Pay what is open with the card on file."""
    return _pay(request, tenant_of(request))


def _pay(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    try:
        paid = actions.pay_open(tenant_id=tenant.id, by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if paid:
            messages.success(request, _("Paid. Thank you."))
    return redirect("studio:plan")


@owners_of_a_business
@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """A code of the agency."""
    form = CouponForm(request.POST)
    try:
        code = form.cleaned_data["code"] if form.is_valid() else ""
        actions.redeem_coupon(tenant=tenant_of(request), code=code, by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The code holds from your next period on."))
    return redirect("studio:plan")


@owners_of_a_business
@require_GET
def invoice(request: HttpRequest, number: int) -> HttpResponse:
    """One invoice as a PDF."""
    try:
        found = queries.invoice_of_number(number, tenant_id=request.tenant.id)  # type: ignore[attr-defined]
    except Missing:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{documents.file_name(found)}"'}
    return HttpResponse(documents.invoice_pdf(found), content_type="application/pdf", headers=headers)
