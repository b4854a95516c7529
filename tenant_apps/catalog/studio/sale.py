"""An offer's terms of sale."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now

from marque.kit.errors import Refused
from tenant_apps.catalog import actions
from tenant_apps.catalog.forms import SaleForm
from tenant_apps.catalog.studio.offers import OfferPage


class SalePage(OfferPage):
    """When it is sold, how many there are, how long buyers keep it."""

    template_name = "catalog/studio/sale.html"

    def form(self, data: Any = None) -> SaleForm:  # type: ignore[override]
        """The form, filled in as things are."""
        assert self.offer is not None
        return SaleForm(data, offer=self.offer)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or say what is wrong."""
        form = self.form(request.POST)
        assert self.offer is not None
        if form.is_valid():
            try:
                actions.set_terms_of_sale(offer=self.offer, **form.terms, by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("The terms of sale are saved."))
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form), status=422)
