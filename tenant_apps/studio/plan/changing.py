"""Another plan: what it costs is shown, and what was shown is what is charged."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit import clock
from marque.kit.errors import Missing, Refused
from marque.kit.money import Money
from marque.kit.signing import BadSignature, sign, unsign
from shared_apps.billing import actions, queries
from shared_apps.billing.actions import Quote
from shared_apps.billing.models import Subscription
from shared_apps.billing.pricing import terms_of
from shared_apps.plans.models import Plan
from shared_apps.plans.queries import public_plan_of_slug, usual_currency
from tenant_apps.studio.plan.board import includes
from tenant_apps.studio.plan.forms import ChangeForm
from tenant_apps.studio.plan.views import owners_of_a_business, tenant_of

_PURPOSE = "plan-quote"
_HOLDS = timedelta(minutes=15)


@owners_of_a_business
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Show what a change costs now; done, it is charged."""
    form = ChangeForm(request.POST or request.GET)
    if not form.is_valid():
        raise Http404
    chosen, interval = _chosen(form.cleaned_data["plan"]), form.cleaned_data["interval"]
    held = queries.subscription_of(tenant_of(request).id)
    try:
        if request.method == "POST":
            return _done(request, held, chosen, interval, form.cleaned_data["quote"])
        return _shown(request, held, chosen, interval)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("studio:plan")


def _chosen(slug: str) -> Plan:
    try:
        return public_plan_of_slug(slug)
    except Missing:
        raise Http404 from None


def _shown(request: HttpRequest, held: Subscription | None, plan: Plan, interval: str) -> HttpResponse:
    currency = held.currency if held else usual_currency()
    context = {"plan": plan, "interval": interval, "held": held, "includes": includes(plan, currency)}
    if held is None:
        price = terms_of(plan, currency=currency, interval=interval).price
        return render(request, "studio/plan/start.html", {**context, "price": price})
    quote = actions.quote_change(tenant=tenant_of(request), plan=plan, interval=interval, at=clock.now())
    token = sign(_PURPOSE, _written(quote), _HOLDS)
    return render(request, "studio/plan/change.html", {**context, "quote": quote, "token": token})


def _done(request: HttpRequest, held: Subscription | None, plan: Plan, interval: str, token: str) -> HttpResponse:
    tenant, by = tenant_of(request), request.user.email  # type: ignore[union-attr]
    if held is None:
        currency = usual_currency()
        actions.start_subscription(tenant=tenant, plan=plan, by=by, currency=currency, interval=interval)
    else:
        at, difference = _read(token, plan, interval)
        actions.change_plan(tenant=tenant, plan=plan, interval=interval, by=by, at=at, expected=difference)
    messages.success(request, _("You are on %(plan)s.") % {"plan": plan})
    _collect(request, tenant.id)
    return redirect("studio:plan")


def _collect(request: HttpRequest, tenant_id: object) -> None:
    """Now, while its owner looks on; what fails here is tried again by the clock."""
    held = queries.subscription_of(tenant_id)  # type: ignore[arg-type]
    if held is None or held.card is None:
        return
    try:
        actions.pay_open(tenant_id=held.tenant_id, by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))


def _written(quote: Quote) -> list[object]:
    return [quote.plan.slug, quote.interval, quote.at.isoformat(), quote.difference.amount, quote.difference.currency]


def _read(token: str, plan: Plan, interval: str) -> tuple[datetime, Money]:
    slug, rhythm, at, amount, currency = unsign(_PURPOSE, token)
    if (slug, rhythm) != (plan.slug, interval):
        raise BadSignature
    return datetime.fromisoformat(at), Money(amount, currency)
