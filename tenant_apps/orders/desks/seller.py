"""Settings, Invoices and tax: who sells, and what is charged on top."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from marque.kit.errors import Refused
from tenant_apps.orders import actions
from tenant_apps.orders.desks.forms import SellerForm
from tenant_apps.orders.models import Seller
from tenant_apps.orders.seller import the_seller
from themes.studio.desk import StudioPage


class SellerPage(StudioPage):
    """The details, and the rates."""

    template_name = "orders/studio/seller.html"
    # support may change orders, and not what every invoice says
    permission_required = "add"
    page_title = _("Invoices and tax")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as it stands."""
        seller = the_seller()
        initial = {**asdict(seller), "postal_address": seller.address}
        return super().get_context_data(**{"form": SellerForm(initial=initial), "seller": seller, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save."""
        form = SellerForm(request.POST)
        if form.is_valid():
            try:
                actions.update_seller(by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, _now("Saved. Invoices from now on say this."))
                return redirect(reverse("seller_studio:index"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SellerDesk(ViewSet):
    """`/studio/settings/invoices/`."""

    name = "seller_studio"
    url_prefix = "settings/invoices"
    icon = "receipt"
    model = Seller

    def get_urlpatterns(self) -> list[URLPattern]:
        """One page."""
        return [path("", self.construct_view(SellerPage, model=self.model, header_icon=self.icon), name="index")]
