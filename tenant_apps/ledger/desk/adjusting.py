"""Adjusting somebody's wallet in the Studio, and taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now

from marque.kit.errors import Refused
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.adjustment_forms import ReasonedForm, WalletForm
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.ledger.queries import wallets_of
from tenant_apps.ledger.queries.adjustments import Adjustment, adjustment_of
from tenant_apps.people.models import Person


class AdjustingBase(MoneyBase):
    """For whoever decides about money."""

    template_name = "ledger/studio/adjust.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Money moves here."""
        if not request.user.has_perm("ledger.approve_payout"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def refused(self, form: forms.Form, refused: Refused) -> HttpResponse:
        """The page again, with what is wrong beside its field."""
        refused.show_in(form)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def done(self, person: Person) -> HttpResponse:
        """Back to the wallet."""
        messages.success(self.request, _now("Done. The wallet and the next statement show it."))
        return redirect("money_studio:wallet", key=person.key)


class AdjustPage(AdjustingBase):
    """`/studio/money/wallets/<key>/adjustment/`."""

    person: Person

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the person."""
        super().setup(request, **kwargs)
        self.person = get_object_or_404(Person, key=key)

    def get_page_title(self) -> str:
        """Adjust Ann's wallet."""
        return _now("Adjust the wallet of %(name)s") % {"name": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The wallet as it is, and the form."""
        form = kwargs.pop("form", None) or WalletForm(person=self.person)
        return super().get_context_data(person=self.person, wallets=wallets_of(self.person), form=form, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Adjust."""
        form = WalletForm(request.POST, person=self.person)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            ledger.adjust_wallet(person=self.person, by=request.user.email, user=request.user, **form.asked)
        except Refused as refused:
            return self.refused(form, refused)
        return self.done(self.person)


class UndoPage(AdjustingBase):
    """`/studio/money/adjustments/<key>/undo/`."""

    found: Adjustment

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it."""
        super().setup(request, **kwargs)
        found = adjustment_of(get_object_or_404(LedgerTransaction.objects.select_related("reversal"), key=key))
        if found is None:
            raise Http404
        self.found = found

    def get_page_title(self) -> str:
        """Undo the adjustment of $5.00."""
        return _now("Undo the adjustment of %(amount)s") % {"amount": self.found.money.format(cents=True)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be undone."""
        person, form = self.found.person, kwargs.pop("form", None) or ReasonedForm()
        shown = {"person": person, "wallets": wallets_of(person), "undoing": self.found, "form": form}
        return super().get_context_data(**shown, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Undo it."""
        form = ReasonedForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        asked, by = form.cleaned_data, request.user.email
        try:
            ledger.undo_adjustment(adjustment=self.found.written, by=by, user=request.user, **asked)
        except Refused as refused:
            return self.refused(form, refused)
        return self.done(self.found.person)
