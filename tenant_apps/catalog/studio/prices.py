"""An offer's options: what each asks in each currency, and what was asked before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now

from marque.kit.errors import Refused
from tenant_apps.catalog import actions
from tenant_apps.catalog.forms import PriceForm
from tenant_apps.catalog.models import Price
from tenant_apps.catalog.studio.offers import OfferPage
from themes.brand import current_brand


class PricesPage(OfferPage):
    """Add an option, change one (`?option=`), or stop asking it (POST with `end`)."""

    template_name = "catalog/studio/prices.html"

    def options(self) -> dict[str, list[Price]]:
        """The options in their order, each with its prices."""
        assert self.offer is not None
        found: dict[str, list[Price]] = {}
        for price in self.offer.asked:
            found.setdefault(price.option, []).append(price)
        return found

    def changing(self) -> str:
        """The option that is being changed; empty for a new one."""
        option = self.request.GET.get("option", "")
        return option if option in self.options() else ""

    def form(self, data: Any = None) -> PriceForm:  # type: ignore[override]
        """The option's form, filled in as things are."""
        return PriceForm(data, currency=current_brand().currency, prices=self.options().get(self.changing()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The options, and the form for one."""
        return super().get_context_data(options=self.options(), changing=self.changing(), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save or end an option, or say what is wrong."""
        if "end" in request.POST:
            return self._end(request.POST["end"])
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self._save(form)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("The price is saved."))
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _save(self, form: PriceForm) -> None:
        assert self.offer is not None
        actions.set_option(
            offer=self.offer,
            option=self.changing() or form.new_option(set(self.options())),
            amounts=form.amounts,
            terms=form.terms,
            label=form.cleaned_data["label"],
            setups=form.amount_of("setup"),
            floors=form.amount_of("floor"),
            by=self.request.user,
        )

    def _end(self, option: str) -> HttpResponse:
        assert self.offer is not None
        try:
            actions.end_option(offer=self.offer, option=option, by=self.request.user)
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, _now("This price is not asked any more."))
        return redirect(self.request.path)
