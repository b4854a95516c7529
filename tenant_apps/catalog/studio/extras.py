"""What is offered beside and after an offer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from tenant_apps.catalog import actions
from tenant_apps.catalog.forms import ExtraForm
from tenant_apps.catalog.models import Extra
from tenant_apps.catalog.studio.offers import OfferPage


class ExtrasPage(OfferPage):
    """Add an extra, or stop offering one (POST with `withdraw`)."""

    template_name = "catalog/studio/extras.html"

    def form(self, data: Any = None) -> ExtraForm:  # type: ignore[override]
        """The form for one more."""
        assert self.offer is not None
        return ExtraForm(data, beside=self.offer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is offered now."""
        shown = Extra.objects.filter(beside=self.offer).select_related("offer")
        return super().get_context_data(extras=shown, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save or withdraw, or say what is wrong."""
        assert self.offer is not None
        if "withdraw" in request.POST:
            extra = get_object_or_404(Extra, beside=self.offer, pk=number_in(request.POST["withdraw"]))
            actions.withdraw_extra(extra=extra, by=request.user)
            return redirect(request.path)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                actions.offer_extra(beside=self.offer, **form.terms, by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("It is offered from now on."))
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form), status=422)
