"""The control page of the practice gateway: what goes wrong in life, at the press of a button."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.sandbox import controls
from shared_apps.practice.models import PracticeEvent, PracticePayment
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import View, role_required
from tenant_apps.payments.board import practice_allowed

SHOWN = 25


def _in_practice(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not practice_allowed():
            raise Http404
        return view(request, *args, **kwargs)

    return role_required(Role.OWNER)(guarded)


@_in_practice
@never_cache
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """The last practice payments, what can happen to them, and the webhooks that were sent."""
    account = str(require_tenant().id)
    rows = PracticePayment.objects.filter(account=account).select_related("method").prefetch_related("movements")
    values = {
        "payments": [(row, controls.offered(row)) for row in rows.order_by("-pk")[:SHOWN]],
        "events": PracticeEvent.objects.filter(account=account).order_by("-created_at", "-pk")[:SHOWN],
        "currencies": sorted({row.currency for row in rows.order_by("-pk")[:SHOWN]}),
    }
    return render(request, "payments/studio/practice.html", values)


@_in_practice
@require_POST
def happening(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Let it happen."""
    if act not in controls.ACTS:
        raise Http404
    payment = get_object_or_404(PracticePayment, account=str(require_tenant().id), reference=reference)
    return _tried(request, lambda: controls.ACTS[act][1](payment))


@_in_practice
@require_POST
def payout(request: HttpRequest) -> HttpResponse:
    """Let the gateway pay the balance out."""
    currency = request.POST.get("currency", "")[:3]
    return _tried(request, lambda: controls.pay_out(str(require_tenant().id), currency))


def _tried(request: HttpRequest, act: Any) -> HttpResponse:
    try:
        act()
    except ProviderError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It happened. The webhook is on its way; reload to see its answer."))
    return redirect("payments:practice")
