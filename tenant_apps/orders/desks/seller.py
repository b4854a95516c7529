"""Settings, Invoices and tax: who sells, and what is charged on top."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from marque.kit.errors import Refused
from tenant_apps.catalog.models import Product
from tenant_apps.orders import actions
from tenant_apps.orders.desks.forms import RateForm, SellerForm
from tenant_apps.orders.models import Seller, TaxRate
from tenant_apps.orders.places import country_name
from tenant_apps.orders.seller import the_seller
from themes.studio.desk import StudioPage


def _kinds() -> list[str]:
    return list(Product.objects.order_by("kind").values_list("kind", flat=True).distinct())


class SellerPage(StudioPage):
    """The details, and the rates."""

    template_name = "orders/studio/seller.html"
    # support may change orders, and not what every invoice says
    permission_required = "add"
    page_title = _("Invoices and tax")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The forms as they stand, and the rates."""
        seller = the_seller()
        initial = {**asdict(seller), "postal_address": seller.address}
        rates = [(rate, country_name(rate.country)) for rate in TaxRate.objects.order_by("country", "region", "pk")]
        own = {"form": SellerForm(initial=initial), "rate_form": RateForm(kinds=_kinds()), "rates": rates}
        return super().get_context_data(**{**own, "seller": seller, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the details."""
        form = SellerForm(request.POST)
        if form.is_valid() and self._done(form, lambda: actions.update_seller(by=request.user, **form.cleaned_data)):
            messages.success(request, _now("Saved. Invoices from now on say this."))
            return redirect(reverse("seller_studio:index"))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _done(self, form: Form, act: Any) -> bool:
        try:
            act()
        except Refused as refused:
            refused.show_in(form)
            return False
        return True


class RatesPage(SellerPage):
    """Adds a rate."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Set it."""
        form = RateForm(request.POST, kinds=_kinds())
        if form.is_valid() and self._done(form, lambda: actions.set_rate(by=request.user, **form.cleaned_data)):
            messages.success(request, _now("Charged from now on."))
            return redirect(reverse("seller_studio:index"))
        return self.render_to_response(self.get_context_data(rate_form=form), status=422)


class RateEndPage(SellerPage):
    """Takes a rate away."""

    def post(self, request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Drop it."""
        actions.drop_rate(rate=get_object_or_404(TaxRate, key=key), by=request.user)
        messages.success(request, _now("Charged no longer."))
        return redirect(reverse("seller_studio:index"))


class SellerDesk(ViewSet):
    """`/studio/invoices/`."""

    name = "seller_studio"
    # below settings/ Wagtail reads two more parts as a model's name
    url_prefix = "invoices"
    icon = "receipt"
    model = Seller

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page, and what is done on it."""
        known = {"model": self.model, "header_icon": self.icon}
        return [
            path("", self.construct_view(SellerPage, **known), name="index"),
            path("rates/", self.construct_view(RatesPage, **known), name="rates"),
            path("rates/<uuid:key>/end/", self.construct_view(RateEndPage, **known), name="rate_end"),
        ]
