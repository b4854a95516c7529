"""Adjusting wallets of businesses whose sales the platform collects: an operator finds the person, and says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.adjustment_forms import ReasonedForm, WalletForm
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.ledger.queries import wallets_of
from tenant_apps.ledger.queries.adjustments import adjustment_of, adjustment_rows, adjustments
from tenant_apps.people.models import Person


@require_safe
@operator_required
def find_wallet(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose wallet, by email; and what was adjusted last."""
    tenant, words = _tenant(slug), request.GET.get("q", "").replace("\x00", "").strip()[:254]
    with enter(tenant.as_current()):
        _collected()
        person = Person.objects.known_as(words).first() if words else None
        rows = adjustments(adjustment_rows()[:50])
    if person is not None:
        return redirect("console_wallet", slug=slug, key=person.key)
    return render(request, "console/wallets.html", {"tenant": tenant, "q": words, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def adjust_wallet(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """One person's wallet with a form; written into the business's books and the audit log."""
    tenant, by = _tenant(slug), request.user.email  # type: ignore[union-attr]
    with enter(tenant.as_current()):
        _collected()
        person = get_object_or_404(Person, key=key)
        form = WalletForm(request.POST or None, person=person)
        done = _done(form, lambda: ledger.adjust_wallet(person=person, by=by, operator=True, **form.asked))
        context = _context(tenant, person, form)
    return _answer(request, context, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def undo_adjustment(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Take one back, with a reason."""
    tenant, by = _tenant(slug), request.user.email  # type: ignore[union-attr]
    form = ReasonedForm(request.POST or None)
    with enter(tenant.as_current()):
        _collected()
        written = get_object_or_404(LedgerTransaction, key=key)
        found = adjustment_of(written)
        if found is None:
            raise Http404
        act = partial(ledger.undo_adjustment, adjustment=written, by=by, operator=True)
        done = _done(form, lambda: act(**form.cleaned_data))
        context = _context(tenant, found.person, form) | {"undoing": found}
    return _answer(request, context, done=done)


def _tenant(slug: str) -> Tenant:
    return get_object_or_404(Tenant.objects.businesses().filter(state__in=_OPEN), slug=slug)


# a closed business's books are still written: money moves although nobody may look
_OPEN = (Tenant.State.ACTIVE, Tenant.State.SUSPENDED)


def _collected() -> None:
    if not platform_collects():
        raise Http404


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        refused.show_in(form)
        return False
    return True


def _context(tenant: Tenant, person: Person, form: forms.Form) -> dict[str, Any]:
    """Read inside the business; the page itself is drawn outside of it."""
    return {
        "tenant": tenant,
        "slug": tenant.slug,
        "person": person,
        "wallets": wallets_of(person),
        "adjustments": adjustments(adjustment_rows(person)[:20]),
        "decides": True,
        "form": form,
    }


def _answer(request: HttpRequest, context: dict[str, Any], *, done: bool) -> HttpResponse:
    if not done:
        return render(request, "console/wallet.html", context, status=422 if context["form"].errors else 200)
    messages.success(request, _("Done. The wallet and the next statement show it."))
    return redirect("console_wallet", slug=context["slug"], key=context["person"].key)
